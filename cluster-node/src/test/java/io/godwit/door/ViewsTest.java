package io.godwit.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.device.PacketLoad;
import io.godwit.guest.DeviceLoad;
import io.godwit.guest.WorkloadSpec;
import io.godwit.identity.HostId;
import io.godwit.identity.MigrationId;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import io.godwit.recovery.ControlWire.Outcome.Shown;
import io.godwit.registry.HostRecord;
import io.godwit.registry.NodeRecord;
import io.godwit.registry.RegistryCommand.Desired;
import io.godwit.registry.RegistryView;
import io.godwit.registry.VmRecord;
import io.godwit.registry.VmRecord.Migration;
import io.godwit.registry.VmRecord.Owner;
import io.godwit.registry.VmRecord.Settled;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import io.godwit.virtualization.Abilities;
import io.godwit.vm.CpuShare;
import io.godwit.vm.Isolation;
import io.godwit.vm.Protection;
import io.godwit.vm.VmKind;
import io.godwit.vm.VmSpec;
import io.godwit.vm.VmSpec.Care;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ViewsTest {

    private static final List<NodeId> VOTERS = List.of(new NodeId("h1"));
    private static final Replies REPLIES = new Replies(new NodeId("h1"), VOTERS, false);

    @Test
    void aHostIsShownWithWhatItCarriesAndWhatIsOnItsWay() {
        VmRecord moving = vm("web-1", "h1", Desired.RUNNING, Optional.of(move("h1", "h2")));
        assertThat(json(new Request.ShowHosts(), shown(false, moving)))
                .isEqualTo(
                        "{\"hosts\":[{\"host\":\"h1\",\"node\":\"h1\",\"site\":\"a\",\"rack\":\"r\",\"state\":\"up\","
                                + "\"vms\":1,\"vcpus\":2,\"cores\":8,\"memory\":\"8GiB\",\"memoryFree\":\"7GiB\","
                                + "\"datastores\":[\"array-a\"],\"incarnation\":3,\"voter\":true,\"leader\":true},"
                                + "{\"host\":\"h2\",\"node\":\"h2\",\"site\":\"a\",\"rack\":\"r\",\"state\":\"up\","
                                + "\"vms\":0,\"vcpus\":0,\"cores\":8,\"memory\":\"8GiB\",\"memoryFree\":\"7GiB\","
                                + "\"datastores\":[\"array-a\"],\"incarnation\":3,\"voter\":false,\"leader\":false}]}");
    }

    @Test
    void aVmIsShownWithoutWhatItHasNot() {
        assertThat(json(new Request.ShowVm(new VmId("web-1")), shown(false, vm("web-1", "h1", Desired.RUNNING))))
                .isEqualTo("{\"vm\":\"web-1\",\"group\":\"web\",\"state\":\"running\",\"host\":\"h1\",\"epoch\":4,"
                        + "\"vcpus\":2,\"memory\":\"1GiB\",\"revision\":0,\"protect\":\"restart\","
                        + "\"onIsolation\":\"stop\",\"tier\":3,\"disk\":\"array-a\",\"image\":\"blank\"}");
    }

    @Test
    void tellsEachStateOfAVm() {
        assertThat(state(false, vm("a", "h1", Desired.PAUSED))).isEqualTo(VmView.State.PAUSED);
        assertThat(state(true, vm("a", "h1", Desired.RUNNING))).isEqualTo(VmView.State.UNREACHABLE);
        assertThat(state(false, vm("a", "h1", Desired.RUNNING, Optional.of(move("h1", "h2")))))
                .isEqualTo(VmView.State.MOVING);
        assertThat(state(false, record("a", Optional.of(new Owner(new HostId("h1"), 3, false)), Desired.RUNNING)))
                .isEqualTo(VmView.State.STARTING);
        assertThat(state(false, record("a", Optional.of(new Owner(new HostId("h1"), 3, true, true)), Desired.RUNNING)))
                .isEqualTo(VmView.State.BOOTING);
        assertThat(state(false, record("a", Optional.empty(), Desired.RUNNING))).isEqualTo(VmView.State.WAITING);
        assertThat(state(false, record("a", Optional.empty(), Desired.STOPPED))).isEqualTo(VmView.State.STOPPED);
        assertThat(state(false, vm("a", "h1", Desired.STOPPED))).isEqualTo(VmView.State.STOPPING);
    }

    @Test
    void pagesThatFollowAGuestAreShownUntilTheyAreThere() {
        VmRecord plain = record("a", Optional.of(new Owner(new HostId("h2"), 3, true)), Desired.RUNNING);
        Settled last = new Settled(
                new MigrationId("a@3"), 3, true, Optional.of(new VmRecord.Debt(new HostId("h1"), 3, false)));
        VmRecord fetching =
                new VmRecord(plain.spec(), 4, plain.owner(), Desired.RUNNING, Optional.empty(), Optional.of(last));
        assertThat(state(false, fetching)).isEqualTo(VmView.State.FETCHING);
        assertThat(new Views(shown(false, fetching), VOTERS).migrations())
                .containsExactly(new MigrationView(
                        "a",
                        MigrationView.State.FETCHING,
                        Optional.of("a@3"),
                        Optional.of("h1"),
                        Optional.of("h2"),
                        Optional.empty(),
                        Optional.empty()));
        assertThat(new Views(shown(false, vm("a", "h2", Desired.RUNNING)), VOTERS).migrations())
                .isEmpty();
    }

    @Test
    void whatIsNotThereIsNamed() {
        assertThat(REPLIES.shown(new Request.ShowHost(new HostId("h9")), shown(false)))
                .isEqualTo(Reply.refused(404, "there is no host h9: `godwit hosts` lists them"));
        assertThat(REPLIES.shown(new Request.ShowVm(new VmId("x")), shown(false)))
                .isEqualTo(Reply.refused(404, "there is no VM x: `godwit vms` lists them"));
    }

    @Test
    void aVmIsNotCreatedTwice() {
        VmRecord known = vm("web-1", "h1", Desired.RUNNING);
        assertThat(REPLIES.taken(List.of(known.spec()), shown(false, known)))
                .contains(Reply.refused(409, "there is a VM named web-1 already: choose another name"));
        assertThat(REPLIES.taken(List.of(known.spec()), shown(false))).isEmpty();
    }

    @Test
    void aVmNamesNobodyWhoIsNotThere() {
        VmSpec web = vm("web-1", "h1", Desired.RUNNING).spec();
        VmRecord db = vm("db-1", "h1", Desired.RUNNING);
        assertThat(Replies.unknown(List.of(after(web, "nobody")), shown(false, db)))
                .contains(Reply.refused(
                        409,
                        "there is no group nobody for web-1 to come after: create that first, or name one of `godwit"
                                + " vms`"));
        assertThat(Replies.unknown(List.of(after(web, "web")), shown(false, db)))
                .contains(Reply.refused(409, "a VM can't come after its own group web: name another one"));
        assertThat(Replies.unknown(List.of(after(named("app-1", "app"), "web")), shown(false, db)))
                .isEmpty();
        assertThat(Replies.unknown(List.of(sendingTo(web, "nobody")), shown(false, db)))
                .contains(Reply.refused(
                        409,
                        "there is no VM nobody for web-1 to send packets to: create that first, or name one of `godwit"
                                + " vms`"));
        assertThat(Replies.unknown(List.of(sendingTo(web, "db-1")), shown(false, db)))
                .isEmpty();
        assertThat(Replies.unknown(List.of(sendingTo(web, "web-2"), named("web-2", "web")), shown(false, db)))
                .isEmpty();
    }

    private static VmSpec named(String name, String group) {
        VmSpec plain = vm(name, "h1", Desired.RUNNING).spec();
        return new VmSpec(
                plain.id(),
                group,
                plain.vcpus(),
                plain.memory(),
                VmKind.FULL,
                plain.cpu(),
                plain.image(),
                plain.disk(),
                plain.care(),
                plain.workload());
    }

    private static VmSpec after(VmSpec vm, String group) {
        return new VmSpec(
                vm.id(),
                vm.group(),
                vm.vcpus(),
                vm.memory(),
                VmKind.FULL,
                vm.cpu(),
                vm.image(),
                vm.disk(),
                new Care(Protection.RESTART, Isolation.STOP, 3, List.of(group), Optional.empty()),
                vm.workload());
    }

    private static VmSpec sendingTo(VmSpec vm, String receiver) {
        PacketLoad load = PacketLoad.sending(EventRate.perSecond(10)).to(Optional.of(new VmId(receiver)));
        return vm.with(WorkloadSpec.idle().with(new DeviceLoad(Optional.empty(), Optional.of(load))));
    }

    @Test
    void saysHowManyVotersWereHeardWhenNoneLeads() {
        Replies three =
                new Replies(new NodeId("h1"), List.of(new NodeId("h1"), new NodeId("h2"), new NodeId("h3")), false);
        assertThat(new String(
                        three.nobodyLeads(new Request.ShowVms(), new TreeSet<>(List.of(new NodeId("h1"))))
                                .json(),
                        StandardCharsets.UTF_8))
                .isEqualTo("{\"error\":\"no controller answers (1 of 3 voters heard): bring voters back: 2 are needed"
                        + " (h2, h3 silent)\"}");
    }

    private static VmView.State state(boolean lost, VmRecord vm) {
        return new Views(shown(lost, vm), VOTERS).vms().getFirst().state();
    }

    private static String json(Request request, Shown shown) {
        return new String(REPLIES.shown(request, shown).json(), StandardCharsets.UTF_8);
    }

    private static Shown shown(boolean lost, VmRecord... vms) {
        List<NodeRecord> nodes = List.of(node("h1", lost), node("h2", false));
        return new Shown(
                new NodeId("h1"),
                7,
                new RegistryView(1, 7, nodes, List.of(host("h1"), host("h2")), List.of(vms)),
                false);
    }

    private static NodeRecord node(String name, boolean lost) {
        return new NodeRecord(new NodeId(name), 3, "boot", lost);
    }

    private static HostRecord host(String name) {
        return new HostRecord(
                new HostId(name),
                new NodeId(name),
                "a",
                "r",
                8,
                MemorySize.ofGibibytes(8),
                MemorySize.ofGibibytes(8),
                List.of("array-a"),
                Abilities.bare(),
                false);
    }

    private static VmRecord vm(String name, String host, Desired desired) {
        return vm(name, host, desired, Optional.empty());
    }

    private static VmRecord vm(String name, String host, Desired desired, Optional<Migration> migration) {
        VmRecord plain = record(name, Optional.of(new Owner(new HostId(host), 3, true)), desired);
        return new VmRecord(plain.spec(), 4, plain.owner(), desired, migration, Optional.empty());
    }

    private static VmRecord record(String name, Optional<Owner> owner, Desired desired) {
        VmSpec spec = new VmSpec(
                new VmId(name),
                "web",
                2,
                MemorySize.ofGibibytes(1),
                VmKind.FULL,
                CpuShare.byDefault(),
                "blank",
                "array-a",
                new Care(Protection.RESTART, Isolation.STOP, 3, List.of(), Optional.empty()),
                WorkloadSpec.idle());
        return new VmRecord(spec, 4, owner, desired, Optional.empty(), Optional.empty());
    }

    private static Migration move(String from, String to) {
        return new Migration(new MigrationId("web-1@4"), new HostId(from), new HostId(to));
    }
}
