package io.godwit.bench;

import io.godwit.cpu.CpuScheduling;
import io.godwit.registry.LeaderChange;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/// What can be measured, in the order in which all of it is.
enum Subject {
    HELP("what a person waits for ./godwit --help", Flags.OF_THE_PRODUCT, HelpTime::new),
    DRILL("what a person waits for shipped drills in virtual time", Flags.OF_THE_PRODUCT, Drills::new),
    START(
            "3 host processes and an array, from start to ready, and what they take",
            Flags.OF_THE_PRODUCT,
            FleetStart::new),
    RECOVERY(
            "kill -9 of the host that leads the registry, to a restarted VM's first write",
            Flags.OF_THE_PRODUCT,
            Recovery::new),
    REGISTRY("a registry without its leader, in virtual time", Flags.OF_THE_PRODUCT, LeaderChange::new),
    PRE_COPY("4 GiB moved at 200 MiB/s over 10 Gbit/s, in virtual time", Flags.OF_A_LARGE_WORLD, Precopy::new),
    MIGRATION("guests that move between two processes, beside bare TCP", Flags.OF_THE_PRODUCT, MigrationSpeed::new),
    MANY_MIGRATIONS(
            "one of 5 and one of 500 migrations in flight, in virtual time",
            Flags.OF_A_LARGE_WORLD,
            ManyMigrations::new),
    HOST_MODEL(
            "100,000 VMs on 5,000 hosts in virtual time, another demand each 300 s",
            Flags.OF_A_LARGE_WORLD,
            HostModel::new),
    FEATURES("what each feature of a host costs, side by side", Flags.OF_A_LARGE_WORLD, Features::new),
    CREDIT(
            "a host quantum by quantum under Xen's credit scheduler",
            Flags.OF_THE_PRODUCT,
            () -> new Schedulers(CpuScheduling.CREDIT)),
    EEVDF(
            "a host quantum by quantum under Linux's EEVDF",
            Flags.OF_THE_PRODUCT,
            () -> new Schedulers(CpuScheduling.EEVDF)),
    BARE_ACTORS("100,000 actors in virtual time that only ask and answer", Flags.OF_A_LARGE_WORLD, BareActors::new),
    SOAK(
            "a thousand migrations between processes while hosts are killed, in ten minutes",
            Flags.OF_THE_PRODUCT,
            Soak::new),
    MEMORY("writes, clones and a scanner's pass over a guest's memory", Flags.OF_A_LARGE_WORLD, MemorySpeed::new),
    PAGE_MEMORY("the heap that a touched page of a guest costs", Flags.OF_A_LARGE_WORLD, PageMemory::new),
    PARTS("inner parts of a host, by JMH", Flags.OF_THE_PRODUCT, InnerParts::new);

    /// Flags of the JVM that measures.
    private static final class Flags {

        /// Those that the launcher gives the product.
        static final List<String> OF_THE_PRODUCT = List.of();

        /// Room for a hundred thousand actors and more than one thread to clean up behind them.
        static final List<String> OF_A_LARGE_WORLD = List.of("-XX:+UseParallelGC", "-Xms2g", "-Xmx4g");
    }

    private final String about;
    private final List<String> flags;
    private final Supplier<Gauge> gauge;

    Subject(String about, List<String> flags, Supplier<Gauge> gauge) {
        this.about = about;
        this.flags = flags;
        this.gauge = gauge;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String about() {
        return about;
    }

    /// In place of the product's own choice of a collector, where there is one.
    List<String> flags() {
        return flags;
    }

    Gauge gauge() {
        return gauge.get();
    }

    static Optional<Subject> named(String word) {
        return Arrays.stream(values())
                .filter(subject -> subject.word().equals(word))
                .findFirst();
    }
}
