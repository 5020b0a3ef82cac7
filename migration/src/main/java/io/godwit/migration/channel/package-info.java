/// How pages travel from one host to another: apart from control messages, under the receiver's credit.
///
/// ```
/// source                              target
///   |                                   |  expect(passage)          the target opens a passage, with a token
///   |-- Hello(token, epoch, m) -------->|  refused unless it names an open passage
///   |<- one byte: accepted -------------|
///   |-- PageFrame(m, epoch, round, n) ->|  as many pages as were granted, never more
///   |-- ... --------------------------->|
///   |          credit goes back as a control message, when the pages were written
/// ```
///
/// A passage carries each frame once and in order, or is lost as a whole, and says so: there is nothing to repair in a
/// copy of a running guest that starting over would not do better. On JVMs [TcpPageChannels] gives each passage a TCP
/// connection and a thread at both ends; [FrameCodec] is the form on it. In virtual time the frames go over the link.
@NullMarked
package io.godwit.migration.channel;

import org.jspecify.annotations.NullMarked;
