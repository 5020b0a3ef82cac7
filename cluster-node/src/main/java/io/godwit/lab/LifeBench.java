package io.godwit.lab;

import io.godwit.device.Disk.Basis;
import io.godwit.history.GuestEvent.Why;
import io.godwit.host.HostMake;
import io.godwit.host.Lifecycle;
import io.godwit.host.Lifecycle.Answer;
import io.godwit.host.Lifecycle.Taking;
import io.godwit.identity.CopyId;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.rack.Rack;
import io.godwit.vm.VmSpec;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;

/// One host and one guest that goes through all steps of a life, each of them timed from the order to its answer.
final class LifeBench {

    /// What is done, in this order.
    enum Deed {
        START,
        SNAPSHOT,
        SNAPSHOT_WITH_MEMORY,
        CLONE,
        RESIZE,
        PAUSE,
        RESUME,
        RESTORE,
        RESTORE_WITH_MEMORY,
        REBOOT,
        STOP,
        DESTROY
    }

    private static final CopyId OF_DISK = new CopyId("disk");
    private static final CopyId OF_ALL = new CopyId("all");
    private static final CopyId FOR_CLONE = new CopyId("clone");
    private static final long INCARNATION = 1;

    private final Rack rack;
    private final HostId host;
    private final VmSpec vm;
    private final Map<Deed, Long> took = new EnumMap<>(Deed.class);
    private long epoch;

    private LifeBench(Rack rack, HostId host, VmSpec vm) {
        this.rack = rack;
        this.host = host;
        this.vm = vm;
    }

    /// @param works how long the guest runs before anything is taken of it
    /// @return ns by deed
    static Map<Deed, Long> live(Rack.Ground ground, HostMake make, VmSpec vm, Duration works) {
        try (var rack = Rack.open(ground)) {
            var bench = new LifeBench(rack, new HostId("h1"), vm);
            rack.add(bench.host, make);
            bench.live(works);
            return bench.took;
        }
    }

    private void live(Duration works) {
        time(Deed.START, () -> start(Optional.empty()));
        rack.run(works);
        time(Deed.SNAPSHOT, () -> copy(OF_DISK, new Taking.Nothing()));
        time(Deed.SNAPSHOT_WITH_MEMORY, () -> copy(OF_ALL, new Taking.Memory()));
        var clone = vm.with(new VmId("clone"));
        time(Deed.CLONE, () -> {
            copy(FOR_CLONE, new Taking.Clones(List.of(clone)));
            order(asker -> new Lifecycle.ResumeVm(clone.id(), 1, Why.COPY, asker));
        });
        var larger = vm.with(vm.vcpus() + 1, vm.memory());
        time(Deed.RESIZE, () -> order(asker -> new Lifecycle.ReviseVm(vm.id(), larger, asker)));
        time(Deed.PAUSE, () -> order(asker -> new Lifecycle.PauseVm(vm.id(), Why.REQUESTED, asker)));
        time(Deed.RESUME, () -> order(asker -> new Lifecycle.ResumeVm(vm.id(), epoch, Why.REQUESTED, asker)));
        time(Deed.RESTORE, () -> goBack(new Lifecycle.Origin(new Basis(1, OF_DISK), false)));
        time(Deed.RESTORE_WITH_MEMORY, () -> goBack(new Lifecycle.Origin(new Basis(2, OF_ALL), true)));
        time(Deed.REBOOT, () -> {
            stop(Why.REBOOT);
            start(Optional.empty());
        });
        time(Deed.STOP, () -> stop(Why.REQUESTED));
        start(Optional.empty());
        time(Deed.DESTROY, () -> order(asker -> new Lifecycle.DestroyVm(vm.id(), asker)));
    }

    /// By force: nobody needs the guest's last words.
    private void goBack(Lifecycle.Origin origin) {
        stop(Why.NOT_OWNER);
        start(Optional.of(origin));
    }

    private void start(Optional<Lifecycle.Origin> origin) {
        epoch++;
        order(asker -> new Lifecycle.StartVm(vm, epoch, INCARNATION, false, origin, asker));
    }

    private void stop(Why why) {
        order(asker -> new Lifecycle.StopVm(vm.id(), why, asker));
    }

    private void copy(CopyId copy, Taking what) {
        order(asker -> new Lifecycle.CopyVm(vm.id(), epoch, copy, what, INCARNATION, asker));
    }

    private void order(Function<ActorRef<Answer>, Lifecycle> order) {
        switch (rack.order(host, order)) {
            case Lifecycle.Started _,
                    Lifecycle.Stopped _,
                    Lifecycle.Paused _,
                    Lifecycle.Resumed _,
                    Lifecycle.Revised _,
                    Lifecycle.Copied _ -> {}
            case Answer refusal -> throw new IllegalStateException("a host that has room answered " + refusal);
        }
    }

    private void time(Deed deed, Runnable what) {
        long before = rack.nowNs();
        what.run();
        took.put(deed, rack.nowNs() - before);
    }
}
