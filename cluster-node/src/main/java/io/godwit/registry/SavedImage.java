package io.godwit.registry;

import io.godwit.identity.CopyId;
import io.godwit.vm.VmSpec;

/// What VMs can be made from because somebody saved it: the disk of a VM as one of its snapshots has it. The image that
/// the VM itself was made from stays the source of its kernel and of its memory after a boot.
///
/// @param copy on the datastore of `make`
/// @param make of the VM when it was saved
/// @param writes that the copy holds
public record SavedImage(String image, CopyId copy, VmSpec make, long writes) {}
