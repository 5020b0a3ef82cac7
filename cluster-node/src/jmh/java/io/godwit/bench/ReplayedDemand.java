package io.godwit.bench;

import static io.godwit.bench.Figure.Bar.promise;
import static io.godwit.bench.Figure.Sense.AT_MOST;

import io.godwit.guest.CpuDemand;
import io.godwit.guest.TraceFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What a day of a trace folder asks of the hosts, as guests replay it: its moments against those that were published
/// for it (Beloglazov and Buyya, 2012, Table II, 2011-03-03), to the digits that were published.
final class ReplayedDemand {

    private static final double MEAN_PERCENT = 12.31;
    private static final double DEVIATION_PERCENT = 17.09;
    private static final double[] QUARTILES_PERCENT = {2, 6, 15};

    /// Half of the last digit that was published.
    private static final double TWO_DIGITS = 0.005;

    private static final double NO_DIGITS = 0.5;
    private static final double NANO_CORES_PER_PERCENT = 1e7;

    private ReplayedDemand() {}

    static void write(Sheet sheet, Path folder) {
        double[] percents = day(folder);
        double mean = Arrays.stream(percents).average().orElse(0);
        double variance = Arrays.stream(percents)
                .map(percent -> (percent - mean) * (percent - mean))
                .average()
                .orElse(0);
        Arrays.sort(percents);
        sheet.write(away("mean", mean, MEAN_PERCENT, TWO_DIGITS));
        sheet.write(away("deviation", Math.sqrt(variance), DEVIATION_PERCENT, TWO_DIGITS));
        for (int quartile = 1; quartile <= QUARTILES_PERCENT.length; quartile++) {
            sheet.write(away(
                    "quartile " + quartile,
                    percents[percents.length * quartile / 4],
                    QUARTILES_PERCENT[quartile - 1],
                    NO_DIGITS));
        }
    }

    private static Figure away(String what, double measured, double published, double digits) {
        return Figure.of(
                        "%s of the replayed demand, %.2f %%: away from the published".formatted(what, measured),
                        Math.abs(measured - published),
                        "percent of a core",
                        "equal to the digits of its table, %s %%".formatted(published))
                .against(promise(AT_MOST, digits));
    }

    /// Each demand of each guest, in per cent of a core.
    private static double[] day(Path folder) {
        List<Double> percents = new ArrayList<>();
        for (TraceFolder.NamedTrace named : TraceFolder.read(folder)) {
            CpuDemand demand = named.trace();
            for (long atNs = 0; atNs < Duration.ofDays(1).toNanos(); ) {
                percents.add(demand.nanoCoresPerVcpu(atNs) / NANO_CORES_PER_PERCENT);
                atNs = demand.nextStepNs(atNs).orElse(Long.MAX_VALUE);
            }
        }
        return percents.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
