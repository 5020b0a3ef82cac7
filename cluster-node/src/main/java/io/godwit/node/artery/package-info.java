/// The link between real processes: Pekko's remoting (Artery over TCP), and Pekko Cluster's membership on host nodes.
///
/// All traffic of a node goes to one actor of the other, `/user/link`, in [io.godwit.node.artery.Envelope]s whose
/// payload is the wire form of a message. Pekko's own messages between nodes are those of remoting and membership.
@NullMarked
package io.godwit.node.artery;

import org.jspecify.annotations.NullMarked;
