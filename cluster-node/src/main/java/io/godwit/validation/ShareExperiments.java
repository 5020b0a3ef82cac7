package io.godwit.validation;

import io.godwit.cpu.CpuEntitlement;
import io.godwit.cpu.CpuTopology;
import io.godwit.cpu.FairShare;
import io.godwit.experiment.Parameter;
import io.godwit.experiment.Trial;
import java.util.List;

/// Sharing of cores by weights.
final class ShareExperiments {

    private static final Parameter<Integer> WEIGHT = Parameter.count(
                    "weight", "of the second VM; the first one has 256", 512)
            .between("1", "65535");

    static final List<Experiment> ALL = List.of(new Experiment(
            "fair-share-ratio",
            "two greedy VMs of one vCPU on one core under fair-share; what the second gets for each share of the first",
            "times",
            List.of(WEIGHT),
            ShareExperiments::ratio));

    private ShareExperiments() {}

    private static double ratio(Trial trial) {
        var core = new FairShare(1);
        int first = core.add(CpuEntitlement.ofVcpus(1));
        int second = core.add(CpuEntitlement.ofVcpus(1).withWeight(trial.get(WEIGHT)));
        core.setDemand(first, CpuTopology.CORE);
        core.setDemand(second, CpuTopology.CORE);
        core.recompute();
        return (double) core.grantNanoCores(second) / core.grantNanoCores(first);
    }
}
