package io.godwit.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.history.GuestEvent;
import io.godwit.history.GuestEvent.Forgery;
import io.godwit.identity.HostId;
import io.godwit.identity.MigrationId;
import io.godwit.image.Image;
import io.godwit.memory.AddressSpace;
import io.godwit.unit.MemorySize;
import io.godwit.virtualization.Burden;
import io.godwit.vm.DeviceModel;
import io.godwit.vm.DiskDevice;
import io.godwit.vm.VmRequest;
import io.godwit.vm.VmSpec;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GuestsKeepApartTest {

    private final Lab lab = new Lab();
    private final ActorRef<HypervisorCommand> host = lab.hypervisor("h1");

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void refusesARequestInTheNameOfAnotherVm() {
        VmSpec victim = Specs.vm("victim", 1);
        lab.start(host, victim, 1);
        VmDescription before = lab.describe(host, victim);
        var attacker = new Resident(Specs.vm("attacker", 1), 7, AddressSpace.over(Image.blank(), 16), Burden.NONE);
        host.tell(new Inner.FromGuest(attacker, new VmRequest.Halted(0)));
        host.tell(new Inner.FromGuest(attacker, new VmRequest.CpuDemand(0, 0, Long.MAX_VALUE)));
        assertThat(lab.describe(host, victim).phase()).isEqualTo(before.phase());
        assertThat(lab.describe(host, victim).cpu().demandNanoCores())
                .isEqualTo(before.cpu().demandNanoCores());
        assertThat(lab.guestEvents())
                .filteredOn(GuestEvent.ForgeryRefused.class::isInstance)
                .containsOnly(new GuestEvent.ForgeryRefused(
                        attacker.id(), new HostId("h1"), attacker.phase().epoch(), Forgery.REQUEST))
                .hasSize(2);
        assertThat(attacker.forgeries()).isEqualTo(2);
    }

    @Test
    void takesNoVmThatHasTheHardwareOfAnotherHost() {
        VmSpec vm = Specs.vm("fast", 1, MemorySize.ofMebibytes(64), Specs.ARRAY);
        VmSpec passedThrough = vm.with(vm.platform().with(DiskDevice.of(DeviceModel.PASSTHROUGH)));
        var migration = new MigrationId("fast@1");
        var refused =
                lab.ask(host, new Transfer.ReserveVm(passedThrough, migration, lab.replyTo()), Transfer.Refused.class);
        assertThat(refused.why().sentence()).isEqualTo("its disk is the other host's own hardware and can't follow");
        assertThat(lab.describe(host).vms()).isEmpty();
    }
}
