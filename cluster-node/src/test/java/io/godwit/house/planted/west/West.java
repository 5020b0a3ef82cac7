package io.godwit.house.planted.west;

import io.godwit.house.planted.east.East;
import org.jspecify.annotations.Nullable;

/// Knows its counterpart, which knows it.
public record West(@Nullable East counterpart) {}
