package io.godwit.report;

import static io.godwit.report.Specimens.SECOND_NS;

import io.godwit.advice.Advice;
import io.godwit.host.VmUse;
import io.godwit.identity.VmId;
import io.godwit.verdict.Sizing;
import io.godwit.verdict.Sizing.Size;
import io.godwit.verdict.Sizing.SizeRow;
import java.util.List;
import java.util.Optional;

/// Advice made by hand.
final class SizingSpecimen {

    private SizingSpecimen() {}

    /// Of three VMs one has too much, one too little, and one was not there for long enough.
    static Sizing sizing(VmId vm) {
        return new Sizing(
                "usual",
                Advice.Percentile.P95,
                200,
                60 * SECOND_NS,
                List.of(
                        new SizeRow(
                                vm,
                                new Size(8, 16L << 30, 912),
                                3L << 29,
                                290 * SECOND_NS,
                                new VmUse.Percentiles(312_000_000, 704_000_000, 1_280_000_000, 1_408_000_000),
                                Optional.of(new Size(1, 2L << 30, 296))),
                        new SizeRow(
                                new VmId(vm.value() + "-2"),
                                new Size(1, 1L << 28, -1560),
                                1L << 28,
                                171 * SECOND_NS,
                                new VmUse.Percentiles(2_048_000_000, 2_560_000_000L, 2_560_000_000L, 2_560_000_000L),
                                Optional.of(new Size(4, 512L << 20, 360))),
                        new SizeRow(
                                new VmId(vm.value() + "-3"),
                                new Size(2, 1L << 30, 1000),
                                0,
                                12 * SECOND_NS,
                                new VmUse.Percentiles(0, 0, 0, 0),
                                Optional.empty())),
                4,
                (14L << 30) - (256L << 20));
    }
}
