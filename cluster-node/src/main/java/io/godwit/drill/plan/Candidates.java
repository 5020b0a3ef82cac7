package io.godwit.drill.plan;

import io.godwit.drill.Action;
import io.godwit.drill.Area;
import io.godwit.drill.Cut;
import io.godwit.drill.Drill;
import io.godwit.drill.HostChoice;
import io.godwit.drill.NodeChoice;
import io.godwit.drill.Topology.Host;
import io.godwit.drill.VmChoice;
import io.godwit.identity.HostId;
import io.godwit.link.NodeId;
import java.util.List;
import java.util.stream.Stream;

/// What a step's target may come to mean, as far as it can be told before the fleet runs.
final class Candidates {

    private final Drill drill;

    Candidates(Drill drill) {
        this.drill = drill;
    }

    /// How many of which.
    ///
    /// @param settled whether all of them are meant, so that nothing is left to choose
    record Choice(boolean settled, int count, List<String> names) {

        private static Choice all(Stream<String> names) {
            List<String> list = names.toList();
            return new Choice(true, list.size(), list);
        }

        private static Choice one(Stream<String> names) {
            List<String> list = names.toList();
            return new Choice(list.size() == 1, 1, list);
        }

        /// `a-r1-1`, `all of a-r1-1, a-r1-2`, `1 of a-r1-1, a-r1-2`.
        String inWords() {
            if (names.size() == 1) {
                return names.getFirst();
            }
            return (settled ? "all of " : count + " of ") + Names.shortened(names);
        }
    }

    /// One choice for each target; empty where the target is no host, node or VM.
    List<Choice> of(Action action) {
        return switch (action) {
            case Action.Migrate(var vms, var _, var _, var _, var _) -> List.of(vms(vms));
            case Action.Order(var vms, var _) -> List.of(vms(vms));
            case Action.Drain(var host, var _) -> List.of(host(host));
            case Action.Restore(var host) -> List.of(Choice.all(Stream.of(host.value())));
            case Action.Kill(var nodes, var _) -> List.of(nodes(nodes));
            case Action.PowerOff(var host, var _) -> List.of(host(host));
            case Action.Pause(var nodes, var _) -> List.of(nodes(nodes));
            case Action.Partition(Cut.Between(var sides), var _) ->
                sides.stream().flatMap(this::side).toList();
            case Action.Partition(Cut.OneWay(var from, var to), var _) ->
                Stream.of(from, to).flatMap(this::side).toList();
            case Action.Misbehave(var vms, var _, var _) -> List.of(vms(vms));
            case Action.Degrade _, Action.CrashGuest _ -> List.of();
            case Action.Crash(var party, var _, var _) ->
                List.of(party == Action.Party.CONTROLLER ? voters() : Choice.one(workers(new Area.Everywhere())));
        };
    }

    private Stream<Choice> side(Cut.Side side) {
        return switch (side) {
            case Cut.Others _ -> Stream.empty();
            case Cut.Together(var members) ->
                members.stream()
                        .flatMap(member ->
                                member instanceof Cut.Nodes(var nodes) ? Stream.of(nodes(nodes)) : Stream.empty());
        };
    }

    private Choice vms(VmChoice choice) {
        return switch (choice) {
            case VmChoice.Named(var vm) -> Choice.all(Stream.of(vm.value()));
            case VmChoice.SomeOf(int count, var group) -> {
                var names = drill.fleet().vms().stream()
                        .filter(vm -> vm.group().equals(group))
                        .map(vm -> vm.id().value())
                        .toList();
                yield new Choice(count == names.size(), count, names);
            }
            case VmChoice.Any _ ->
                Choice.one(drill.fleet().vms().stream().map(vm -> vm.id().value()));
        };
    }

    private Choice host(HostChoice choice) {
        return switch (choice) {
            case HostChoice.Named(var host) -> Choice.all(Stream.of(host.value()));
            case HostChoice.Any(var area) -> Choice.one(workers(area));
        };
    }

    private Choice nodes(NodeChoice choice) {
        return switch (choice) {
            case NodeChoice.Array(var array) -> Choice.all(Stream.of(array));
            case NodeChoice.Named(var node) -> Choice.all(Stream.of(node.value()));
            case NodeChoice.Any(var area) -> Choice.one(nodesIn(area));
            case NodeChoice.OfHost(HostChoice.Any(var area)) -> Choice.one(workers(area));
            case NodeChoice.All(var area) -> Choice.all(nodesIn(area));
            case NodeChoice.OfController _ -> voters();
        };
    }

    private Choice voters() {
        return Choice.one(drill.fleet().topology().voters().stream().map(NodeId::value));
    }

    private Stream<String> nodesIn(Area area) {
        return drill.fleet().topology().nodesIn(area).map(NodeId::value);
    }

    private Stream<String> workers(Area area) {
        return drill.fleet()
                .topology()
                .hostsIn(area)
                .filter(Host::carriesVms)
                .map(Host::id)
                .map(HostId::value);
    }
}
