package io.godwit.memory;

/// Bytes that are no batch of pages, with the reason in words.
public record MalformedBatch(String why) implements DecodedBatch {}
