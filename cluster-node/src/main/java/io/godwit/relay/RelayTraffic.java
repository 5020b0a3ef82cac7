package io.godwit.relay;

/// What went one way through relays since their start.
///
/// @param connections opened by the way's sender
/// @param bytes passed on, whoever opened the connection
/// @param stoppedBytes that met a cut, and went on after it or never
/// @param resets connections that broke because the way was cut
public record RelayTraffic(long connections, long bytes, long stoppedBytes, long resets) {}
