package io.godwit.host;

import io.godwit.device.BlockLoad;
import io.godwit.device.DevicePath;
import io.godwit.device.PacketLoad;
import io.godwit.guest.DeviceLoad;
import io.godwit.guest.LedgerClient;
import io.godwit.guest.WorkloadSpec.MemorySpec;
import io.godwit.history.GuestEvent;
import io.godwit.history.GuestEvent.Misbehaviour;
import io.godwit.identity.VmId;
import io.godwit.network.FrameHeader;
import io.godwit.network.MacAddress;
import io.godwit.time.Seed;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import io.godwit.vm.Mischief;
import io.godwit.vm.VirtualMachine;
import io.godwit.vm.VmKind;
import io.godwit.vm.VmSpec;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// Lets guests get out of hand, as somebody asks for, and has it written down what that does to the others of the
/// host. It has no say in what they may do then: the same cores refuse it as ever.
final class ConductDesk {

    /// A thread that touches new pages: a fault, a frame and zeroing it for each. Round, unverified: from memory, a
    /// guest with nested paging does one to two GiB in a second.
    private static final MemorySize TOUCHED_PER_SECOND = MemorySize.ofGibibytes(1);

    /// Forgeries a second: each refusal is an entry of the history. Ours.
    private static final EventRate TRIES = EventRate.perSecond(20);

    /// More than any disk does, in operations of 64 KiB as of a copy, of which it waits for none. Ours.
    private static final BlockLoad EVERYTHING = BlockLoad.writing(EventRate.perSecond(1_000_000))
            .of(MemorySize.ofKibibytes(64))
            .deep(128)
            .waiting(false);

    /// For how long others are looked at after a guest has failed. Ours.
    private static final Duration AFTERMATH = Duration.ofSeconds(5);

    /// Of a virtual LAN that the attacker is certainly not in.
    private static final int SOME_LAN = 4_094;

    private final HostState state;
    private final Guests guests;
    private final LifecycleDesk life;
    private final BulkDesk bulk;
    private final Wires wires;
    private final Meters meters;
    private final Map<VmId, Map<Misbehaviour, Long>> courses = new TreeMap<>();
    private long numbers;
    private long aftermathUntilNs;
    private boolean awaitsTurn;

    /// With whom it works.
    record Colleagues(HostState state, Guests guests, LifecycleDesk life, BulkDesk bulk) {}

    ConductDesk(Colleagues colleagues, Wires wires) {
        this.state = colleagues.state();
        this.guests = colleagues.guests();
        this.life = colleagues.life();
        this.bulk = colleagues.bulk();
        this.wires = wires;
        this.meters = new Meters(state);
    }

    void crash(Resident resident, Lifecycle.CrashVm crash) {
        write();
        aftermathUntilNs = wires.now() + AFTERMATH.toNanos();
        life.crash(resident, crash);
        awaitTurn();
    }

    void misbehave(Resident resident, Lifecycle.Misbehave misbehave) {
        Misbehaviour how = misbehave.how();
        if (how.isFailure()) {
            crash(resident, new Lifecycle.CrashVm(resident.id(), how == Misbehaviour.PANIC, misbehave.replyTo()));
        } else if (resident.phase() instanceof Residency.Running(var epoch)) {
            write();
            numbers++;
            courses.computeIfAbsent(resident.id(), _ -> new EnumMap<>(Misbehaviour.class))
                    .put(how, numbers);
            wires.record(new GuestEvent.Misbehaved(resident.id(), state.host(), epoch, how));
            begin(resident, misbehave);
            var over = new Inner.ConductOver(resident.id(), how, numbers);
            misbehave.lasting().ifPresent(time -> wires.after(time, over));
            misbehave.replyTo().tell(new Lifecycle.Misbehaves(resident.id(), how));
            awaitTurn();
        } else {
            misbehave.replyTo().tell(LifecycleDesk.illegal(resident, misbehave));
        }
    }

    private void begin(Resident resident, Lifecycle.Misbehave misbehave) {
        if (misbehave.how().isBulk()) {
            bulk.replace(resident, asks(resident));
        } else {
            guests.tell(resident.slot(), new VirtualMachine.Misbehave(mischief(resident.spec(), misbehave)));
        }
    }

    private void end(Resident resident, Misbehaviour how) {
        if (how.isBulk()) {
            write();
            behaved(resident, how, 0);
            bulk.replace(resident, asks(resident));
        } else {
            guests.tell(resident.slot(), new VirtualMachine.Behave(how));
        }
    }

    /// What it asks of its devices with all that it does now.
    ///
    /// @return empty: what its spec says
    private Optional<DeviceAsk> asks(Resident resident) {
        Map<Misbehaviour, Long> ongoing = courses.getOrDefault(resident.id(), Map.of());
        if (ongoing.keySet().stream().noneMatch(Misbehaviour::isBulk)) {
            return Optional.empty();
        }
        DeviceLoad own = resident.spec().workload().devices();
        boolean storms = ongoing.containsKey(Misbehaviour.STORM);
        boolean floods = storms || ongoing.containsKey(Misbehaviour.FLOOD);
        Optional<BlockLoad> block = ongoing.containsKey(Misbehaviour.DISK) ? Optional.of(EVERYTHING) : own.block();
        Optional<PacketLoad> packets = floods ? Optional.of(flood(resident.spec())) : own.packets();
        return Optional.of(new DeviceAsk(new DeviceLoad(block, packets), storms));
    }

    /// As many as its vCPUs drive if they do nothing else, and no more than any card does.
    private PacketLoad flood(VmSpec vm) {
        long most = state.engine()
                .deviceOf(vm, DevicePath.Use.NETWORK)
                .mostByGuest(vm.vcpus())
                .orElse(PacketLoad.MOST_PER_SECOND);
        return PacketLoad.sending(EventRate.perSecond(Math.clamp(most, 1, PacketLoad.MOST_PER_SECOND)))
                .of(PacketLoad.SMALLEST)
                .waiting(false);
    }

    void behave(Resident resident, Lifecycle.Behave behave) {
        if (courses.getOrDefault(resident.id(), Map.of()).containsKey(behave.how())) {
            end(resident, behave.how());
        }
        behave.replyTo().tell(new Lifecycle.Behaves(resident.id(), behave.how()));
    }

    void over(Inner.ConductOver over) {
        Long number = courses.getOrDefault(over.vm(), Map.of()).get(over.how());
        if (number != null && number == over.number()) {
            state.find(over.vm()).ifPresent(resident -> end(resident, over.how()));
        }
    }

    /// The guest says that it has stopped doing so.
    void behaved(Resident resident, Misbehaviour how, long deeds) {
        Map<Misbehaviour, Long> ofVm = courses.get(resident.id());
        if (ofVm != null && ofVm.remove(how) != null) {
            wires.record(new GuestEvent.Behaved(
                    resident.id(), state.host(), resident.phase().epoch(), how, deeds));
            meters.write(wires, true);
            forgetIfGood(resident.id(), ofVm);
        }
    }

    private void forgetIfGood(VmId vm, Map<Misbehaviour, Long> ofVm) {
        if (ofVm.isEmpty()) {
            courses.remove(vm);
        }
    }

    /// A guest has said something in the name of another, which goes no further.
    void forged(Resident speaker) {
        speaker.countForgery();
        wires.record(new GuestEvent.ForgeryRefused(
                speaker.id(), state.host(), speaker.phase().epoch(), GuestEvent.Forgery.REQUEST));
    }

    void left(VmId vm) {
        meters.forget(vm);
        if (courses.remove(vm) != null) {
            aftermathUntilNs = wires.now() + AFTERMATH.toNanos();
            awaitTurn();
        }
    }

    /// The time for a look at all guests has come.
    void turn() {
        awaitsTurn = false;
        if (isOngoing()) {
            meters.write(wires, true);
            awaitTurn();
        }
    }

    private void write() {
        meters.write(wires, isOngoing());
    }

    private boolean isOngoing() {
        return !courses.isEmpty() || wires.now() <= aftermathUntilNs;
    }

    private void awaitTurn() {
        if (!awaitsTurn) {
            awaitsTurn = true;
            wires.after(Meters.TURN, Inner.MeterTurn.INSTANCE);
        }
    }

    private Mischief mischief(VmSpec vm, Lifecycle.Misbehave misbehave) {
        return switch (misbehave.how()) {
            case CPU -> new Mischief.Spin(vm.vcpus());
            case MEMORY -> fill(vm);
            case FORGE_MAC -> {
                VmId victim = victim(vm, misbehave);
                var forged = new Mischief.Address(MacAddress.of(victim), LedgerClient.nameOf(victim));
                yield new Mischief.Forge(forged, TRIES);
            }
            case FORGE_VLAN -> new Mischief.Forge(foreignLan(vm, victim(vm, misbehave)), TRIES);
            case FORGE_MESSAGE -> new Mischief.Forge(new Mischief.Request(), TRIES);
            case DISK, FLOOD, STORM, CRASH, PANIC ->
                throw new IllegalArgumentException(misbehave.how() + " is not its guest's own");
        };
    }

    private Mischief fill(VmSpec vm) {
        long pages = state.memory().framesOf(vm.memory());
        long first = vm.workload()
                .memory()
                .map(MemorySpec::reach)
                .map(state.memory()::framesOf)
                .orElse(0L);
        Optional<MemorySize> limit = vm.platform().memory().limit().filter(_ -> vm.kind() == VmKind.CONTAINER);
        OptionalLong most = limit.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(0, state.memory().framesOf(limit.get()) - first));
        long rate = state.memory().framesOf(TOUCHED_PER_SECOND);
        Seed contents = Seed.of(0).child("misbehaviour").child(vm.id().value());
        return new Mischief.Fill(contents, first % pages, pages, EventRate.perSecond(rate), most);
    }

    private VmId victim(VmSpec attacker, Lifecycle.Misbehave misbehave) {
        return misbehave.as().orElseGet(() -> state.all().stream()
                .map(Resident::id)
                .filter(other -> !other.equals(attacker.id()))
                .findFirst()
                .orElse(new VmId("nobody")));
    }

    private Mischief.Forged foreignLan(VmSpec attacker, VmId victim) {
        int own = attacker.platform().network().vlan().orElse(FrameHeader.UNTAGGED);
        int others = state.find(victim)
                .flatMap(resident -> resident.spec().platform().network().vlan())
                .filter(vlan -> vlan != own)
                .orElse(own == SOME_LAN ? SOME_LAN - 1 : SOME_LAN);
        return new Mischief.Lan(
                MacAddress.of(attacker.id()), MacAddress.of(victim), others, LedgerClient.nameOf(victim));
    }
}
