package io.godwit.portable;

import io.godwit.image.ImageSpec;
import io.godwit.vm.VmSpec;

/// What a portable file is of.
///
/// @param spec of the VM, with the name and the disk that it had
/// @param image whose contents its memory is written over
/// @param epoch of the guest that it was taken of
/// @param memory whether its memory is in the file
public record Manifest(VmSpec spec, ImageSpec image, long epoch, boolean memory) {}
