package io.godwit.guest;

import java.util.List;
import java.util.OptionalLong;

/// The recorded demand of one VM: whole per cents, one for each [#STEP_NS], repeated from the start when it ends.
///
/// The format is that of the PlanetLab workload traces (A. Beloglazov, `planetlab-workload-traces`; used in
/// Beloglazov & Buyya, CCPE 24(13), 2012): a text file a VM, a number a line, 288 lines for a day. One byte a
/// sample is kept, and VMs that replay the same file share it.
public final class CpuTrace implements CpuDemand {

    /// Five minutes.
    public static final long STEP_NS = 300_000_000_000L;

    private static final int MAX_PERCENT = 100;
    private static final long NANO_CORES_PER_PERCENT = 10_000_000;

    private final byte[] percents;

    private CpuTrace(byte[] percents) {
        this.percents = percents;
    }

    /// Reads the lines of one file. Blank lines at the end are passed over.
    ///
    /// @param name of the file, as an error should name it
    /// @throws IllegalTrace naming file and line
    public static CpuTrace parse(String name, List<String> lines) {
        int count = lines.size();
        while (count > 0 && lines.get(count - 1).isBlank()) {
            count--;
        }
        if (count == 0) {
            throw new IllegalTrace(name + " is empty: write a whole per cent a line, or remove the file");
        }
        byte[] percents = new byte[count];
        for (int i = 0; i < count; i++) {
            percents[i] = percent(name, i + 1, lines.get(i).strip());
        }
        return new CpuTrace(percents);
    }

    private static byte percent(String name, int line, String text) {
        boolean number = text.matches("\\d{1,3}");
        if (!number || Integer.parseInt(text) > MAX_PERCENT) {
            throw new IllegalTrace(
                    name + ":" + line + ": '" + text + "' is not a whole per cent: write a number from 0 to 100");
        }
        return Byte.parseByte(text);
    }

    /// How many samples there are before it starts again.
    public int samples() {
        return percents.length;
    }

    /// The n-th sample, in per cent.
    public int percent(int sample) {
        return percents[sample];
    }

    @Override
    public long nanoCoresPerVcpu(long timeNs) {
        return percents[(int) (timeNs / STEP_NS % percents.length)] * NANO_CORES_PER_PERCENT;
    }

    @Override
    public OptionalLong nextStepNs(long timeNs) {
        return OptionalLong.of(timeNs - timeNs % STEP_NS + STEP_NS);
    }
}
