package io.godwit.door;

import java.util.List;
import java.util.SortedMap;

/// An HTTP request as far as it matters here.
///
/// @param path its segments, `/v1/vms` has two
/// @param lastEventId header of a reader of events that was cut off; empty without one
@SuppressWarnings("ArrayRecordComponent") // never compared
record Call(String method, List<String> path, SortedMap<String, String> query, String lastEventId, byte[] body) {}
