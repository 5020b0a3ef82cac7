package io.godwit.host;

import io.godwit.device.Disk;
import io.godwit.device.LocalDisk;
import io.godwit.history.DeviceEvent;
import io.godwit.history.Event;
import io.godwit.history.GuestEvent;
import io.godwit.history.GuestEvent.Effect;
import io.godwit.history.GuestEvent.Why;
import io.godwit.host.Residency.Pausing;
import io.godwit.host.Residency.Running;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.network.VirtualSwitch;
import io.godwit.vm.GuestState;
import io.godwit.vm.PageWrites;
import io.godwit.vm.VirtualMachine;
import io.godwit.vm.VmRequest;
import io.godwit.vm.VmSpec;
import io.godwit.vm.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/// Shares one machine among its VMs. [HostState] decides who fits, [CpuBoard] who gets how much, the desks who is in
/// which phase; this actor passes what guests ask for, and lets nothing out that may not leave.
public final class Hypervisor implements Wires, Guests.Spawner {

    private final ActorContext<HypervisorCommand> context;
    private final HostPorts ports;
    private final HostState state;
    private final VirtualMachine.Board board;
    private final Guests guests;
    private final Disks disks;
    private final LifecycleDesk life;
    private final RevisionDesk revisions;
    private final CopyDesk copies;
    private final MemoryDesk memory;
    private final CpuDesk cpu;
    private final AbsenceDesk absences;
    private final TransferDesk transfers;
    private final MirrorDesk mirrors;
    private final InsightDesk insights;
    private final ConductDesk conduct;
    private final BulkDesk bulk;
    private final NetworkDesk network;
    private final List<ActorRef<Lifecycle.Ended>> watchers = new ArrayList<>();

    private Hypervisor(ActorContext<HypervisorCommand> context, HostId host, HostMake make, HostPorts ports) {
        this.context = context;
        this.ports = ports;
        Map<String, ActorRef<Disk.Command>> datastores = new TreeMap<>(ports.datastores());
        datastores.put(VmSpec.LOCAL_DISK, localDisk(host, make.machine()));
        state = new HostState(host, make, ports.guests(), datastores.keySet());
        board = new VirtualMachine.Board(ports.timeline());
        guests = new Guests(this);
        cpu = new CpuDesk(state, guests, this);
        disks = new Disks(datastores, context.messageAdapter(Disk.Answer.class, Inner.FromDisk::new));
        life = new LifecycleDesk(state, guests, disks, this);
        revisions = new RevisionDesk(state, guests, this);
        copies = new CopyDesk(new CopyDesk.Colleagues(state, guests, disks, this), life);
        mirrors = new MirrorDesk(new CopyDesk.Colleagues(state, guests, disks, this));
        memory = new MemoryDesk(state, guests, life, this);
        var colleagues = new AbsenceDesk.Colleagues(state, guests, life);
        absences = new AbsenceDesk(colleagues, this);
        transfers = new TransferDesk(colleagues, absences, mirrors, this);
        network = new NetworkDesk(
                ports.uplink().map(uplink -> switchTo(uplink, make.machine())),
                context.messageAdapter(VirtualSwitch.Shown.class, Inner.SwitchShown::new));
        insights = new InsightDesk(state, memory, network);
        bulk = new BulkDesk(new CopyDesk.Colleagues(state, guests, disks, this), network);
        conduct = new ConductDesk(new ConductDesk.Colleagues(state, guests, life, bulk), this);
    }

    public static Behavior<HypervisorCommand> create(HostId host, HostMake make, HostPorts ports) {
        return Behaviors.setup(context -> new Hypervisor(context, host, make, ports).serving());
    }

    /// That of a machine where virtualization costs nothing.
    public static Behavior<HypervisorCommand> create(HostId host, HostSpec machine, HostPorts ports) {
        return create(host, HostMake.bare(machine), ports);
    }

    private Behavior<HypervisorCommand> serving() {
        return Behaviors.receive(HypervisorCommand.class)
                .onAnyMessage(command -> {
                    on(command);
                    return Behaviors.same();
                })
                .onSignal(PostStop.class, stopped -> {
                    life.powerOff();
                    return Behaviors.same();
                })
                .build();
    }

    private void on(HypervisorCommand command) {
        switch (command) {
            case Inner.FromGuest(var speaker, var request) -> onGuest(speaker, request);
            case Inner.CopyOverdue overdue -> copies.overdue(overdue);
            case Inner.MemoryTurn _ -> memory.begin();
            case Inner.MeterTurn _ -> conduct.turn();
            case Inner.ConductOver over -> conduct.over(over);
            case Inner.BulkTurn _ -> bulk.turn();
            case Inner.InstantEnded _ -> {
                cpu.shareNow();
                bulk.afterShare();
            }
            case Inner.AlarmRang(var atNs) -> cpu.alarm(atNs);
            case Inner.BootEnded(var vm, var epoch) -> life.booted(vm, epoch);
            case Inner.ShutDown(var vm, var epoch) -> life.shutDown(vm, epoch);
            case Inner.TransferDue(var transfer) -> transfers.due(transfer);
            case Inner.RevisionDue(var revise) -> onResident(revise, resident -> revisions.reviseNow(resident, revise));
            case Inner.FromDisk(var answer) -> onDisk(answer);
            case Inner.FromSwitch(var frame) -> onFrame(frame);
            case Inner.Streamed(var stream) -> bulk.streamed(stream);
            case Inner.SwitchShown(var shown) -> insights.shown(shown, now());
            case Transfer transfer -> transfers.on(transfer);
            case Sharing sharing -> bulk.share(sharing);
            case Lifecycle.StartVm start -> life.start(start);
            case Lifecycle.WatchEnds(var watcher) -> watchers.add(watcher);
            case Lifecycle.Forget forget -> disks.forget(forget);
            case Lifecycle.TellUse(var replyTo) ->
                memory.whenSettled(() -> replyTo.tell(
                        new Lifecycle.Used(state.host(), state.portrait().uses(now()))));
            case Lifecycle.DescribeHost(var replyTo) ->
                replyTo.tell(state.portrait().describe(now()));
            case Lifecycle.AuditDisk audit -> mirrors.audit(audit);
            case Lifecycle.InspectHost inspect -> insights.inspect(inspect, now());
            case Lifecycle.VmCommand onOne -> onResident(onOne, resident -> onVm(resident, onOne));
        }
        if (state.managed().isPresent()) {
            memory.look();
        }
    }

    private void onResident(Lifecycle.VmCommand command, Consumer<Resident> act) {
        state.find(command.vm()).ifPresentOrElse(act, () -> command.replyTo()
                .tell(LifecycleDesk.illegal(command.vm(), command, "absent")));
    }

    private void onVm(Resident resident, Lifecycle.VmCommand command) {
        if (absences.has(resident.id()) && needsAllPages(command)) {
            command.replyTo().tell(LifecycleDesk.illegal(command.vm(), command, "running without all its pages"));
            return;
        }
        switch (command) {
            case Lifecycle.PauseVm pause -> life.pause(resident, pause);
            case Lifecycle.ResumeVm resume -> {
                mirrors.arrive(resident, resume.epoch());
                life.resume(resident, resume);
            }
            case Lifecycle.ReviseVm revise -> revisions.revise(resident, revise);
            case Lifecycle.CopyVm copy -> copies.copy(resident, copy);
            case Lifecycle.StopVm(var _, var why, var replyTo) -> life.stop(resident, why, false, replyTo);
            case Lifecycle.DestroyVm(var _, var replyTo) -> life.stop(resident, Why.REQUESTED, true, replyTo);
            case Lifecycle.CrashVm crash -> conduct.crash(resident, crash);
            case Lifecycle.Misbehave misbehave -> conduct.misbehave(resident, misbehave);
            case Lifecycle.Behave behave -> conduct.behave(resident, behave);
            case Lifecycle.DescribeDevices(var _, var replyTo) ->
                replyTo.tell(state.portrait().devices(resident, now()));
            case Lifecycle.InspectVm(var _, var replyTo) ->
                replyTo.tell(state.portrait().inspect(resident, now()));
            case Lifecycle.DescribeVm(var _, var replyTo) ->
                replyTo.tell(
                        resident.isEnding()
                                ? LifecycleDesk.illegal(resident, command)
                                : state.portrait().describe(resident, now()));
        }
    }

    private static boolean needsAllPages(Lifecycle.VmCommand command) {
        return command instanceof Lifecycle.ReviseVm
                || command instanceof Lifecycle.CopyVm
                || command instanceof Lifecycle.Misbehave;
    }

    private void onGuest(Resident resident, VmRequest request) {
        if (request.slot() != resident.slot()) {
            conduct.forged(resident);
            return;
        }
        switch (request) {
            case VmRequest.CpuDemand demand -> asked(resident, demand);
            case VmRequest.PageAccess(var slot, var writes) -> told(resident, slot, writes);
            case VmRequest.SubmitIo(var _, var what) -> {
                if (mayAct(resident, Effect.DISK_WRITE)) {
                    resident.countWrite();
                    disks.write(resident.spec(), resident.phase().epoch(), what);
                }
            }
            case VmRequest.Transmit(var _, var payload) -> {
                if (mayAct(resident, Effect.FRAME)) {
                    resident.countAnswer();
                    network.transmit(resident.id(), payload);
                }
            }
            case VmRequest.TransmitRaw(var _, var header, var payload) -> {
                if (mayAct(resident, Effect.FRAME)) {
                    network.transmit(new VirtualSwitch.TransmitRaw(resident.id(), header, payload));
                }
            }
            case VmRequest.Touched(var _, var writes) -> settle(resident, writes);
            case VmRequest.Behaved(var _, var how, var deeds) -> conduct.behaved(resident, how, deeds);
            case VmRequest.OutOfMemory(var _) -> outOfMemory(resident);
            case VmRequest.AtBound(var _) -> absences.stands(resident);
            case VmRequest.GuestPaused(var _, var guest, var writes) -> {
                settle(resident, writes);
                bulk.rest(resident);
                state.ask(resident, 0, CpuBoard.NEVER, now());
                shareCpu();
                life.paused(resident, guest);
                copies.stoodStill(resident, guest);
            }
            case VmRequest.Halted(var _) -> life.halted(resident);
        }
    }

    private void asked(Resident resident, VmRequest.CpuDemand demand) {
        if (resident.phase() instanceof Running) {
            state.ask(resident, demand.nanoCores(), demand.wakeAtNs(), now());
            shareCpu();
        }
    }

    @Override
    public ActorRef<VirtualMachine.Command> spawn(Resident resident, GuestState guest, String name) {
        ActorRef<HypervisorCommand> self = context.getSelf();
        var line =
                new VirtualMachine.Line(resident.slot(), request -> self.tell(new Inner.FromGuest(resident, request)));
        return context.spawn(VirtualMachine.create(board, line, workload(resident), guest), name);
    }

    @Override
    public Workload workload(Resident resident) {
        Workload workload = ports.guests().workloads().apply(resident.spec());
        return absences.bounded(resident, workload.with(state.engine().termsOf(resident, workload)));
    }

    @Override
    public OptionalLong received(int slot) {
        return state.received(slot, now());
    }

    @Override
    public void end(ActorRef<VirtualMachine.Command> guest) {
        context.stop(guest);
    }

    @Override
    public long now() {
        return ports.timeline().now();
    }

    @Override
    public void record(Event event) {
        ports.recorder().record(event);
    }

    @Override
    public void plug(VmSpec vm, long epoch) {
        network.plug(vm, epoch);
        state.find(vm.id()).ifPresent(bulk::begin);
    }

    @Override
    public void unplug(VmId vm) {
        state.find(vm).ifPresent(bulk::rest);
        network.unplug(vm);
    }

    @Override
    public void after(Duration delay, HypervisorCommand command) {
        context.scheduleOnce(delay, context.getSelf(), command);
    }

    @Override
    public void ended(VmId vm) {
        watchers.forEach(watcher -> watcher.tell(new Lifecycle.Ended(vm)));
    }

    @Override
    public void left(VmId vm) {
        copies.left(vm);
        absences.left(vm);
        mirrors.left(vm);
        conduct.left(vm);
    }

    @Override
    public void shareCpu() {
        cpu.share();
    }

    private void onDisk(Disk.Answer answer) {
        switch (answer) {
            case Disk.Opened opened -> life.opened(opened);
            case Disk.Fenced fenced -> life.fenced(fenced);
            case Disk.Written(var request, var vm, var epoch) ->
                disks.completed(request).ifPresent(what -> mirrors.written(vm, what, epoch));
            case Disk.WrittenBehind(var request, var vm, var epoch) ->
                disks.completed(request).ifPresent(what -> mirrors.writtenBehind(vm, what, epoch));
            case Disk.Granted granted -> bulk.granted(granted);
            case Disk.Frozen frozen -> copies.frozen(frozen);
            case Disk.Missing missing -> {
                life.missing(missing);
                life.recall().missing(missing);
                copies.missing(missing);
            }
            case Disk.Stored _, Disk.Moved _ -> copies.done(answer);
            case Disk.Loaded loaded -> life.recall().loaded(loaded);
            case Disk.Discarded _, Disk.Dropped _ ->
                disks.gone(answer.request()).ifPresent(it -> it.replyTo()
                        .tell(new Lifecycle.Forgot(state.host(), it.vm(), it.epoch(), it.copy())));
            case Disk.Relocated _, Disk.Audited _ -> mirrors.answered(answer);
            case Disk.Peeked _ -> {}
        }
    }

    private void onFrame(VirtualSwitch.Arrived frame) {
        state.find(frame.vm()).ifPresent(resident -> {
            if (isRunning(resident)) {
                guests.tell(resident.slot(), new VirtualMachine.Receive(frame.payload()));
            } else {
                transfers.missedFrame(resident);
            }
        });
    }

    private void outOfMemory(Resident resident) {
        if (isRunning(resident)) {
            life.fail(resident, Why.OUT_OF_MEMORY);
        }
    }

    @Override
    public boolean mayAct(Resident resident, Effect effect) {
        if (!isRunning(resident)) {
            return false;
        }
        if (!resident.spec().needsPermit() || ports.gate().mayAct(resident.id())) {
            return true;
        }
        resident.countWithheld();
        record(new GuestEvent.EffectWithheld(
                resident.id(), state.host(), resident.phase().epoch(), effect));
        return false;
    }

    /// Whether what it sends still counts: also while a pause is on its way to it.
    static boolean isRunning(Resident resident) {
        return resident.phase() instanceof Running
                || resident.phase() instanceof Pausing
                || resident.phase() instanceof Residency.Stunned;
    }

    private void told(Resident resident, int slot, PageWrites writes) {
        settle(resident, writes);
        guests.settled(slot);
    }

    private void settle(Resident resident, PageWrites writes) {
        state.settle(resident, absences.checked(resident, writes), now());
        memorySettled();
    }

    @Override
    public void memorySettled() {
        memory.afterSettling();
    }

    private ActorRef<VirtualSwitch.Command> switchTo(VirtualSwitch.Uplink uplink, HostSpec machine) {
        var hostSide = new VirtualSwitch.HostSide(
                ports.timeline(),
                ports.gate()::mayAct,
                ports.recorder(),
                context.messageAdapter(VirtualSwitch.Arrived.class, Inner.FromSwitch::new),
                context.messageAdapter(VirtualSwitch.Streamed.class, Inner.Streamed::new));
        return context.spawn(
                VirtualSwitch.create(
                        state.host(), uplink, hostSide, machine.virtualSwitch().settings()),
                "switch");
    }

    private ActorRef<Disk.Command> localDisk(HostId host, HostSpec spec) {
        return context.spawn(
                LocalDisk.create(spec.disks().getFirst(), ports.timeline(), portions -> ports.recorder()
                        .record(new DeviceEvent.Shared("disk of " + host, portions))),
                "disk");
    }
}
