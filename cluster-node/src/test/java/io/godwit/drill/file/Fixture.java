package io.godwit.drill.file;

import io.godwit.advice.Advice;
import io.godwit.drill.Drill;
import io.godwit.drill.file.HostCatalog.Capacity;
import io.godwit.guest.Activity;
import io.godwit.image.GuestImage;
import io.godwit.memory.pressure.MemoryCosts;
import io.godwit.settings.SettingsFile;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Share;
import io.godwit.virtualization.Abilities;
import io.godwit.vm.Mechanism;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/// A small valid drill, and surroundings without a disk.
final class Fixture {

    static final String VALID = """
            drill: v1
            name: sample
            topology:
              sites:
                a: {racks: {r1: 2, r2: 1}, host: big, datastores: [array-a]}
                b: {racks: {r1: 1}, host: big, datastores: [array-a]}
              links: {default: {latency: 0.2ms, bandwidth: 10Gbit}, a-b: {latency: 5ms, bandwidth: 1Gbit}}
              tolerate: {host-failures: 1}
            permit: 3s
            traces: {day: somewhere}
            vms:
              db:  {count: 2, vcpus: 2, memory: 2GiB, protect: restart, on-isolation: freeze, tier: 1, spread: host}
              web: {count: 3, memory: 1GiB, protect: restart, tier: 2, after: [db], cap: 50%, affinity: [0, 1]}
              odd: {count: 1, memory: 1GiB, disk: local}
            workload:
              db:  {ledger: {writes: 20/s}, memory: {working-set: 1GiB, dirty: 20MiB/s}, cpu: {constant: 30%}}
              web: {ledger: {writes: 5/s}, cpu: {trace: day}}
              odd: {ledger: {writes: 1/s}}
            migration: {downtime-limit: 200ms, max-rounds: 10}
            steady: {all: running, protection: in-sync, hold: 2s, within: 1m}
            timeline:
              - {id: move, at: 5s, do: migrate, target: vm db-1 to host a-r2-1}
              - {id: drain, at: 6s, do: drain, target: host a-r1-1}
              - {id: undo, when: host a-r1-1 drained, do: restore, target: host a-r1-1}
              - {id: crash, when: first web migration enters precopy, do: crash, target: migration source, back: 5s}
              - {id: kill, after: move + 5s, do: kill, target: any host in b, back: 5s}
              - {id: cut, at: 20s, do: partition, sides: [rack a/r1, others], for: 5s}
              - {id: slow, at: 25s, do: degrade, target: link a-b, latency: 200ms, for: 5s}
            heal: {at: 40s, settle: 20s}
            stop-if: [elapsed > 2m]
            expect:
              always: [one-running-copy, epochs-increase]
              objectives:
                db: {rto: {p95: 10s, p100: 15s}, rpo: 0s, lost-writes: 0, outage-of-migrations: 1s}
              eventually: {within: settle, protected: running, leftovers: none}
              must-happen: [kill, cut]
            run: {seed: 42}
            """;

    private Fixture() {}

    /// Hosts of 4 cores and 8 GiB, an image that fills 1.5 GiB, and the folder `somewhere` of five files.
    static Surroundings surroundings() {
        return new Surroundings(
                new Catalog(),
                List.of(new GuestImage(
                        "desktop",
                        new GuestImage.Kernel("linux", "6.1", true, "none"),
                        new GuestImage.Memory(MemorySize.ofMebibytes(1536), Share.NONE, "none"),
                        new GuestImage.Disk(MemorySize.ofGibibytes(8), "none"),
                        List.of())),
                folder -> folder.equals("somewhere")
                        ? Optional.of(List.of("t1", "t2", "t3", "t4", "t5"))
                        : Optional.empty());
    }

    private static final class Catalog implements HostCatalog {

        @Override
        public Optional<String> objection(String spec, String hypervisor) {
            return names().contains(spec) ? Optional.empty() : Optional.of("there is no host '" + spec + "'");
        }

        @Override
        public Capacity capacity(String spec, String hypervisor) {
            return new Capacity(4, 4, MemorySize.ofGibibytes(8), MemorySize.ofKibibytes(4), abilities(hypervisor));
        }

        /// Docker's are containers, the others run everything.
        private static Abilities abilities(String hypervisor) {
            Abilities all = Abilities.bare();
            return hypervisor.equals("docker")
                    ? new Abilities(
                            hypervisor,
                            List.of(Mechanism.NAMESPACES),
                            all.hardware(),
                            all.kernel(),
                            MemorySize.ofMebibytes(10),
                            all.vcpus(),
                            all.vms(),
                            all.features(),
                            all.page(),
                            all.containerMoves())
                    : all;
        }

        @Override
        public List<String> hypervisors() {
            return List.of("docker", "kvm", "lab");
        }

        @Override
        public SortedMap<String, Activity> activities() {
            return new TreeMap<>(Map.of("busy", Activity.none()));
        }

        @Override
        public Optional<MemoryCosts> memoryCosts() {
            var folder = Path.of(System.getProperty("godwit.home", "..")).resolve("config/memory");
            return switch (MemoryCosts.FILES.named(folder, "standard")) {
                case SettingsFile.Read<MemoryCosts>(var costs) -> Optional.of(costs);
                case SettingsFile.Unusable<MemoryCosts>(var sentence) -> throw new AssertionError(sentence);
            };
        }

        @Override
        public SortedMap<String, Advice> advice() {
            var rule = new Advice(
                    "usual",
                    Advice.Percentile.P95,
                    Share.ofPercent(20),
                    MemorySize.ofMebibytes(256),
                    Duration.ofSeconds(30),
                    "a test");
            return new TreeMap<>(Map.of("usual", rule));
        }

        @Override
        public List<String> names() {
            return List.of("big", "huge");
        }
    }

    static Drill resolve(String yaml) {
        return resolve(yaml, List.of()).getFirst();
    }

    static List<Drill> resolve(String yaml, List<String> sets) {
        return DrillFiles.resolve("f.yaml", yaml, new Arguments(sets, OptionalLong.empty()), surroundings());
    }

    /// The valid drill with a part of its text replaced.
    static String with(String part, String replacement) {
        if (!VALID.contains(part)) {
            throw new IllegalArgumentException("the fixture has no '" + part + "'");
        }
        return VALID.replace(part, replacement);
    }
}
