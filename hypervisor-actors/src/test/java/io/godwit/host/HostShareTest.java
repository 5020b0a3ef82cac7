package io.godwit.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.godwit.cpu.CpuEntitlement;
import io.godwit.cpu.CpuScheduling;
import io.godwit.cpu.CpuTopology;
import io.godwit.cpu.VcpuLoad;
import io.godwit.time.Seed;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// What a host that gives its cores in slices of time has for its own work, as its transfers hear of it.
class HostShareTest {

    private static final long MS = 1_000_000;
    private static final long LASTS_NS = 20_000 * MS;
    private static final double WHOLE = 1e9;
    private static final int CORES = 4;

    /// A host with VMs of one vCPU that want all they can have.
    private static CpuBoard crowd(String scheduler, int vms) {
        CpuScheduling scheduling = ((SchedulingFiles.Read)
                        SchedulingFiles.named(Path.of("..", "config"), scheduler, "xeon-2021"))
                .scheduling();
        CpuBoard cpu = new CpuBoard(Lab.SMALL.topology(), scheduling);
        for (int vm = 0; vm < vms; vm++) {
            cpu.ask(
                    cpu.add(CpuEntitlement.ofVcpus(1), VcpuLoad.ofSeed(Seed.of(vm)), 0),
                    CpuTopology.CORE,
                    CpuBoard.NEVER);
        }
        return cpu;
    }

    private static HostShare moving(CpuBoard cpu, long nanoCores) {
        HostShare share = new HostShare(cpu, CORES, 0);
        share.workToMove(1, nanoCores, 0);
        cpu.share(0);
        return share;
    }

    /// With three VMs a core its work waits for 90 ms under credit, and then has a slice: whoever looks at any of
    /// these instants hears of its part, never of nothing.
    @Test
    void oneLookIsNoAccidentOfWhoHasTheCoreNow() {
        for (String scheduler : new String[] {"credit", "eevdf"}) {
            CpuBoard cpu = crowd(scheduler, 12);
            HostShare share = moving(cpu, CpuTopology.CORE);
            for (long nowNs = MS; nowNs < 500 * MS; nowNs += MS) {
                cpu.share(nowNs);
                assertThat(share.partBillionths() / WHOLE)
                        .as("%s after %d ns", scheduler, nowNs)
                        .isCloseTo(4.0 / 13, within(1e-6));
            }
        }
    }

    /// Under credit to a hundredth; the queues of EEVDF are evened out less often.
    @Test
    void itIsToldWhatItsSlicesComeTo() {
        for (int vms : new int[] {1, 4, 6, 12, 24}) {
            for (long nanoCores : new long[] {CpuTopology.CORE / 5, CpuTopology.CORE, CORES * CpuTopology.CORE}) {
                assertThat(slicesOf("credit", vms, nanoCores)).isCloseTo(1, within(0.02));
                assertThat(slicesOf("eevdf", vms, nanoCores)).isCloseTo(1, within(0.2));
            }
        }
    }

    /// @return what it had, in parts of what it was told
    private static double slicesOf(String scheduler, int vms, long nanoCores) {
        CpuBoard cpu = crowd(scheduler, vms);
        HostShare share = moving(cpu, nanoCores);
        double toldNs = share.partBillionths() / WHOLE * nanoCores * (LASTS_NS / WHOLE);
        for (long nowNs = 20 * MS; nowNs < LASTS_NS; nowNs += 20 * MS) {
            cpu.share(nowNs);
        }
        return cpu.ranNs(share.slot().orElseThrow(), LASTS_NS) / toldNs;
    }

    @Test
    void whoComesAndGoesIsHeardOfAtOnce() {
        CpuBoard cpu = crowd("credit", 0);
        HostShare share = moving(cpu, CORES * CpuTopology.CORE);
        assertThat(share.partBillionths() / WHOLE).isEqualTo(1);
        int other = cpu.add(CpuEntitlement.ofVcpus(CORES), VcpuLoad.ofSeed(Seed.of(7)), MS);
        cpu.ask(other, CORES * CpuTopology.CORE, CpuBoard.NEVER);
        assertThat(share.partBillionths() / WHOLE).isEqualTo(0.5);
        cpu.ask(other, 0, CpuBoard.NEVER);
        assertThat(share.partBillionths() / WHOLE).isEqualTo(1);
    }
}
