package io.godwit.host;

import static io.godwit.host.CardLab.inLan;
import static io.godwit.host.CardLab.limited;
import static io.godwit.host.CardLab.load;
import static io.godwit.host.CardLab.sending;
import static io.godwit.host.CardLab.weighed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.godwit.device.Bound;
import io.godwit.device.PacketLoad;
import io.godwit.device.Portion;
import io.godwit.history.DeviceEvent;
import io.godwit.history.GuestEvent;
import io.godwit.history.GuestEvent.Misbehaviour;
import io.godwit.history.Meter;
import io.godwit.unit.MemorySize;
import io.godwit.vm.VmSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Guests that flood the network, and what their neighbours have of it. A wire of 1 Gbit/s takes 1,953,125 of the
/// smallest frames a second.
class FloodTest {

    private static final VmSpec HOG = Specs.vm("hog", 1);

    private final CardLab cards = new CardLab();
    private final Lab lab = cards.lab;
    private final ActorRef<HypervisorCommand> h1 = cards.h1;
    private final ActorRef<HypervisorCommand> h2 = cards.h2;

    @AfterEach
    void close() {
        cards.close();
    }

    @Test
    void aFloodTakesNoFrameFromANeighbourThatSendsLessThanItsShare() {
        lab.start(h1, HOG, 1);
        lab.start(h1, sending("web", load(30_000)), 1);
        lab.run(Duration.ofSeconds(2));
        misbehave(h1, HOG, Misbehaviour.FLOOD, Optional.of(Duration.ofSeconds(3)));
        PacketLoad asked = cards.card(h1, "hog").asked().orElseThrow();
        assertThat(asked.size()).isEqualTo(PacketLoad.SMALLEST);
        assertThat(asked.waits()).isFalse();
        lab.run(Duration.ofSeconds(4));
        assertThat(disturbed("web")).hasSize(3).allSatisfy(card -> {
            assertThat(card.wanted()).isBetween(29_999L, 30_000L);
            assertThat(card.sent()).isBetween(29_999L, 30_001L);
        });
        assertThat(disturbed("hog")).hasSize(3).allSatisfy(card -> {
            assertThat(card.wanted()).isGreaterThan(10_000_000);
            assertThat(card.sent()).isCloseTo(1_953_125 * 7 / 10, within(1_000L));
        });
        assertThat(cards.devices(h1, "hog").card().bulk())
                .as("it behaves again")
                .isEmpty();
    }

    @Test
    void limitsAndWeightsHoldAFlood() {
        VmSpec limited = limited(Specs.vm("limited", 1), "64Mbit");
        VmSpec heavy = weighed(Specs.vm("heavy", 1), 512);
        List.of(HOG, limited, heavy).forEach(vm -> {
            lab.start(h1, vm, 1);
            misbehave(h1, vm, Misbehaviour.FLOOD, Optional.empty());
        });
        assertThat(cards.card(h1, "limited").milliSent()).isEqualTo(125_000_000);
        assertThat(cards.card(h1, "limited").bound()).isEqualTo(Bound.LIMIT);
        long left = 1_953_125_000L - 125_000_000L;
        assertThat(cards.card(h1, "hog").milliSent()).isCloseTo(left / 3, within(1_000L));
        assertThat(cards.card(h1, "heavy").milliSent()).isCloseTo(2 * left / 3, within(1_000L));
    }

    @Test
    void aStormReachesItsVirtualLanAndNoOther() {
        lab.start(h1, inLan(HOG, 7), 1);
        lab.start(h1, inLan(Specs.vm("near", 1), 7), 1);
        lab.start(h1, inLan(Specs.vm("apart", 1), 8), 1);
        lab.start(h2, inLan(Specs.vm("far", 1), 7), 1);
        lab.start(h2, Specs.vm("untagged", 1), 1);
        misbehave(h1, HOG, Misbehaviour.STORM, Optional.of(Duration.ofSeconds(5)));
        lab.run(Duration.ofSeconds(3));
        assertThat(cards.card(h1, "near").milliReceived())
                .as("what the switch lets a port send to everybody")
                .isEqualTo(1_000_000);
        assertThat(cards.card(h2, "far").milliReceived()).isEqualTo(1_000_000);
        assertThat(cards.devices(h1, "apart").card().bulk()).isEmpty();
        assertThat(cards.devices(h2, "untagged").card().bulk()).isEmpty();
        HostSwitch.Port port = cards.inspect(h1).ports().stream()
                .filter(it -> it.name().equals("hog"))
                .findFirst()
                .orElseThrow();
        assertThat(port.flooded()).isBetween(2_900L, 3_100L);
        assertThat(port.drops()).extracting(HostSwitch.Drop::reason).containsExactly("flood-limit");
        assertThat(port.drops().getFirst().frames()).isGreaterThan(10_000_000);
        lab.run(Duration.ofMillis(2_100));
        assertThat(cards.devices(h1, "near").card().bulk()).isEmpty();
        assertThat(cards.devices(h2, "far").card().bulk()).isEmpty();
    }

    @Test
    void oneThatFloodsTheNetworkAndItsDiskDoesBothUntilEachIsOver() {
        lab.start(h1, HOG, 1);
        misbehave(h1, HOG, Misbehaviour.FLOOD, Optional.of(Duration.ofSeconds(4)));
        misbehave(h1, HOG, Misbehaviour.DISK, Optional.of(Duration.ofSeconds(2)));
        assertThat(asks()).isEqualTo("disk and card");
        lab.run(Duration.ofSeconds(3));
        assertThat(asks()).isEqualTo("card");
        lab.run(Duration.ofSeconds(2));
        assertThat(asks()).isEqualTo("nothing");
        assertThat(lab.guestEvents().stream().filter(GuestEvent.Behaved.class::isInstance))
                .hasSize(2);
    }

    @Test
    void aHostsSwitchFloodsAsMuchAsItsFileSays() {
        HostSpec plain = Specs.host(4, MemorySize.ofGibibytes(1));
        var settings = new HostSpec.VirtualSwitch(
                Duration.ofMinutes(5), 64, CardLab.rate(50), 10, PacketLoad.LARGEST, "a test");
        ActorRef<HypervisorCommand> h3 = lab.hypervisor(
                "h3",
                new HostSpec(
                        plain.host(),
                        plain.processors(),
                        plain.memory(),
                        plain.nics(),
                        settings,
                        plain.disks(),
                        plain.power()));
        lab.start(h3, HOG, 1);
        lab.start(h3, Specs.vm("near", 1), 1);
        misbehave(h3, HOG, Misbehaviour.STORM, Optional.empty());
        lab.run(Duration.ofSeconds(1));
        assertThat(cards.card(h3, "near").milliReceived()).isEqualTo(50_000);
    }

    @Test
    void whatEachOneHasOfACardThatIsShortIsWrittenDown() {
        lab.start(h1, sending("web", load(30_000)), 1);
        lab.start(h1, HOG, 1);
        lab.run(Duration.ofSeconds(2));
        assertThat(lab.history).noneMatch(DeviceEvent.class::isInstance);
        misbehave(h1, HOG, Misbehaviour.FLOOD, Optional.of(Duration.ofSeconds(3)));
        lab.run(Duration.ofSeconds(5));
        assertThat(lab.history)
                .filteredOn(DeviceEvent.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(DeviceEvent.Shared.class, shared -> {
                    assertThat(shared.device()).isEqualTo("card of h1, out");
                    assertThat(shared.portions())
                            .extracting(Portion::asked)
                            .containsExactly(300_000_000L, 1_000_000_000L);
                    assertThat(shared.portions().getFirst().got()).isEqualTo(300_000_000);
                    assertThat(shared.portions().getLast().got()).isCloseTo(700_000_000, within(1_000L));
                });
    }

    private String asks() {
        VmDevices devices = cards.devices(h1, "hog");
        boolean disk = devices.block().bulk().isPresent();
        boolean card = devices.card().bulk().isPresent();
        return disk ? (card ? "disk and card" : "disk") : card ? "card" : "nothing";
    }

    private void misbehave(ActorRef<HypervisorCommand> host, VmSpec vm, Misbehaviour how, Optional<Duration> lasting) {
        var order = new Lifecycle.Misbehave(vm.id(), how, Optional.empty(), lasting, lab.replyTo());
        assertThat(lab.ask(host, order, Duration.ZERO)).isEqualTo(new Lifecycle.Misbehaves(vm.id(), how));
    }

    private List<Meter.Card> disturbed(String vm) {
        return lab.guestEvents().stream()
                .filter(event -> event.vm().value().equals(vm))
                .filter(GuestEvent.Metered.class::isInstance)
                .map(event -> ((GuestEvent.Metered) event).meter())
                .filter(Meter::disturbed)
                .map(Meter::card)
                .toList();
    }
}
