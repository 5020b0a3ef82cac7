package io.godwit.door;

import io.godwit.device.DiskQueue;
import io.godwit.registry.Copies;
import io.godwit.registry.VmRecord;
import io.godwit.unit.MemorySize;
import io.godwit.vm.VmSpec;
import java.util.List;
import java.util.Optional;

/// What was kept of a VM, as a door shows it.
///
/// @param making the copy that its host is taking
/// @param last how the last one ended
public record CopiesView(Optional<String> making, Optional<Last> last, List<Snapshot> snapshots) {

    /// @param stunNs for how long the guest stood still
    /// @param tookNs until all of it was durable
    /// @param memory what of it went to the datastore
    public record Last(String copy, Optional<String> failed, long stunNs, long tookNs, String memory) {}

    /// @param epoch of the guest that it was taken of
    /// @param writes that its disk holds
    /// @param memory how much its guest had, where that is kept beside it
    /// @param disk the datastore where it lives
    /// @param survives what it outlives
    public record Snapshot(
            String name, String copy, long epoch, long writes, Optional<String> memory, String disk, String survives) {}

    static CopiesView of(VmRecord vm) {
        String disk = vm.spec().disk();
        String survives = disk.equals(VmSpec.LOCAL_DISK)
                ? "nothing: it is lost with its host"
                : "the loss of any host; it is lost with " + disk;
        return new CopiesView(
                vm.copies().job().map(job -> job.copy().value()),
                vm.copies().last().map(CopiesView::last),
                vm.copies().snapshots().stream()
                        .map(it -> new Snapshot(
                                it.name(),
                                it.copy().value(),
                                it.epoch(),
                                it.writes(),
                                it.memory().map(MemorySize::toString),
                                disk,
                                survives))
                        .toList());
    }

    private static Last last(Copies.Ended last) {
        MemorySize memory =
                new MemorySize(DiskQueue.BLOCK_BYTES).times(last.took().pages());
        return new Last(
                last.copy().value(),
                last.failed(),
                last.took().stunNs(),
                last.took().tookNs(),
                memory.toString());
    }
}
