package io.godwit.recovery;

import io.godwit.history.FleetEvent;
import io.godwit.history.MigrationEvent.Mode;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.LinkQuality;
import io.godwit.placement.HostLoad;
import io.godwit.recovery.MoveDesk.Turn;
import io.godwit.registry.HostRecord;
import io.godwit.registry.Priority;
import io.godwit.registry.QueuedMove;
import io.godwit.registry.RegistryCommand.BeginMigration;
import io.godwit.registry.RegistryCommand.Desired;
import io.godwit.registry.RegistryCommand.DropMove;
import io.godwit.registry.RegistryCommand.MoveHome;
import io.godwit.registry.VmRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Whose turn it is to move: of the moves that people asked for and that wait, and of the VMs of drained hosts.
///
/// The order is that of priorities; within one, what people asked for comes before what a drain moves, the former by
/// age, the latter as [Evacuation] says. Whoever finds no place is passed over, and those behind may go. What has
/// waited for longer than its patience comes before all others, by age, and keeps places that it can't use yet: so each
/// has its turn, as whatever is in flight comes to an end.
///
/// A move whose turn has come is ruled on once more. It waits on where no host takes it now, and is dropped where it
/// can't be made at all. What waits is in the registry; how long it has
/// waited, a successor counts anew.
final class MovePlan {

    /// Longer than an evacuation at its limits usually takes, so that the order is kept; short enough to wait for. A
    /// choice of ours.
    static final Duration PATIENCE = Duration.ofMinutes(10);

    /// What one look has to go by.
    ///
    /// @param loads hosts as they will be once all proposals are settled
    /// @param busy VMs with a proposal in flight
    record Look(
            FleetView view,
            Supplier<List<HostLoad>> loads,
            Supplier<MovePlaces> places,
            Predicate<VmId> busy,
            long nowNs) {}

    /// @param wish empty: its host is drained
    /// @param overdue it has waited for too long
    private record Waiting(
            VmRecord vm,
            HostRecord source,
            Optional<QueuedMove> wish,
            Evacuation evacuation,
            long sinceNs,
            boolean overdue) {

        Priority priority() {
            return wish.map(QueuedMove::priority).orElse(source.drain());
        }

        static Comparator<Waiting> order() {
            return Comparator.<Waiting, Boolean>comparing(it -> !it.overdue())
                    .thenComparing(it -> it.overdue() ? it.sinceNs() : 0)
                    .thenComparing(Waiting::priority)
                    .thenComparing(it -> it.wish().isEmpty())
                    .thenComparing(it -> it.wish().map(QueuedMove::ticket).orElse(0L))
                    .thenComparing(Waiting::evacuation)
                    .thenComparing(it -> it.source().host())
                    .thenComparing(it -> it.vm().id());
        }
    }

    private final FleetSettings settings;
    private final Duration patience;
    private final Function<HostRecord, LinkQuality> links;
    private final DrainPlan drains;
    private final Map<VmId, Long> sinceNs = new TreeMap<>();
    private final Map<VmId, Evacuation> evacuations = new TreeMap<>();

    /// @param patience after which what waits comes before all others
    /// @param links the way from a host to others, as far as it is known here
    MovePlan(FleetSettings settings, Duration patience, Function<HostRecord, LinkQuality> links) {
        this.settings = settings;
        this.patience = patience;
        this.links = links;
        this.drains = new DrainPlan(settings);
    }

    List<Intent> plan(Look look) {
        var intents = new ArrayList<Intent>();
        var free = new TreeMap<HostId, Integer>();
        var waiting = new ArrayList<Waiting>();
        for (var drain : drains.plan(look.view(), look.busy(), intents)) {
            free.put(drain.host().host(), drain.free());
            drain.waiting().stream()
                    .filter(vm -> vm.queued().isEmpty())
                    .forEach(vm -> waiting.add(waiting(vm, drain.host(), look)));
        }
        for (var vm : look.view().vms()) {
            vm.queued().filter(_ -> !look.busy().test(vm.id())).ifPresent(wish -> {
                boolean isCold = wish.terms().mode() == Mode.COLD;
                if (isCold != (vm.desired() == Desired.STOPPED)) {
                    intents.add(drop(vm, wish, isCold ? "it was started" : "it was stopped"));
                } else if (isCold || (look.view().runs(vm) && !DrainPlan.isUnsettled(vm))) {
                    vm.place().flatMap(look.view()::host).ifPresent(source -> waiting.add(waiting(vm, source, look)));
                }
            });
        }
        var ids = waiting.stream().map(it -> it.vm().id()).toList();
        sinceNs.keySet().retainAll(ids);
        evacuations.keySet().retainAll(ids);
        if (!waiting.isEmpty()) {
            waiting.sort(Waiting.order());
            new Turns(look, new ArrayList<>(look.loads().get()), free, intents).give(waiting);
        }
        return intents;
    }

    private Waiting waiting(VmRecord vm, HostRecord source, Look look) {
        var since = sinceNs.computeIfAbsent(vm.id(), _ -> look.nowNs());
        var evacuation = evacuations.computeIfAbsent(
                vm.id(),
                _ -> Evacuation.of(
                        vm.spec(),
                        settings.migration(),
                        links.apply(source),
                        settings.limits().drain()));
        var overdue = look.nowNs() - since > patience.toNanos();
        return new Waiting(vm, source, vm.queued(), evacuation, since, overdue);
    }

    private static Intent drop(VmRecord vm, QueuedMove wish, String why) {
        return new Intent.Settle(vm.id(), new DropMove(vm.id(), wish.ticket(), why));
    }

    /// The turns of one look.
    private final class Turns {

        private final Map<HostId, Integer> free;
        private final List<Intent> intents;
        private final MovePlaces places;
        private final MoveDesk desk;

        /// @param free moves that drained hosts may begin
        Turns(Look look, List<HostLoad> loads, Map<HostId, Integer> free, List<Intent> intents) {
            this.free = free;
            this.intents = intents;
            this.places = look.places().get();
            this.desk = new MoveDesk(settings.placement(), look.view(), loads, places);
        }

        void give(List<Waiting> inOrder) {
            for (var waiting : inOrder) {
                if (mayBegin(waiting)) {
                    give(waiting);
                }
            }
        }

        private boolean mayBegin(Waiting waiting) {
            var source = waiting.source().host();
            return waiting.wish().isPresent()
                    || (free.getOrDefault(source, 0) > 0
                            && !(waiting.evacuation().alone() && places.at(source) > 0));
        }

        private void give(Waiting waiting) {
            var vm = waiting.vm();
            var to = waiting.wish().flatMap(QueuedMove::to);
            var terms = waiting.wish().map(QueuedMove::terms).orElseGet(() -> {
                var usual = settings.migration();
                return usual.with(desk.ways().mode(vm, Optional.empty(), usual.mode()));
            });
            switch (desk.turn(vm, to, terms)) {
                case Turn.Begin(var command) -> begin(waiting, command);
                case Turn.Restart(var command) -> restart(waiting, command);
                case Turn.Wait() -> {
                    if (waiting.overdue()) {
                        to.ifPresentOrElse(
                                host -> places.take(waiting.source().host(), host),
                                () -> places.take(waiting.source().host()));
                    }
                }
                case Turn.Full(var why) -> refuse(waiting, why);
                case Turn.Refuse(var why) ->
                    waiting.wish()
                            .ifPresentOrElse(wish -> intents.add(drop(vm, wish, why)), () -> refuse(waiting, why));
            }
        }

        /// What people asked for waits on; a drain has so many attempts.
        private void refuse(Waiting waiting, String why) {
            if (waiting.wish().isEmpty()) {
                drains.tried(waiting.vm(), waiting.source().host());
                intents.add(new Intent.Note(
                        new FleetEvent.PlacementRefused(waiting.vm().id(), why)));
            }
        }

        private void restart(Waiting waiting, MoveHome command) {
            var vm = waiting.vm();
            desk.takeRoom(command.to(), vm.spec());
            if (waiting.wish().isEmpty()) {
                drains.tried(vm, waiting.source().host());
                free.merge(waiting.source().host(), -1, Integer::sum);
            }
            intents.add(new Intent.Settle(vm.id(), command));
        }

        private void begin(Waiting waiting, BeginMigration command) {
            var vm = waiting.vm();
            desk.take(command, vm.spec());
            if (waiting.wish().isEmpty()) {
                drains.tried(vm, command.source());
                free.merge(command.source(), -1, Integer::sum);
            }
            intents.add(new Intent.Settle(vm.id(), command));
        }
    }
}
