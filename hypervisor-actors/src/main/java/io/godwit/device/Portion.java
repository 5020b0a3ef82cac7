package io.godwit.device;

import io.godwit.identity.VmId;

/// What a guest has of a disk, or of one direction of a card. Times in billionths of the device's.
///
/// @param weight 0 on a device that serves whoever comes first
/// @param asked what would do all that the guest asks for and its own device lets it
public record Portion(VmId vm, int weight, long asked, long got) {}
