package io.godwit.registry;

import static io.godwit.registry.RegistryImage.CLIENTS_A_PART;
import static io.godwit.registry.RegistryImage.VMS_A_PART;
import static io.godwit.registry.RegistryImage.inParts;

import io.godwit.history.FleetEvent.Evidence;
import io.godwit.history.RegistryEvent;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import io.godwit.registry.RegistryAnswer.Conflict;
import io.godwit.registry.RegistryAnswer.Done;
import io.godwit.registry.RegistryAnswer.Joined;
import io.godwit.registry.RegistryAnswer.Refused;
import io.godwit.registry.RegistryAnswer.VmIs;
import io.godwit.registry.RegistryCommand.AbortMigration;
import io.godwit.registry.RegistryCommand.AdoptVm;
import io.godwit.registry.RegistryCommand.Assign;
import io.godwit.registry.RegistryCommand.BeginCopy;
import io.godwit.registry.RegistryCommand.BeginMigration;
import io.godwit.registry.RegistryCommand.CommitMigration;
import io.godwit.registry.RegistryCommand.ConfirmReboot;
import io.godwit.registry.RegistryCommand.ConfirmStart;
import io.godwit.registry.RegistryCommand.CopyEnding;
import io.godwit.registry.RegistryCommand.Cordon;
import io.godwit.registry.RegistryCommand.CreateVm;
import io.godwit.registry.RegistryCommand.DeclareLost;
import io.godwit.registry.RegistryCommand.DestroyVm;
import io.godwit.registry.RegistryCommand.DropMove;
import io.godwit.registry.RegistryCommand.DropSnapshot;
import io.godwit.registry.RegistryCommand.JoinNode;
import io.godwit.registry.RegistryCommand.QueueMove;
import io.godwit.registry.RegistryCommand.RebootVm;
import io.godwit.registry.RegistryCommand.ReportStopped;
import io.godwit.registry.RegistryCommand.RestoreVm;
import io.godwit.registry.RegistryCommand.ReviseVm;
import io.godwit.registry.RegistryCommand.RuleGroup;
import io.godwit.registry.RegistryCommand.ScaleGroup;
import io.godwit.registry.RegistryCommand.SetDesired;
import io.godwit.registry.RegistryCommand.SettleRevision;
import io.godwit.vm.VmSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// The registry as a state machine: every replica applies the same commands in the same order and comes to the same
/// state and answers.
///
/// Epochs and incarnations only grow, a VM has at most one owner, of a migration's commit and abort exactly one wins,
/// and
/// what was destroyed stays destroyed. [VmRules] has the rules of one VM, [Clients] makes a command run once. An owner
/// changes by commands alone; nothing here knows time.
public final class RegistryState {

    /// The scale at which a full snapshot (about 300 B a VM) is still written in a second or two.
    static final int MAX_VMS = 1_000_000;

    /// Names of destroyed VMs that are remembered. A command that comes later than this many further destructions could
    /// create its VM again; the window of its client has long refused it by then.
    static final int MAX_DESTROYED = 100_000;

    private long index;
    private long term;
    private final Fleet fleet = new Fleet();
    private final NavigableMap<VmId, VmRecord> vms = new TreeMap<>();
    private final NavigableMap<HostId, NavigableSet<VmId>> owned = new TreeMap<>();
    private final SequencedSet<VmId> destroyed = new LinkedHashSet<>();
    private final Groups groups = new Groups();
    private final Leavings leavings = new Leavings();
    private final Library library = new Library(leavings);
    private final Clients clients = new Clients();
    private final Disks disks = new Disks();

    /// What the last entry made true.
    private final List<RegistryEvent.Decision> decisions = new ArrayList<>();

    /// The first entry of each term.
    public void beginTerm(long newIndex, long newTerm) {
        decisions.clear();
        index = newIndex;
        term = newTerm;
    }

    /// Applies a command, or answers it as before if it was applied already.
    public RegistryAnswer apply(long newIndex, CommandId id, RegistryCommand command) {
        index = newIndex;
        decisions.clear();
        Optional<RegistryAnswer> before = clients.answered(id);
        if (before.isPresent()) {
            return before.get();
        }
        RegistryAnswer answer = run(command);
        decisions.addAll(leavings.settle());
        clients.remember(id, answer);
        return answer;
    }

    /// A voter lost its disk.
    ///
    /// @return the number of its new one
    int replaceDisk(long newIndex, NodeId voter, String boot) {
        index = newIndex;
        return disks.replaced(voter, boot);
    }

    Disks disks() {
        return disks;
    }

    private RegistryAnswer run(RegistryCommand command) {
        VmRules rules = new VmRules(fleet, term);
        ChangeRules changes = new ChangeRules(fleet);
        return switch (command) {
            case JoinNode join -> join(join);
            case DeclareLost lost -> declareLost(lost);
            case Cordon cordon -> cordon(cordon);
            case CreateVm(VmSpec spec) -> create(VmRecord.created(spec));
            case AdoptVm(VmSpec spec, var copy, boolean recalls) ->
                create(VmRecord.created(spec).with(Copies.from(copy, recalls)));
            case RegistryCommand.OfImage about -> library.rule(about, vms, this::create);
            case DestroyVm(VmId vm) -> destroy(vm);
            case ScaleGroup scale -> scale(scale);
            case RuleGroup(String group, var rule) -> groups.rule(group, rule);
            case ReviseVm revise -> change(revise.vm(), vm -> changes.revise(vm, revise));
            case SettleRevision settle -> change(settle.vm(), vm -> changes.settle(vm, settle));
            case RebootVm reboot -> change(reboot.vm(), vm -> changes.reboot(vm, reboot));
            case ConfirmReboot confirm -> change(confirm.vm(), vm -> changes.confirmReboot(vm, confirm));
            case BeginCopy begin -> beginCopy(begin);
            case CopyEnding end -> endCopy(end);
            case RestoreVm restore -> restore(restore);
            case RegistryCommand.Clear(var gone) -> leavings.clear(gone);
            case DropSnapshot drop -> change(drop.vm(), vm -> new CopyRules(fleet).drop(vm, drop));
            case SetDesired(VmId vm, var desired) -> change(vm, now -> Verdict.become(now.wanted(desired)));
            case Assign assign -> change(assign.vm(), vm -> rules.assign(vm, assign));
            case ConfirmStart confirm -> change(confirm.vm(), vm -> rules.confirm(vm, confirm));
            case RegistryCommand.ReportUp up -> change(up.vm(), vm -> rules.up(vm, up));
            case ReportStopped report -> change(report.vm(), vm -> rules.stopped(vm, report));
            case QueueMove wish -> change(wish.vm(), vm -> new QueueRules(index).queue(vm, wish));
            case RegistryCommand.MoveHome move -> change(move.vm(), vm -> changes.moveHome(vm, move));
            case DropMove drop -> change(drop.vm(), vm -> QueueRules.drop(vm, drop));
            case BeginMigration begin -> change(begin.vm(), vm -> rules.begin(vm, begin));
            case CommitMigration commit -> change(commit.vm(), vm -> rules.commit(vm, commit));
            case RegistryCommand.EndPull end -> change(end.vm(), vm -> rules.endPull(vm, end));
            case AbortMigration abort -> change(abort.vm(), vm -> rules.abort(vm, abort));
        };
    }

    /// A new process of a node proves that the one before has ended: a node's address is bound once.
    private RegistryAnswer join(JoinNode join) {
        Optional<NodeRecord> before = fleet.node(join.node());
        RegistryAnswer answer = fleet.join(join);
        boolean newProcess = before.isPresent() && !before.get().boot().equals(join.boot());
        if (answer instanceof Joined(var node, long incarnation)) {
            decisions.add(new RegistryEvent.NodeJoined(node, incarnation, join.boot()));
            join.hosts().forEach(host -> decideHost(host.host()));
        }
        if (answer instanceof Joined && newProcess) {
            lose(join.node(), true);
        }
        return answer;
    }

    private RegistryAnswer declareLost(DeclareLost lost) {
        if (lost.term() != term) {
            return new Refused("decided in term " + lost.term() + ", but this is term " + term);
        }
        RegistryAnswer answer = fleet.declareLost(lost);
        boolean newest = fleet.node(lost.node())
                .map(node -> node.incarnation() == lost.incarnation())
                .orElse(false);
        if (answer instanceof Done && newest) {
            decisions.add(new RegistryEvent.NodeLost(lost.node(), lost.incarnation(), lost.evidence()));
            lose(lost.node(), lost.evidence() != Evidence.PERMIT_EXPIRED);
        }
        return answer;
    }

    private RegistryAnswer cordon(Cordon cordon) {
        RegistryAnswer answer = fleet.cordon(cordon);
        decideHost(cordon.host());
        return answer;
    }

    private void decideHost(HostId id) {
        fleet.host(id).ifPresent(host -> decisions.add(host.stands()));
    }

    private void lose(NodeId node, boolean ended) {
        for (HostId host : fleet.hostsOf(node)) {
            for (VmId vm : List.copyOf(owned.getOrDefault(host, new TreeSet<>()))) {
                put(VmRules.afterLoss(vms.get(vm), ended));
            }
        }
        List.copyOf(vms.values())
                .forEach(vm -> vm.orphanedBy(fleet.hostsOf(node)).ifPresent(this::put));
        if (ended) {
            leavings.lost(fleet.hostsOf(node));
            List.copyOf(vms.values())
                    .forEach(vm -> vm.disklessBy(fleet.hostsOf(node)).ifPresent(this::put));
        }
    }

    private RegistryAnswer create(VmRecord created) {
        VmSpec spec = created.spec();
        VmRecord known = vms.get(spec.id());
        if (known != null) {
            boolean isSame = known.spec().equals(spec)
                    && known.copies().basis().equals(created.copies().basis());
            return isSame ? new VmIs(known) : new Conflict(known, "a VM of this name exists with another spec");
        }
        if (destroyed.contains(spec.id())) {
            return new Refused(spec.id() + " was destroyed, and its name is not used again");
        }
        if (vms.size() >= MAX_VMS) {
            return new Refused("the registry keeps at most " + MAX_VMS + " VMs");
        }
        put(created);
        return new VmIs(created);
    }

    private RegistryAnswer beginCopy(BeginCopy begin) {
        Optional<VmSpec> taken = Copies.clonesOf(begin.aim()).stream()
                .filter(clone -> isTaken(clone.id()))
                .findFirst();
        return taken.<RegistryAnswer>map(clone -> new Refused("there is or was a VM named " + clone.id()))
                .orElseGet(() -> change(begin.vm(), vm -> new CopyRules(fleet).begin(vm, begin)));
    }

    /// Clones and the end of the copy they came of are one entry: there are all of them, or none.
    private RegistryAnswer endCopy(CopyEnding end) {
        List<VmRecord> clones = Optional.ofNullable(vms.get(end.vm()))
                .map(vm -> CopyRules.births(vm, end))
                .orElse(List.of());
        Optional<String> taken = clones.stream()
                .filter(clone -> isTaken(clone.id()))
                .map(clone -> "there is a VM named " + clone.id() + " by now")
                .findFirst();
        CopyEnding how = taken.map(end::failed).orElse(end);
        RegistryAnswer answer = change(end.vm(), vm -> new CopyRules(fleet).ending(vm, how));
        if (answer instanceof VmIs && taken.isEmpty()) {
            clones.forEach(this::put);
        }
        return answer;
    }

    private RegistryAnswer restore(RestoreVm restore) {
        RegistryAnswer answer = change(restore.vm(), vm -> new CopyRules(fleet).restore(vm, restore));
        if (answer instanceof VmIs) {
            decisions.add(new RegistryEvent.VmRestored(restore.vm(), restore.snapshot(), restore.epoch()));
        }
        return answer;
    }

    private boolean isTaken(VmId vm) {
        return vms.containsKey(vm) || destroyed.contains(vm);
    }

    private RegistryAnswer destroy(VmId id) {
        VmRecord known = vms.remove(id);
        if (known == null) {
            return destroyed.contains(id) ? new Done() : new Refused("no VM " + id);
        }
        disown(known);
        decisions.add(new RegistryEvent.VmDestroyed(id));
        leavings.destroyed(known);
        leavings.changed(Optional.of(known), Optional.empty());
        destroyed.addLast(id);
        if (destroyed.size() > MAX_DESTROYED) {
            destroyed.removeFirst();
        }
        return new Done();
    }

    private RegistryAnswer scale(ScaleGroup scale) {
        String group = scale.group();
        List<VmRecord> members = Groups.members(group, vms.values());
        int now = members.size();
        Optional<RegistryAnswer> atOnce = Groups.answer(scale, now, vms.size());
        if (atOnce.isPresent()) {
            return atOnce.get();
        }
        Groups.more(group, Math.max(0, scale.to() - now), members, destroyed)
                .forEach(more -> create(VmRecord.created(more).with(library.basisOf(members.getLast()))));
        members.subList(Math.min(scale.to(), now), now).forEach(vm -> destroy(vm.id()));
        return new Done();
    }

    private RegistryAnswer change(VmId id, Function<VmRecord, Verdict> rule) {
        VmRecord known = vms.get(id);
        if (known == null) {
            return new Refused(destroyed.contains(id) ? id + " was destroyed" : "no VM " + id);
        }
        Verdict verdict = rule.apply(known);
        verdict.next().ifPresent(this::put);
        return verdict.answer();
    }

    private void put(VmRecord vm) {
        VmRecord before = vms.put(vm.id(), vm);
        leavings.changed(Optional.ofNullable(before), Optional.of(vm));
        decisions.add(vm.stands());
        if (before == null || !before.spec().equals(vm.spec())) {
            decisions.add(vm.sized());
        }
        if (before != null) {
            disown(before);
            Copies.ending(before, vm).ifPresent(decisions::add);
        }
        vm.owner().ifPresent(owner -> owned.computeIfAbsent(owner.host(), _ -> new TreeSet<>())
                .add(vm.id()));
    }

    private void disown(VmRecord vm) {
        vm.owner().ifPresent(owner -> owned.get(owner.host()).remove(vm.id()));
    }

    /// What a question sees now. It is linearizable when a majority has confirmed the leader since it was asked.
    public RegistryView view(RegistryQuery query) {
        return switch (query) {
            case RegistryQuery.Ping() -> seen(List.of());
            case RegistryQuery.OneVm(VmId vm) -> seen(vms.containsKey(vm) ? List.of(vms.get(vm)) : List.of());
            case RegistryQuery.VmsOf(HostId host) ->
                seen(owned.getOrDefault(host, new TreeSet<>()).stream()
                        .map(vms::get)
                        .toList());
            case RegistryQuery.Everything() -> {
                List<VmRecord> all = List.copyOf(vms.values());
                yield new RegistryView(
                        index,
                        term,
                        fleet.nodes(),
                        fleet.hosts(),
                        all,
                        groups.rules(),
                        leavings.shown(),
                        library.all());
            }
        };
    }

    private RegistryView seen(List<VmRecord> some) {
        return new RegistryView(index, term, List.of(), List.of(), some);
    }

    /// What the last entry made true, in order; nothing if it was a repeat or was refused.
    public List<RegistryEvent.Decision> decisions() {
        return List.copyOf(decisions);
    }

    public long index() {
        return index;
    }

    public long term() {
        return term;
    }

    /// The whole state, in parts small enough to be sent one by one.
    public List<RegistryImage> image() {
        List<RegistryImage> parts = new ArrayList<>();
        parts.add(new RegistryImage.Begin(index, term, fleet.nodes(), fleet.hosts(), disks.saved()));
        parts.addAll(inParts(List.copyOf(vms.values()), VMS_A_PART, RegistryImage.Vms::new));
        parts.addAll(inParts(List.copyOf(destroyed), VMS_A_PART, RegistryImage.Destroyed::new));
        parts.addAll(inParts(leavings.all(), VMS_A_PART, RegistryImage.Left::new));
        parts.addAll(inParts(library.all(), VMS_A_PART, RegistryImage.Images::new));
        parts.addAll(inParts(groups.rules(), VMS_A_PART, RegistryImage.Rules::new));
        parts.addAll(inParts(clients.saved(), CLIENTS_A_PART, RegistryImage.Answers::new));
        return parts;
    }

    public static RegistryState of(List<RegistryImage> parts) {
        RegistryState state = new RegistryState();
        for (RegistryImage part : parts) {
            switch (part) {
                case RegistryImage.Begin begin -> {
                    state.beginTerm(begin.index(), begin.term());
                    state.fleet.restore(begin.nodes(), begin.hosts());
                    state.disks.restore(begin.disks());
                }
                case RegistryImage.Vms(var vms) -> vms.forEach(state::put);
                case RegistryImage.Destroyed(var vms) -> state.destroyed.addAll(vms);
                case RegistryImage.Left(var remains) -> state.leavings.restore(remains);
                case RegistryImage.Images(var images) -> state.library.restore(images);
                case RegistryImage.Rules(var rules) -> state.groups.restore(rules);
                case RegistryImage.Answers(var clients) -> state.clients.restore(clients);
            }
        }
        state.decisions.clear();
        state.leavings.settle();
        return state;
    }
}
