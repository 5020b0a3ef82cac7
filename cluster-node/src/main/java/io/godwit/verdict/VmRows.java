package io.godwit.verdict;

import io.godwit.guest.LedgerRecord;
import io.godwit.identity.VmId;
import io.godwit.registry.VmRecord;
import io.godwit.verdict.Evidence.Strike;
import io.godwit.verdict.VmRow.Lost;
import io.godwit.verdict.VmRow.Place;
import io.godwit.vm.VmSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What became of each VM.
final class VmRows {

    private final Evidence evidence;
    private final Recoveries recoveries;
    private final Map<VmId, VmRecord> last = new TreeMap<>();

    VmRows(Evidence evidence) {
        this.evidence = evidence;
        this.recoveries = new Recoveries(evidence);
        evidence.played().last().ifPresent(view -> view.vms().forEach(vm -> last.put(vm.id(), vm)));
    }

    List<VmRow> rows() {
        return evidence.vms().stream().map(this::row).toList();
    }

    private VmRow row(VmSpec spec) {
        var vm = spec.id();
        var ledger = evidence.ledger(vm);
        return new VmRow(
                vm,
                spec.group(),
                spec.care().tier(),
                spec.care().protection(),
                spec.care().isolation(),
                before(vm),
                after(vm),
                ledger.map(it -> (long) it.acknowledged()),
                ledger.map(it -> it.longestGap(evidence.zeroNs(), evidence.serviceEndNs(vm))
                        .lengthNs()),
                recoveries.of(spec),
                ledger.filter(_ -> !evidence.isDestroyed(vm)).map(_ -> lost(vm)));
    }

    private Place before(VmId vm) {
        return evidence.residence()
                .at(vm, evidence.zeroNs())
                .map(stand -> new Place(Optional.of(stand.host()), stand.epoch(), true))
                .orElse(new Place(Optional.empty(), 0, false));
    }

    /// The registry's word counts; without it, the last that a host said.
    private Place after(VmId vm) {
        if (evidence.played().last().isEmpty()) {
            return evidence.residence()
                    .last(vm)
                    .map(stand -> new Place(Optional.of(stand.host()), stand.epoch(), false))
                    .orElse(new Place(Optional.empty(), 0, false));
        }
        var record = Optional.ofNullable(last.get(vm));
        return new Place(
                record.flatMap(VmRecord::owner).map(VmRecord.Owner::host),
                record.map(VmRecord::epoch).orElse(0L),
                record.flatMap(VmRecord::owner).map(VmRecord.Owner::running).orElse(false));
    }

    private Lost lost(VmId vm) {
        return evidence.loss(vm)
                .map(loss -> new Lost(true, loss.writes(), pointNs(loss)))
                .orElse(new Lost(false, 0, 0));
    }

    /// From the acknowledgement of the oldest missing write to the first fault after it; where no fault came after it,
    /// to the end. Never zero while something is missing.
    private long pointNs(LedgerRecord.Loss loss) {
        if (loss.oldestAcknowledgedNs().isEmpty()) {
            return 0;
        }
        long oldestNs = loss.oldestAcknowledgedNs().getAsLong();
        long faultNs = evidence.strikes().stream()
                .mapToLong(Strike::atNs)
                .filter(atNs -> atNs >= oldestNs)
                .findFirst()
                .orElse(evidence.played().endedNs());
        return Math.max(1, loss.recoveryPointNs(faultNs));
    }
}
