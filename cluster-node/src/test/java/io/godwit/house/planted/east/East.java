package io.godwit.house.planted.east;

import io.godwit.house.planted.west.West;
import org.jspecify.annotations.Nullable;

/// Knows its counterpart, which knows it.
public record East(@Nullable West counterpart) {}
