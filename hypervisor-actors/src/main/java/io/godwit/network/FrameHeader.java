package io.godwit.network;

/// What a switch reads of a frame.
///
/// @param vlan the tag that it carries, 1 to 4094; [#UNTAGGED] without one
public record FrameHeader(MacAddress source, MacAddress destination, int vlan) {

    /// The virtual LAN of all that have no other, and the tag of frames that have none.
    public static final int UNTAGGED = 0;

    FrameHeader tagged(int tag) {
        return tag == vlan ? this : new FrameHeader(source, destination, tag);
    }
}
