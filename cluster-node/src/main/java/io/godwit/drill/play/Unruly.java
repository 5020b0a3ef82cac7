package io.godwit.drill.play;

import io.godwit.drill.Action.Conduct;
import io.godwit.drill.Fleet;
import io.godwit.history.Entry;
import io.godwit.history.GuestEvent;
import io.godwit.history.GuestEvent.Misbehaviour;
import io.godwit.history.GuestEvent.Why;
import io.godwit.history.Meter;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.Endpoint;
import io.godwit.recovery.GuestWire;
import io.godwit.stage.Stage;
import io.godwit.unit.MemorySize;
import io.godwit.vm.VmSpec;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;

/// Lets guests get out of hand, and knows by the history whether they were.
final class Unruly {

    /// A runaway wants at least this part of all of its vCPUs in a meter's time, which may begin before it does.
    private static final double MOST = 0.9;

    /// What a guest's own work may touch meanwhile.
    private static final long TOUCHED_BYTES = 1L << 20;

    private final Stage stage;
    private final Fleet fleet;

    /// How many vCPUs guests have.
    private final Map<VmId, Integer> vcpus = new ConcurrentSkipListMap<>();

    /// What guests had touched before they misbehaved.
    private final Map<VmId, Long> touched = new ConcurrentSkipListMap<>();

    /// The first sign of it, by guest and word for how, since it was last asked for.
    private final Map<String, String> signs = new ConcurrentSkipListMap<>();

    Unruly(Stage stage, Fleet fleet) {
        this.stage = stage;
        this.fleet = fleet;
        for (VmSpec vm : fleet.vms()) {
            vcpus.put(vm.id(), vm.vcpus());
        }
        stage.watch(this::watch);
    }

    /// Told to every host, as only the one that has the guest can do it.
    ///
    /// @param untilNs drill time; empty: until the heal
    void begin(Strike strike, Conduct conduct, List<VmId> vms, Optional<Long> untilNs) {
        for (VmId vm : vms) {
            signs.remove(key(vm, conduct.how()));
            toAll(host -> new GuestWire.Misbehave(0, host, vm, conduct.how(), conduct.as(), Optional.empty()));
        }
        strike.watches(() -> vms.stream()
                .flatMap(vm -> Optional.ofNullable(signs.get(key(vm, conduct.how()))).stream())
                .findFirst());
        if (!conduct.how().isFailure()) {
            strike.lasts(
                    () -> vms.forEach(vm -> toAll(host -> new GuestWire.Behave(0, host, vm, conduct.how()))), untilNs);
        }
    }

    private void toAll(Function<HostId, GuestWire> message) {
        fleet.topology().workers().forEach(host -> stage.link()
                .send("stage", new Endpoint(host.node(), GuestWire.SERVICE), message.apply(host.id())));
    }

    private void watch(Entry entry) {
        switch (entry.event()) {
            case GuestEvent.Metered(var vm, var _, var _, var meter) -> metered(vm, meter);
            case GuestEvent.ForgeryRefused(var vm, var host, var _, var what) -> {
                for (Misbehaviour how : Misbehaviour.values()) {
                    if (how.forgery().filter(what::equals).isPresent()) {
                        sign(vm, how, host + " refused what " + vm + " forged");
                    }
                }
            }
            case GuestEvent.Stopped(var vm, var host, var _, var why) -> stopped(vm, host, why);
            default -> {}
        }
    }

    private void metered(VmId vm, Meter meter) {
        if (!meter.disturbed()) {
            touched.put(vm, meter.memory().touchedBytes());
            return;
        }
        double wanted = (double) meter.cpu().wantedNs() / meter.lengthNs();
        if (wanted >= MOST * vcpus.getOrDefault(vm, Integer.MAX_VALUE)) {
            double got = (double) meter.cpu().gotNs() / meter.lengthNs();
            sign(
                    vm,
                    Misbehaviour.CPU,
                    String.format(Locale.ROOT, "%s wanted %.2f cores and got %.2f", vm, wanted, got));
        }
        Meter.Disk disk = meter.disk();
        if (disk.wanted() > 0 && disk.got() > 0) {
            sign(
                    vm,
                    Misbehaviour.DISK,
                    vm + " wanted " + disk.wanted() + " operations of its disk and got " + disk.got());
        }
        Meter.Card card = meter.card();
        if (card.wanted() > 0 && card.sent() > 0) {
            String sent = vm + " wanted to send " + card.wanted() + " frames and sent " + card.sent();
            sign(vm, Misbehaviour.FLOOD, sent);
            sign(vm, Misbehaviour.STORM, sent);
        }
        long bytes = meter.memory().touchedBytes();
        if (bytes >= touched.getOrDefault(vm, 0L) + TOUCHED_BYTES) {
            sign(vm, Misbehaviour.MEMORY, vm + " had touched " + new MemorySize(bytes).roughly() + " of its memory");
        }
    }

    private void stopped(VmId vm, HostId host, Why why) {
        switch (why) {
            case CRASHED -> {
                sign(vm, Misbehaviour.CRASH, "let " + vm + " fail on " + host);
                sign(vm, Misbehaviour.PANIC, "let " + vm + " fail on " + host);
            }
            case KERNEL_PANIC ->
                sign(vm, Misbehaviour.PANIC, "let " + vm + " fail on " + host + ", with its containers' kernel");
            case OUT_OF_MEMORY -> sign(vm, Misbehaviour.MEMORY, vm + " was killed on " + host + ": out of memory");
            default -> {}
        }
    }

    private void sign(VmId vm, Misbehaviour how, String evidence) {
        signs.putIfAbsent(key(vm, how), evidence);
    }

    private static String key(VmId vm, Misbehaviour how) {
        return vm + " " + how;
    }
}
