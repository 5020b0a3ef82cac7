package io.godwit.registry;

import static io.godwit.registry.Specimens.WEB;
import static io.godwit.registry.Specimens.join;
import static io.godwit.registry.Specimens.web;
import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.link.CutMode;
import io.godwit.link.NodeId;
import io.godwit.registry.RegistryAnswer.VmIs;
import io.godwit.registry.RegistryCommand.CreateVm;
import io.godwit.registry.RegistryCommand.Desired;
import io.godwit.registry.RegistryCommand.SetDesired;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Voters that die, sleep, are cut off and lose their disks.
class RegistryReplicaTest {

    private final RegistryFleet fleet = RegistryFleet.of(1, 3).startVoters();
    private final NodeId client = fleet.startClient("c1");

    @AfterEach
    void nothingFailed() {
        assertThat(fleet.world.failures()).isEmpty();
        fleet.close();
    }

    @Test
    void threeVotersElectALeaderThatAnswers() {
        NodeId leader = fleet.runUntilLed();

        assertThat(fleet.answer(fleet.submit(client, new CreateVm(web())))).isInstanceOf(VmIs.class);
        assertThat(fleet.view(fleet.ask(client, new RegistryQuery.OneVm(WEB))).vms())
                .hasSize(1);
        fleet.run(Duration.ofSeconds(2));
        for (NodeId voter : fleet.voters) {
            assertThat(fleet.applied(voter)).isEqualTo(fleet.applied(leader));
        }
    }

    /// A question lets the leader send followers a message without entries; a command that comes before they have
    /// answered that must not wait for the next one.
    @Test
    void aCommandIsAnsweredAtOnceWhateverIsUnderWay() {
        fleet.runUntilLed();
        fleet.answer(fleet.submit(client, new CreateVm(web())));
        for (int step = 0; step < 60; step++) {
            fleet.run(Duration.ofMillis(137));
            fleet.ask(client, new RegistryQuery.Ping());
            fleet.run(Duration.ofNanos(step * 40_000L));
            long calledNs = fleet.now();
            fleet.answer(fleet.submit(client, new SetDesired(WEB, Desired.RUNNING)));
            assertThat(Duration.ofNanos(fleet.now() - calledNs))
                    .as("what a command takes %d us after a question", step * 40)
                    .isLessThan(Duration.ofMillis(30));
        }
    }

    @Test
    void anotherLeaderTakesOverWithinFourSecondsAndNothingIsMissing() {
        NodeId first = fleet.runUntilLed();
        fleet.answer(fleet.submit(client, new CreateVm(web())));
        long killedAt = fleet.now();
        fleet.kill(first);
        NodeId second = fleet.runUntilLed();

        assertThat(second).isNotEqualTo(first);
        assertThat(Duration.ofNanos(fleet.now() - killedAt)).isLessThan(Duration.ofSeconds(4));
        assertThat(fleet.view(fleet.ask(client, new RegistryQuery.OneVm(WEB))).vms())
                .hasSize(1);
    }

    @Test
    void aCommandThatWasUnderWayWhenTheLeaderDiedIsAnsweredOnce() {
        NodeId first = fleet.runUntilLed();
        long call = fleet.submit(client, join(1, "boot-1"));
        fleet.run(Duration.ofMillis(3));
        fleet.kill(first);

        assertThat(fleet.answer(call)).isEqualTo(new RegistryAnswer.Joined(Specimens.node(1), 1));
        assertThat(fleet.answer(fleet.submit(client, join(1, "boot-1"))))
                .isEqualTo(new RegistryAnswer.Joined(Specimens.node(1), 1));
    }

    @Test
    void aVoterThatComesBackHasWhatItMissed() {
        NodeId leader = fleet.runUntilLed();
        NodeId other = other(leader);
        fleet.kill(other);
        fleet.answer(fleet.submit(client, new CreateVm(web())));
        fleet.startVoter(other);
        fleet.run(Duration.ofSeconds(5));

        assertThat(fleet.applied(other).getLast())
                .isEqualTo(fleet.applied(leader).getLast());
    }

    @Test
    void votersThatCameBackUnderALeaderReplaceItWhenItDies() {
        NodeId leader = fleet.runUntilLed();
        for (NodeId other : fleet.voters) {
            if (!other.equals(leader)) {
                fleet.kill(other);
                fleet.run(Duration.ofSeconds(1));
                fleet.startVoter(other);
                fleet.run(Duration.ofSeconds(10));
            }
        }
        long killedAt = fleet.now();
        fleet.kill(leader);

        assertThat(fleet.runUntilLed()).isNotEqualTo(leader);
        assertThat(Duration.ofNanos(fleet.now() - killedAt)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void aMinorityAnswersNothingAndGoesOnWhenItIsAMajorityAgain() {
        NodeId leader = fleet.runUntilLed();
        List<NodeId> others =
                fleet.voters.stream().filter(voter -> !voter.equals(leader)).toList();
        others.forEach(fleet::kill);
        long command = fleet.submit(client, new CreateVm(web()));
        long question = fleet.ask(client, new RegistryQuery.Ping());
        fleet.run(Duration.ofSeconds(20));

        assertThat(fleet.replies).isEmpty();
        fleet.startVoter(others.getFirst());
        assertThat(fleet.answer(command)).isInstanceOf(VmIs.class);
        assertThat(fleet.view(question).index()).isPositive();
    }

    @Test
    void aFullLossOfPowerForgetsNothingAcknowledged() {
        fleet.runUntilLed();
        for (int number = 0; number < 100; number++) {
            fleet.submit(
                    client,
                    new CreateVm(Specimens.vm(
                            "vm-" + number,
                            web().care().protection(),
                            web().care().isolation())));
        }
        fleet.run(Duration.ofMillis(7));
        int acknowledged = fleet.replies.size();
        fleet.voters.forEach(fleet::losePower);
        fleet.voters.forEach(fleet::startVoter);
        fleet.runUntilLed();

        assertThat(acknowledged).isPositive();
        assertThat(fleet.view(fleet.ask(client, new RegistryQuery.Everything())).vms())
                .hasSizeGreaterThanOrEqualTo(acknowledged);
        fleet.run(Duration.ofSeconds(10));
        assertThat(fleet.replies).hasSize(101);
    }

    @Test
    void aLeaderThatSleptDoesNotAnswerForItsSuccessor() {
        NodeId first = fleet.runUntilLed();
        fleet.nodes.get(first).pause();
        NodeId second = fleet.runUntilLed();
        fleet.answer(fleet.submit(client, new CreateVm(web())));
        fleet.nodes.get(first).resume();
        fleet.run(Duration.ofSeconds(1));

        assertThat(second).isNotEqualTo(first);
        assertThat(fleet.leader()).contains(second);
        assertThat(fleet.told).anySatisfy(told -> {
            assertThat(told.voter()).isEqualTo(first);
            assertThat(told.leadership()).isInstanceOf(Leadership.Retired.class);
        });
    }

    @Test
    void aLeaderThatIsHeardByNobodyIsReplacedAndAnswersNothing() {
        NodeId first = fleet.runUntilLed();
        for (NodeId voter : fleet.voters) {
            if (!voter.equals(first)) {
                fleet.cut(first, voter, CutMode.HOLD);
            }
        }
        NodeId second = fleet.runUntilLed();
        fleet.answer(fleet.submit(client, new CreateVm(web())));
        fleet.healAll();
        fleet.run(Duration.ofSeconds(5));

        assertThat(second).isNotEqualTo(first);
        assertThat(fleet.applied(first).getLast())
                .isEqualTo(fleet.applied(second).getLast());
    }

    @Test
    void aVoterThatLostItsDiskComesBackAsAnotherVoter() {
        NodeId leader = fleet.runUntilLed();
        fleet.answer(fleet.submit(client, new CreateVm(web())));
        NodeId unlucky = other(leader);
        fleet.nodes.get(unlucky).kill();
        fleet.disks.get(unlucky).loseEverything();
        fleet.startVoter(unlucky);
        fleet.run(Duration.ofSeconds(20));

        assertThat(fleet.applied(unlucky).getLast())
                .isEqualTo(fleet.applied(leader).getLast());
        NodeId third = fleet.voters.stream()
                .filter(voter -> !voter.equals(leader) && !voter.equals(unlucky))
                .findFirst()
                .orElseThrow();
        fleet.kill(third);
        assertThat(fleet.view(fleet.ask(client, new RegistryQuery.OneVm(WEB))).vms())
                .hasSize(1);
    }

    @Test
    void aVoterWithAnEmptyDiskWaitsForTheOthersBeforeItBeginsAnything() {
        NodeId leader = fleet.runUntilLed();
        fleet.answer(fleet.submit(client, new CreateVm(web())));
        fleet.voters.forEach(fleet::kill);
        fleet.disks.get(leader).loseEverything();
        fleet.disks.get(other(leader)).loseEverything();
        fleet.startVoter(leader);
        fleet.startVoter(other(leader));
        long question = fleet.ask(client, new RegistryQuery.Everything());
        fleet.run(Duration.ofSeconds(60));

        assertThat(fleet.replies)
                .as("answers of a group that was founded over a lost one")
                .doesNotContainKey(question);
    }

    @Test
    void aVoterWhoseLogIsDamagedTakesNoPart() {
        NodeId leader = fleet.runUntilLed();
        for (int n = 0; n < 10; n++) {
            fleet.answer(fleet.submit(client, join(1, "boot-" + n)));
        }
        fleet.run(Duration.ofSeconds(2));
        NodeId unlucky = other(leader);
        fleet.kill(unlucky);
        int before = fleet.applied(unlucky).size();
        fleet.disks.get(unlucky).spoil("log", 50);
        fleet.startVoter(unlucky);
        fleet.run(Duration.ofSeconds(10));

        assertThat(fleet.applied(unlucky)).hasSize(before);
        assertThat(fleet.answer(fleet.submit(client, new CreateVm(web())))).isInstanceOf(VmIs.class);
    }

    private NodeId other(NodeId voter) {
        return fleet.voters.stream()
                .filter(each -> !each.equals(voter))
                .findFirst()
                .orElseThrow();
    }
}
