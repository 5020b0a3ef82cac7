package io.godwit.verdict;

import io.godwit.advice.Advice;
import io.godwit.drill.play.Played;
import io.godwit.host.VmUse;
import io.godwit.identity.VmId;
import io.godwit.registry.VmRecord;
import io.godwit.verdict.Sizing.Size;
import io.godwit.verdict.Sizing.SizeRow;
import java.util.List;
import java.util.Optional;

/// Advises sizes, where a drill asks for it.
final class Sizings {

    private static final double NANO_CORES_A_PERMILLE = 1e6;

    private Sizings() {}

    static Optional<Sizing> of(Played played) {
        return played.drill().run().advice().map(advice -> sizing(advice, played));
    }

    private static Sizing sizing(Advice advice, Played played) {
        Optional<List<VmId>> there =
                played.last().map(view -> view.vms().stream().map(VmRecord::id).toList());
        var rows = played.uses().stream()
                .filter(use -> there.isEmpty() || there.get().contains(use.vm()))
                .map(use -> row(advice, use))
                .toList();
        return new Sizing(
                advice.advice(),
                advice.percentile(),
                advice.headroom().permille(),
                advice.observe().toNanos(),
                rows,
                rows.stream()
                        .flatMap(row -> row.advised().map(it -> row.now().vcpus() - it.vcpus()).stream())
                        .mapToLong(Integer::longValue)
                        .sum(),
                rows.stream()
                        .flatMap(row -> row.advised().map(it -> row.now().memoryBytes() - it.memoryBytes()).stream())
                        .mapToLong(Long::longValue)
                        .sum());
    }

    private static SizeRow row(Advice advice, VmUse use) {
        long demand = advice.demand(use.cpu());
        Advice.Size now = new Advice.Size(use.vcpus(), use.memory());
        boolean isKnown = use.observedNs() >= advice.observe().toNanos();
        return new SizeRow(
                use.vm(),
                size(now, demand),
                use.memoryUsed().bytes(),
                use.observedNs(),
                use.cpu(),
                isKnown ? Optional.of(size(advice.of(now, demand, use.memoryUsed()), demand)) : Optional.empty());
    }

    private static Size size(Advice.Size size, long demandNanoCores) {
        long wanted = Math.round(demandNanoCores / NANO_CORES_A_PERMILLE / size.vcpus());
        return new Size(size.vcpus(), size.memory().bytes(), (int) (1000 - wanted));
    }
}
