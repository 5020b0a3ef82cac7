package io.godwit.node.artery;

import io.godwit.link.Endpoint;

/// What Artery carries for us: a message in its wire form, from one endpoint to another.
///
/// @param home where the sender's node is reached, so that whoever is written to can answer
/// @param payload owned by the envelope; nobody changes it
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy would cost each message one more
record Envelope(NodeAddress home, Endpoint from, Endpoint to, byte[] payload) {

    @Override
    public String toString() {
        return payload.length + " bytes from " + from + " to " + to;
    }
}
