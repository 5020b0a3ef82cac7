package io.godwit.node;

import io.godwit.host.HostDescription;
import io.godwit.host.HypervisorCommand;
import io.godwit.host.Lifecycle;
import io.godwit.host.VmDescription;
import io.godwit.host.VmDescription.Phase;
import io.godwit.host.VmDevices;
import io.godwit.host.VmInspection;
import io.godwit.identity.CopyId;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.permit.PermitHolder;
import io.godwit.registry.Copies;
import io.godwit.registry.RegistryAnswer;
import io.godwit.registry.RegistryCalls;
import io.godwit.registry.RegistryCommand;
import io.godwit.registry.RegistryCommand.ConfirmReboot;
import io.godwit.registry.RegistryCommand.ConfirmStart;
import io.godwit.registry.RegistryCommand.EndCopy;
import io.godwit.registry.RegistryCommand.ReportStopped;
import io.godwit.registry.RegistryCommand.ReportUp;
import io.godwit.registry.RegistryCommand.SettleRevision;
import io.godwit.registry.RegistryQuery;
import io.godwit.registry.RegistryView;
import io.godwit.registry.VmRecord;
import io.godwit.vm.VmSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/// Makes one host become what the registry says it is.
///
/// Each look compares the hypervisor's own description with the registry's records, asked in that order, so that a VM
/// that the hypervisor has and the registry does not list is one the host no longer owns. [Reconciliation] decides,
/// this actor acts; each step that ends leads to another look, until nothing differs.
public final class HostFollower {

    public sealed interface Command {}

    /// The node has joined; what it follows from now on is this incarnation's.
    public record Joined(long incarnation) implements Command {}

    /// Something may have changed: the registry's record, or the permit.
    public record Look() implements Command {}

    /// The permit has run out.
    public record Isolate() implements Command {}

    private record Described(HostDescription description) implements Command {}

    private record Replied(RegistryCalls.Reply reply) implements Command {}

    private record Handled(Lifecycle.Answer answer) implements Command {}

    private record Ended(VmId vm) implements Command {}

    /// The host has power, and this hypervisor; or it has none, and nothing is on it.
    public record Power(Optional<ActorRef<HypervisorCommand>> hypervisor) implements Command {}

    /// What a follower works with.
    ///
    /// @param boots whether a guest takes a time to begin there
    public record Host(
            HostId id, ActorRef<RegistryCalls.Call> registry, PermitHolder permit, Predicate<VmSpec> boots) {}

    /// What a call to the registry was for: a look, the confirmation of a start, or a report.
    private sealed interface Call {

        record Listing(List<VmDescription> local) implements Call {}

        record Confirmation(VmRecord record, boolean here) implements Call {}

        record Notice(VmId vm) implements Call {}
    }

    /// How long a host waits after a step that came to nothing: long enough not to flood the registry with what it has
    /// refused, short beside a permit.
    private static final Duration PAUSE_AFTER_REFUSAL = Duration.ofMillis(250);

    private final Host host;
    private final ActorContext<Command> context;
    private final ActorRef<RegistryCalls.Reply> replies;
    private final ActorRef<Lifecycle.Answer> answers;
    private final ActorRef<HostDescription> descriptions;
    private final ActorRef<Lifecycle.Ended> ends;
    private final Map<Long, Call> calls = new TreeMap<>();
    private final Set<VmId> busy = new TreeSet<>();
    private final Map<VmId, HostStep.Revise> revising = new TreeMap<>();

    /// The epoch of each VM that is being copied.
    private final Map<VmId, Long> copying = new TreeMap<>();

    /// VMs whose guests ended by themselves, until the registry is told.
    private final Set<VmId> ended = new TreeSet<>();

    /// VMs that a step was about since the hypervisor described itself: what it said of them is old.
    private final Set<VmId> touched = new TreeSet<>();
    private Optional<ActorRef<HypervisorCommand>> hypervisor = Optional.empty();
    private long incarnation;
    private long token;
    private boolean looking;
    private boolean toBeListed;
    private boolean lookAgain;

    private HostFollower(Host host, ActorContext<Command> context) {
        this.host = host;
        this.context = context;
        this.replies = context.messageAdapter(RegistryCalls.Reply.class, Replied::new);
        this.answers = context.messageAdapter(Lifecycle.Answer.class, Handled::new);
        this.ends = context.messageAdapter(Lifecycle.Ended.class, ended -> new Ended(ended.vm()));
        this.descriptions = context.messageAdapter(HostDescription.class, Described::new);
    }

    public static Behavior<Command> create(Host host) {
        return Behaviors.setup(context -> new HostFollower(host, context).following());
    }

    private Behavior<Command> following() {
        return Behaviors.receiveMessage(command -> {
            switch (command) {
                case Joined(var joined) -> {
                    incarnation = joined;
                    forgetLook();
                    look();
                }
                case Look() -> look();
                case Power(var now) -> {
                    hypervisor = now;
                    revising.clear();
                    copying.clear();
                    busy.clear(); // whatever was asked of the old one is not answered any more
                    now.ifPresent(it -> it.tell(new Lifecycle.WatchEnds(ends)));
                    look();
                }
                case Isolate() -> describe();
                case Described(var local) -> described(local.vms());
                case Replied(var reply) -> replied(reply);
                case Handled(var answer) -> handled(answer);
                case Ended(var vm) -> ended(vm);
            }
            return Behaviors.same();
        });
    }

    private void look() {
        if (looking || incarnation == 0) {
            lookAgain = looking;
            return;
        }
        looking = true;
        toBeListed = true;
        touched.clear();
        describe();
    }

    /// A look that the registry has not answered may have been on its way since before the node was cut off: what an
    /// incarnation begins with does not wait for it.
    private void forgetLook() {
        calls.values().removeIf(Call.Listing.class::isInstance);
        looking = false;
    }

    private void describe() {
        hypervisor.ifPresentOrElse(it -> it.tell(new Lifecycle.DescribeHost(descriptions)), () -> described(List.of()));
    }

    /// A guest runs on while it is copied, and begins to run when its start has taken its time: neither keeps it from
    /// being isolated.
    private void described(List<VmDescription> local) {
        if (!host.permit().isValid()) {
            Reconciliation.isolate(local.stream()
                            .filter(vm -> !busy.contains(vm.vm())
                                    || copying.containsKey(vm.vm())
                                    || vm.phase() == Phase.OPENING)
                            .toList())
                    .forEach(this::take);
        }
        if (toBeListed) {
            toBeListed = false;
            ask(new RegistryQuery.VmsOf(host.id()), new Call.Listing(local));
        }
    }

    private void replied(RegistryCalls.Reply reply) {
        var call = calls.remove(reply.token());
        switch (reply) {
            case RegistryCalls.Seen(var _, var view) -> {
                if (call != null) {
                    compare(((Call.Listing) call).local(), view);
                }
            }
            case RegistryCalls.Answered(var _, var answer) -> {
                switch (call) {
                    case Call.Confirmation(var record, var here) -> confirmed(record, here, answer);
                    case Call.Notice(var vm) -> done(vm, answer instanceof RegistryAnswer.VmIs);
                    case Call.Listing _ -> throw new IllegalStateException("an answer to a listing");
                }
            }
        }
    }

    private void compare(List<VmDescription> local, RegistryView view) {
        looking = false;
        var power = hypervisor.isPresent();
        new Reconciliation(host.id(), incarnation, host.permit().isValid(), power)
                .steps(power ? local : List.of(), view.vms(), vm -> busy.contains(vm) || touched.contains(vm))
                .forEach(this::take);
        if (lookAgain) {
            lookAgain = false;
            look();
        }
    }

    private void take(HostStep step) {
        busy.add(step.vm());
        touched.add(step.vm());
        switch (step) {
            case HostStep.Confirm(var record, var here) ->
                submit(
                        new ConfirmStart(step.vm(), record.epoch(), host.id(), incarnation, boots(record, here)),
                        new Call.Confirmation(record, here));
            case HostStep.Up(var record) ->
                submit(new ReportUp(step.vm(), record.epoch(), host.id(), incarnation), new Call.Notice(step.vm()));
            case HostStep.Report(var record, var why) -> report(record, why);
            case HostStep.Reboot(var record) ->
                submit(
                        new ConfirmReboot(
                                step.vm(),
                                record.epoch(),
                                host.id(),
                                incarnation,
                                host.boots().test(record.spec())),
                        new Call.Confirmation(record, false));
            case HostStep.Revise revise -> {
                revising.put(step.vm(), revise);
                tell(new Lifecycle.ReviseVm(step.vm(), revise.to(), answers));
            }
            case HostStep.Copy(var record, var job) -> {
                copying.put(step.vm(), record.epoch());
                tell(new Lifecycle.CopyVm(
                        step.vm(), record.epoch(), job.copy(), HostStep.Copy.what(job), incarnation, answers));
            }
            case HostStep.Stop(var vm, var why) -> tell(new Lifecycle.StopVm(vm, why, answers));
            case HostStep.Pause(var vm, var why) -> tell(new Lifecycle.PauseVm(vm, why, answers));
            case HostStep.Resume(var vm, var epoch, var why) -> tell(new Lifecycle.ResumeVm(vm, epoch, why, answers));
        }
    }

    /// One that is here may be booting still.
    private boolean boots(VmRecord record, boolean here) {
        return here
                ? record.owner().map(VmRecord.Owner::booting).orElse(false)
                : host.boots().test(record.spec());
    }

    private void confirmed(VmRecord record, boolean here, RegistryAnswer answer) {
        var vm = record.spec().id();
        if (answer instanceof RegistryAnswer.VmIs(var now) && !here && now.isOwnedBy(host.id())) {
            var origin = now.copies()
                    .basis()
                    .map(basis -> new Lifecycle.Origin(basis, now.copies().recalls()));
            ended.remove(vm);
            tell(new Lifecycle.StartVm(now.spec(), now.epoch(), incarnation, now.epoch() > 1, origin, answers));
        } else {
            done(vm, answer instanceof RegistryAnswer.VmIs);
        }
    }

    private void tell(Lifecycle command) {
        hypervisor.ifPresent(it -> it.tell(command));
    }

    private void handled(Lifecycle.Answer answer) {
        var revision = revising.remove(answer.vm());
        if (revision != null && !(answer instanceof Lifecycle.Illegal)) {
            revised(revision, answer);
            return;
        }
        switch (answer) {
            case Lifecycle.Copied(var vm, var copy, var stunNs, var tookNs, var writes, var pages) -> {
                endCopy(vm, copy, Optional.empty(), new Copies.Took(stunNs, tookNs, writes, pages));
                return;
            }
            case Lifecycle.CopyFailed(var vm, var copy, var why) -> {
                endCopy(vm, copy, Optional.of(why), Copies.Took.NOTHING);
                return;
            }
            case Lifecycle.Rejected(var vm, var why) -> context.getLog().info("{} refused {}: {}", host.id(), vm, why);
            case Lifecycle.Illegal illegal -> context.getLog().debug("{}: {}", host.id(), illegal);
            case Lifecycle.Started _,
                    Lifecycle.Fenced _,
                    Lifecycle.Stopped _,
                    Lifecycle.Paused _,
                    Lifecycle.Resumed _,
                    Lifecycle.Revised _ -> {}
            case VmDescription _, VmDevices _, VmInspection _, Lifecycle.Misbehaves _, Lifecycle.Behaves _ ->
                throw new IllegalStateException("nobody asked for " + answer);
        }
        done(answer.vm(), !(answer instanceof Lifecycle.Illegal));
    }

    /// Clones that are made and that the registry does not take are cleared away by the next look.
    private void endCopy(VmId vm, CopyId copy, Optional<String> failed, Copies.Took took) {
        var epoch = copying.remove(vm);
        if (epoch != null) {
            submit(new EndCopy(vm, epoch, copy, failed, took, host.id(), incarnation), new Call.Notice(vm));
        }
    }

    /// What a host can't make of its own accord it tries again with the next look.
    private void revised(HostStep.Revise revision, Lifecycle.Answer answer) {
        var vm = revision.vm();
        var denied = answer instanceof Lifecycle.Rejected(var _, var why)
                ? Optional.of(why.sentence())
                : Optional.<String>empty();
        if (revision.wasAsked()) {
            var asking = revision.record().changes().revision();
            submit(new SettleRevision(vm, asking, host.id(), incarnation, denied), new Call.Notice(vm));
        } else {
            busy.remove(vm);
            touched.add(vm);
        }
    }

    /// A guest that ended by itself is for the registry to know, and for a look to find.
    private void ended(VmId vm) {
        ended.add(vm);
        touched.add(vm);
        look();
    }

    /// @param progress whether the step changed something; where it did not, the next look waits
    private void done(VmId vm, boolean progress) {
        busy.remove(vm);
        touched.add(vm);
        if (progress) {
            look();
        } else {
            context.scheduleOnce(PAUSE_AFTER_REFUSAL, context.getSelf(), new Look());
        }
    }

    private void report(VmRecord record, String why) {
        var vm = record.id();
        boolean wentDark = hypervisor.isEmpty()
                && record.owner().map(VmRecord.Owner::running).orElse(false);
        boolean itself = ended.remove(vm) || wentDark;
        submit(new ReportStopped(vm, record.epoch(), host.id(), incarnation, why, itself), new Call.Notice(vm));
    }

    private void submit(RegistryCommand command, Call call) {
        calls.put(++token, call);
        host.registry().tell(new RegistryCalls.Submit(command, token, replies));
    }

    private void ask(RegistryQuery query, Call call) {
        calls.put(++token, call);
        host.registry().tell(new RegistryCalls.Ask(query, token, replies));
    }
}
