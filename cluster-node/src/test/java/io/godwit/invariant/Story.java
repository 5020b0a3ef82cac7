package io.godwit.invariant;

import io.godwit.device.Portion;
import io.godwit.drill.Drill;
import io.godwit.drill.file.Arguments;
import io.godwit.drill.file.DrillFiles;
import io.godwit.drill.file.HostCatalog;
import io.godwit.drill.file.Surroundings;
import io.godwit.guest.Activity;
import io.godwit.history.ArrayEvent;
import io.godwit.history.DeviceEvent;
import io.godwit.history.DowntimeParts;
import io.godwit.history.Entry;
import io.godwit.history.Event;
import io.godwit.history.FaultEvent;
import io.godwit.history.FleetEvent;
import io.godwit.history.FleetEvent.Evidence;
import io.godwit.history.GuestEvent;
import io.godwit.history.GuestEvent.Misbehaviour;
import io.godwit.history.GuestEvent.Why;
import io.godwit.history.HostEvent;
import io.godwit.history.LedgerEvent;
import io.godwit.history.Meter;
import io.godwit.history.MigrationEvent;
import io.godwit.history.MigrationEvent.Phase;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.history.PermitEvent;
import io.godwit.history.RegistryEvent;
import io.godwit.history.RegistryEvent.Decision;
import io.godwit.history.RegistryEvent.HostStands;
import io.godwit.history.RegistryEvent.NodeJoined;
import io.godwit.history.RegistryEvent.NodeLost;
import io.godwit.history.RegistryEvent.Owner;
import io.godwit.history.RegistryEvent.VmStands;
import io.godwit.identity.HostId;
import io.godwit.identity.MigrationId;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import io.godwit.unit.MemorySize;
import io.godwit.virtualization.Abilities;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The history of a small fleet, told by hand: three hosts boot four VMs, one VM moves, one host's process is killed,
/// and what it ran is started again elsewhere. Times are milliseconds on one clock.
public final class Story {

    public static final NodeId N1 = new NodeId("a-r1-1");
    public static final NodeId N2 = new NodeId("a-r1-2");
    public static final NodeId N3 = new NodeId("a-r1-3");
    public static final NodeId ARRAY = new NodeId("disks");
    public static final NodeId CONSOLE = new NodeId("console");
    public static final HostId H1 = new HostId("a-r1-1");
    public static final HostId H2 = new HostId("a-r1-2");
    public static final HostId H3 = new HostId("a-r1-3");
    public static final VmId WEB_1 = new VmId("web-1");
    public static final VmId WEB_2 = new VmId("web-2");
    public static final VmId RUN = new VmId("run-1");
    public static final VmId ODD = new VmId("odd-1");
    public static final VmId BOX_1 = new VmId("box-1");
    public static final VmId BOX_2 = new VmId("box-2");
    private static final VmId JOB = new VmId("job-1");
    public static final MigrationId MOVE = new MigrationId("m-1");

    private static final String DRILL = """
            drill: v1
            name: story
            topology:
              sites:
                a: {racks: {r1: 3}, host: big, datastores: [disks]}
              links: {default: {latency: 0.2ms, bandwidth: 10Gbit}}
              tolerate: {host-failures: 1}
            permit: 3s
            vms:
              web: {count: 2, memory: 1GiB, protect: restart, on-isolation: freeze, tier: 1, spread: host}
              run: {count: 1, memory: 1GiB, protect: restart, on-isolation: run, tier: 2, after: [web]}
              odd: {count: 1, memory: 1GiB}
              box: {count: 2, memory: 64MiB, kind: container}
            workload:
              web: {ledger: {writes: 10/s}}
              run: {ledger: {writes: 10/s}}
            steady: {all: running, protection: in-sync, hold: 1s, within: 1m}
            timeline:
              - {id: move, at: 2s, do: migrate, target: vm web-2 to host a-r1-2}
              - {id: kill, at: 10s, do: kill, target: node a-r1-1}
            heal: {at: 25s, settle: 10s}
            expect:
              objectives:
                web: {rto: {p100: 5s}, rpo: 0s, lost-writes: 0, outage-of-migrations: 500ms, outage: 10s}
              eventually: {within: settle, protected: running, leftovers: none}
              must-happen: [move, kill]
            run: {seed: 42}
            """;

    private final List<Entry> entries = new ArrayList<>();
    private final Map<NodeId, Long> sequences = new TreeMap<>();
    private long index;

    /// All goes well.
    public static Story whole() {
        var story = new Story();
        story.boot();
        story.move();
        story.lose();
        story.misbehave();
        return story;
    }

    /// The fleet runs, and nothing has happened to it.
    public static Story begun() {
        var story = new Story();
        story.boot();
        return story;
    }

    public static Drill drill() {
        HostCatalog catalog = new HostCatalog() {
            @Override
            public Optional<String> objection(String spec, String hypervisor) {
                return Optional.empty();
            }

            @Override
            public Capacity capacity(String spec, String hypervisor) {
                return new Capacity(4, 4, MemorySize.parse("8GiB"), MemorySize.parse("4KiB"), Abilities.bare());
            }

            @Override
            public List<String> hypervisors() {
                return List.of("lab");
            }

            @Override
            public SortedMap<String, Activity> activities() {
                return new TreeMap<>();
            }

            @Override
            public List<String> names() {
                return List.of("big");
            }
        };
        return DrillFiles.resolve(
                        "story", DRILL, Arguments.none(), new Surroundings(catalog, folder -> Optional.empty()))
                .getFirst();
    }

    /// The last entry of the log.
    public long index() {
        return index;
    }

    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    public Story told(long atMs, NodeId node, Event event) {
        long sequence = sequences.merge(node, 1L, Long::sum) - 1;
        entries.add(new Entry(atMs * 1_000_000, node, sequence, event));
        return this;
    }

    /// An entry of the registry's log, applied by two voters.
    public Story decided(long atMs, Decision... decisions) {
        index++;
        var command = "c/" + index;
        told(atMs, N2, new RegistryEvent.Invoked(command, "do " + index));
        for (var voter : List.of(N2, N3)) {
            told(atMs, voter, new RegistryEvent.Applied(index, 1, command, "do " + index, "done"));
            for (var decision : decisions) {
                told(atMs, voter, new RegistryEvent.Decided(index, 1, decision));
            }
        }
        return told(atMs, N2, new RegistryEvent.Returned(command, "done"));
    }

    public static Optional<Owner> on(HostId host, boolean running) {
        return Optional.of(new Owner(host, 1, running));
    }

    public Story started(long atMs, VmId vm, HostId host, long epoch) {
        decided(atMs, new VmStands(vm, epoch, on(host, false), true));
        decided(atMs, new VmStands(vm, epoch, on(host, true), true));
        told(atMs, ARRAY, new ArrayEvent.Opened("disks", vm, epoch));
        return told(atMs, node(host), new GuestEvent.Started(vm, host, epoch, 1, epoch > 1));
    }

    public Story wrote(long atMs, VmId vm, long number, long epoch) {
        told(atMs, ARRAY, new ArrayEvent.WriteAccepted("disks", vm, epoch, "probe-" + vm, number));
        return told(atMs + 1, CONSOLE, new LedgerEvent.Acknowledged(vm, number, epoch, 1_000_000));
    }

    public static NodeId node(HostId host) {
        return new NodeId(host.value());
    }

    /// All permits of one moment.
    public Story permitted(long atMs, NodeId... nodes) {
        for (var node : nodes) {
            told(atMs, N2, new PermitEvent.Granted(node, 1, 1, 3_000_000_000L));
            told(atMs, node, new PermitEvent.Received(node, 1, 1, (atMs + 2_999) * 1_000_000));
        }
        return this;
    }

    private void boot() {
        told(100, N2, new FleetEvent.LeaderElected(N2, 1));
        for (var node : List.of(N1, N2, N3)) {
            var host = new HostId(node.value());
            decided(200, new NodeJoined(node, 1, "boot-" + node), new HostStands(host, node, 8L << 30, 4, true));
            told(200, node, new FleetEvent.NodeJoined(node, 1));
        }
        permitted(300, N1, N2, N3);
        for (var vm : List.of(WEB_1, WEB_2, RUN, ODD)) {
            decided(400, new VmStands(vm, 0, Optional.empty(), true));
        }
        started(1_000, WEB_1, H1, 1);
        started(1_000, WEB_2, H3, 1);
        started(1_000, RUN, H1, 1);
        started(1_000, ODD, H3, 1);
        told(1_001, N3, new RegistryEvent.Invoked("q/1", "look"));
        told(1_002, N3, new RegistryEvent.Saw("q/1", index));
        told(1_002, N3, new RegistryEvent.Returned("q/1", "all"));
        permitted(2_000, N1, N2, N3);
        wrote(2_100, WEB_1, 1, 1);
        permitted(4_000, N1, N2, N3);
        permitted(6_000, N1, N2, N3);
    }

    private void move() {
        phase(7_000, N3, Phase.RESERVE, Side.SOURCE);
        phase(7_010, N3, Phase.PRECOPY, Side.SOURCE);
        told(7_010, N3, new MigrationEvent.Predicted(MOVE, WEB_2, true, 3, 4_000_000, 100_000_000, expected()));
        told(7_100, N3, new MigrationEvent.RoundCompleted(MOVE, WEB_2, 1, 1000, 4_096_000, 90_000_000, 10, 0, 0));
        phase(7_110, N3, Phase.SWITCHOVER, Side.SOURCE);
        told(7_110, N3, new GuestEvent.Paused(WEB_2, H3, 1, Why.MIGRATION));
        told(7_120, N3, new MigrationEvent.RoundCompleted(MOVE, WEB_2, 2, 10, 40_960, 10_000_000, 0, 0, 0));
        told(7_120, N3, new MigrationEvent.CpuSpent(MOVE, WEB_2, 57_300_000, 41_000_000));
        told(7_120, N3, new MigrationEvent.Slowed(MOVE, WEB_2, Side.SOURCE, 100_000_000, 12_500_000));
        told(7_120, N3, new MigrationEvent.HandedOver(MOVE, WEB_2, 1, 77, 2));
        told(7_122, N3, new GuestEvent.FrameMissed(WEB_2, H3, 1));
        phase(7_121, N2, Phase.COMMIT, Side.TARGET);
        told(7_121, N2, new MigrationEvent.Prepared(MOVE, WEB_2, 1, 77));
        decided(7_125, new VmStands(WEB_2, 2, on(H2, true), true));
        told(7_126, N2, new MigrationEvent.Committed(MOVE, WEB_2, H2, 2));
        told(7_127, ARRAY, new ArrayEvent.Opened("disks", WEB_2, 2));
        told(7_128, N2, new GuestEvent.Resumed(WEB_2, H2, 2, Why.MIGRATION));
        told(7_128, N2, stoodStill());
        told(
                7_130,
                N2,
                new MigrationEvent.Finished(
                        MOVE, WEB_2, Side.TARGET, MigrationEvent.Outcome.COMMITTED, 18_000_000, 0, 0));
        told(7_131, N3, new GuestEvent.Stopped(WEB_2, H3, 1, Why.MIGRATION));
        told(7_131, N3, new HostEvent.MemoryCounted(H3, 100, 60, 40));
        told(
                7_132,
                N3,
                new MigrationEvent.Finished(
                        MOVE, WEB_2, Side.SOURCE, MigrationEvent.Outcome.COMMITTED, 18_000_000, 2, 4_136_960));
        permitted(8_000, N1, N2, N3);
        permitted(10_000, N1, N2, N3);
        permitted(12_000, N1, N2, N3);
        permitted(14_000, N1, N2, N3);
    }

    private static MigrationEvent.StoodStill stoodStill() {
        return new MigrationEvent.StoodStill(
                MOVE,
                WEB_2,
                2,
                new DowntimeParts(
                        1_000_000, Optional.of(10_000_000L), 1_000_000, 500_000, 500_000, 4_000_000, 1_000_000));
    }

    private static DowntimeParts expected() {
        return new DowntimeParts(0, Optional.of(9_000_000L), 1_000_000, 500_000, 0, 3_500_000, 1_000_000);
    }

    private void phase(long atMs, NodeId node, Phase phase, Side side) {
        told(atMs, node, new MigrationEvent.PhaseEntered(MOVE, WEB_2, H3, H2, 1, phase, side));
    }

    private void lose() {
        told(15_000, CONSOLE, new FaultEvent.Injected("kill", "kill", "node a-r1-1"));
        told(15_000, CONSOLE, new FaultEvent.ProcessEnded("kill", N1));
        permitted(16_000, N2, N3);
        told(16_500, N2, new FleetEvent.NodeSuspected(N1, 1, 1));
        decided(18_000, new NodeLost(N1, 1, Evidence.PERMIT_EXPIRED), new VmStands(WEB_1, 1, Optional.empty(), true));
        told(18_001, N2, new FleetEvent.LostDeclared(N1, 1, 1, Evidence.PERMIT_EXPIRED));
        permitted(18_002, N2, N3);
        told(18_010, N2, new FleetEvent.RestartDecided(WEB_1, 2, 1, 1));
        decided(18_020, new VmStands(WEB_1, 2, on(H3, false), true));
        told(18_021, N2, new FleetEvent.Placed(WEB_1, H3, 2, 1));
        decided(18_030, new VmStands(WEB_1, 2, on(H3, true), true));
        told(18_040, ARRAY, new ArrayEvent.Opened("disks", WEB_1, 2));
        told(18_050, N3, new GuestEvent.Started(WEB_1, H3, 2, 1, true));
        wrote(18_100, WEB_1, 2, 2);
        told(19_000, ARRAY, new ArrayEvent.WriteRefused("disks", WEB_1, 1, 2));
        permitted(20_000, N2, N3);
        decided(21_000, new NodeLost(N1, 1, Evidence.PROCESS_ENDED), new VmStands(RUN, 1, Optional.empty(), true));
        told(21_001, N2, new FleetEvent.RestartDecided(RUN, 2, 1, 2));
        started(21_100, RUN, H2, 2);
        permitted(22_000, N2, N3);
    }

    /// A guest forges, and is refused; another one fails.
    /// WEB_2 asks for all of its disk's time, others for 400 thousandths of it.
    static Portion part(VmId vm, int weight, long got) {
        long asked = vm.equals(WEB_2) ? 1_000 : 400;
        return new Portion(vm, weight, asked * 1_000_000, got * 1_000_000);
    }

    private void misbehave() {
        var cpu = new Meter.Cpu(1_000_000_000, 800_000_000, 500_000_000, 0);
        var memory = new Meter.Memory(1 << 20, 1 << 20, 1 << 19, 0);
        told(22_100, N2, new GuestEvent.Misbehaved(WEB_2, H2, 2, Misbehaviour.FORGE_MAC));
        told(22_150, N2, new GuestEvent.ForgeryRefused(WEB_2, H2, 2, GuestEvent.Forgery.MAC));
        told(22_200, N2, new GuestEvent.ForgeryRefused(WEB_2, H2, 2, GuestEvent.Forgery.MAC));
        told(22_200, N2, new GuestEvent.Behaved(WEB_2, H2, 2, Misbehaviour.FORGE_MAC, 2));
        told(22_200, N2, new GuestEvent.Metered(WEB_2, H2, 2, new Meter(1_000_000_000, true, cpu, memory)));
        told(22_200, ARRAY, new DeviceEvent.Shared("disks", List.of(part(WEB_2, 256, 600), part(RUN, 512, 400))));
        told(22_300, N3, new GuestEvent.Misbehaved(JOB, H3, 1, Misbehaviour.CRASH));
        told(22_300, N3, new GuestEvent.Stopped(JOB, H3, 1, Why.CRASHED));
    }
}
