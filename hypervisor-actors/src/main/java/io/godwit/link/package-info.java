/// The port to other hosts: the only way by which a message leaves its node.
///
/// Messages between hosts carry host, VM and request ids, never an `ActorRef`. A [Link] delivers them at most once and
/// in order for each pair of nodes. On JVMs Artery carries them; in virtual time an [EmulatedNetwork] gives them
/// latency,
/// bandwidth and cuts. [WireCodec] is their form in bytes, the same on both.
@NullMarked
package io.godwit.link;

import org.jspecify.annotations.NullMarked;
