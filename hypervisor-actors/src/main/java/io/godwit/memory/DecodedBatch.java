package io.godwit.memory;

/// What bytes from the wire turned out to be.
public sealed interface DecodedBatch permits PageBatch, MalformedBatch {}
