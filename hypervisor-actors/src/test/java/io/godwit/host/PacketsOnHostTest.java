package io.godwit.host;

import static io.godwit.host.CardLab.inLan;
import static io.godwit.host.CardLab.limited;
import static io.godwit.host.CardLab.load;
import static io.godwit.host.CardLab.rate;
import static io.godwit.host.CardLab.sending;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.godwit.device.Bound;
import io.godwit.history.GuestEvent.Why;
import io.godwit.identity.VmId;
import io.godwit.link.LinkLoad;
import io.godwit.unit.Bandwidth;
import io.godwit.vm.VmSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Guests' bulk on the network cards of two hosts.
class PacketsOnHostTest {

    private final CardLab cards = new CardLab();
    private final Lab lab = cards.lab;
    private final ActorRef<HypervisorCommand> h1 = cards.h1;
    private final ActorRef<HypervisorCommand> h2 = cards.h2;

    @AfterEach
    void close() {
        cards.close();
    }

    @Test
    void aFloodTakesNothingFromANeighbourThatSendsLessThanItsShare() {
        lab.start(h1, sending("flood", load(5_000_000).waiting(false)), 1);
        lab.start(h1, sending("web", load(30_000)), 1);
        assertThat(cards.card(h1, "web").milliSent()).isEqualTo(30_000_000);
        assertThat(cards.card(h1, "flood").milliSent()).isCloseTo(70_000_000, within(2_000L));
        assertThat(cards.card(h1, "flood").bound()).isEqualTo(Bound.HARDWARE);
    }

    @Test
    void whatWaitsGetsOnAsFastAsItsCardLetsIt() {
        lab.start(h1, sending("slow", load(400_000)), 1);
        assertThat(cards.devices(h1, "slow").paceMillionths()).isCloseTo(250_000, within(10));
        lab.start(h1, limited(sending("limited", load(20_000)), "100Mbit"), 1);
        assertThat(cards.card(h1, "limited").milliSent()).isEqualTo(10_000_000);
        assertThat(cards.card(h1, "limited").bound()).isEqualTo(Bound.LIMIT);
        assertThat(cards.devices(h1, "limited").paceMillionths()).isEqualTo(500_000);
    }

    @Test
    void framesForANeighbourTakeNothingOfTheHostsCard() {
        lab.start(h1, Specs.vm("sink", 1), 1);
        lab.start(h1, sending("near", load(200_000).to(Optional.of(new VmId("sink")))), 1);
        lab.start(h1, sending("web", load(100_000)), 1);
        lab.run(Duration.ofSeconds(1));
        assertThat(cards.card(h1, "web").milliSent()).isEqualTo(100_000_000);
        assertThat(cards.card(h1, "near").milliSent()).isEqualTo(200_000_000);
        assertThat(cards.card(h1, "sink").milliReceived()).isEqualTo(200_000_000);
    }

    /// 1,250 bytes each: 50 Mbit/s are 5,000 a second.
    @Test
    void whatGoesToAnotherSiteIsHeldToItsPartOfTheLink() {
        VmSpec sink = Specs.vm("sink", 1);
        lab.start(h2, sink, 1);
        lab.start(h1, sending("far", load(50_000).to(Optional.of(sink.id())).waiting(false)), 1);
        lab.start(h1, sending("web", load(70_000)), 1);
        assertThat(cards.card(h1, "web").milliSent()).isCloseTo(50_000_000, within(2_000L));
        LinkLoad load = LinkLoad.of(1).plus(500_000_000, LinkLoad.USUAL_WEIGHT);
        h1.tell(new LinkPart(new VmId("far"), Optional.of(new LinkPart.Shared(Bandwidth.parse("100Mbit"), load))));
        lab.run(Duration.ofMillis(1_500));
        assertThat(cards.card(h1, "far").milliSent()).as("half of the link").isEqualTo(5_000_000);
        assertThat(cards.card(h1, "far").bound()).isEqualTo(Bound.LINK);
        assertThat(cards.card(h2, "sink").milliReceived()).isEqualTo(5_000_000);
        assertThat(cards.card(h1, "web").milliSent())
                .as("the card has room again")
                .isEqualTo(70_000_000);
        h1.tell(new LinkPart(new VmId("far"), Optional.empty()));
        lab.run(Duration.ofMillis(10));
        assertThat(cards.card(h1, "far").milliSent()).isCloseTo(50_000_000, within(2_000L));
    }

    @Test
    void aLinkTakesNothingFromWhatStaysOnItsHostOrGoesToNoGuest() {
        lab.start(h1, Specs.vm("sink", 1), 1);
        lab.start(h1, sending("near", load(60_000).to(Optional.of(new VmId("sink")))), 1);
        lab.start(h1, sending("web", load(60_000)), 1);
        for (String guest : List.of("near", "web")) {
            h1.tell(new LinkPart(
                    new VmId(guest), Optional.of(new LinkPart.Shared(Bandwidth.parse("1Mbit"), LinkLoad.of(1)))));
        }
        lab.run(Duration.ofSeconds(1));
        assertThat(cards.card(h1, "near").milliSent()).isEqualTo(60_000_000);
        assertThat(cards.card(h1, "web").milliSent()).isEqualTo(60_000_000);
    }

    @Test
    void framesReachAGuestOfAnotherHostAndFollowItThere() {
        VmSpec sink = Specs.vm("sink", 1);
        lab.start(h2, sink, 1);
        lab.start(h1, sending("far", load(200_000).to(Optional.of(sink.id())).waiting(false)), 1);
        lab.run(Duration.ofMillis(1_500));
        assertThat(cards.card(h1, "far").milliSent())
                .as("all that the wire takes")
                .isEqualTo(100_000_000);
        assertThat(cards.card(h2, "sink").milliReceived()).isEqualTo(100_000_000);
        lab.ask(h2, new Lifecycle.StopVm(sink.id(), Why.REQUESTED, lab.replyTo()));
        lab.start(h1, sink, 2);
        lab.run(Duration.ofMillis(2_500));
        assertThat(cards.card(h1, "far").milliSent()).as("no wire between them").isEqualTo(200_000_000);
        assertThat(cards.card(h1, "sink").milliReceived()).isEqualTo(200_000_000);
    }

    @Test
    void whoSendsNoMoreIsForgottenByWhomItSentTo() {
        VmSpec far = sending("far", load(50_000).to(Optional.of(new VmId("sink"))));
        lab.start(h2, Specs.vm("sink", 1), 1);
        lab.start(h1, far, 1);
        lab.run(Duration.ofMillis(1_500));
        assertThat(cards.card(h2, "sink").milliReceived()).isEqualTo(50_000_000);
        lab.ask(h1, new Lifecycle.PauseVm(far.id(), Why.REQUESTED, lab.replyTo()));
        lab.run(Duration.ofMillis(5));
        assertThat(cards.devices(h2, "sink").card().bulk()).isEmpty();
    }

    @Test
    void theSwitchTellsWhatPassedAndWhatItKnows() {
        lab.start(h2, Specs.vm("sink", 1), 1);
        VmSpec flood =
                sending("flood", load(400_000).to(Optional.of(new VmId("sink"))).waiting(false));
        lab.start(h1, flood, 1);
        lab.run(Duration.ofSeconds(3));
        HostSwitch here = cards.inspect(h1);
        HostSwitch.Port guest = here.ports().getFirst();
        assertThat(guest.name()).isEqualTo("flood");
        assertThat(guest.drops())
                .extracting(HostSwitch.Drop::reason)
                .as("the first second to nobody known, then more than the card takes")
                .containsExactly("flood-limit", "hardware");
        assertThat(guest.in().frames()).isBetween(1_100_000L, 1_210_000L);
        assertThat(here.addresses())
                .extracting(HostSwitch.Address::port)
                .containsExactlyInAnyOrder("flood", CardLab.EDGE.value());
        HostSwitch.Passed out = cards.inspect(h2).ports().getFirst().out();
        assertThat(out.frames()).isBetween(100_000L, 210_000L);
        assertThat(out.bytes()).isEqualTo(1_250 * out.frames());
        assertThat(here.isWhole()).isTrue();
        List<HostSwitch> parts = here.parts(1);
        HostInsight joined = parts.getFirst();
        for (HostSwitch part : parts.subList(1, parts.size())) {
            assertThat(joined.isWhole()).isFalse();
            joined = joined.with(part);
        }
        assertThat(joined).isEqualTo(here);
    }

    @Test
    void nothingCrossesAVirtualLan() {
        VmSpec other = inLan(Specs.vm("sink", 1), 7);
        lab.start(h1, other, 1);
        lab.start(h1, sending("near", load(50_000).to(Optional.of(other.id()))), 1);
        lab.run(Duration.ofSeconds(2));
        assertThat(cards.devices(h1, "sink").card().bulk()).isEmpty();
    }

    @Test
    void whatTheWorldOutsideSendsIsSharedToo() {
        lab.start(h1, sending("a", load(0).receiving(rate(80_000))), 1);
        lab.start(h1, sending("b", load(0).receiving(rate(80_000))), 1);
        assertThat(cards.card(h1, "a").milliReceived()).isEqualTo(50_000_000);
        assertThat(cards.card(h1, "a").milliOffered()).isEqualTo(80_000_000);
        assertThat(cards.card(h1, "b").milliReceived()).isEqualTo(50_000_000);
    }
}
