/// Frames between guests and the world outside.
///
/// Each host has a virtual switch, which delivers frames to its guests and sends theirs to the edge. Clients outside
/// stand behind an edge switch, which learns from announcements where a VM is, as a real network learns MAC addresses,
/// and floods what it doesn't know. Neither ever asks the registry. Both refuse what comes from an older epoch than
/// they
/// have seen, and count it.
@NullMarked
package io.godwit.network;

import org.jspecify.annotations.NullMarked;
