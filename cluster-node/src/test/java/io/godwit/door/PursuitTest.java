package io.godwit.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.history.MigrationEvent.Mode;
import io.godwit.history.MigrationEvent.Outcome;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.identity.HostId;
import io.godwit.identity.MigrationId;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import io.godwit.migration.MigrationReport;
import io.godwit.migration.Migrations;
import io.godwit.migration.Move;
import io.godwit.migration.PastMigration;
import io.godwit.migration.precopy.Downtime;
import io.godwit.recovery.ControlWire.Outcome.Shown;
import io.godwit.registry.NodeRecord;
import io.godwit.registry.RegistryView;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PursuitTest {

    private static final NodeId H1 = new NodeId("h1");
    private static final NodeId H2 = new NodeId("h2");
    private static final Downtime DOWNTIME = new Downtime(new Downtime.AtSource(1, Optional.of(2L), 3), 4, 5, 6, 7);

    private final CompletableFuture<Reply> reply = new CompletableFuture<>();
    private final Pursuit pursuit = Pursuit.of(
            new Shown(
                    H1,
                    7,
                    new RegistryView(
                            1,
                            7,
                            List.of(node("h1", false), node("h2", false), node("h3", true)),
                            List.of(),
                            List.of()),
                    false),
            List.of(),
            100,
            reply);

    @Test
    void bothSidesOfAMigrationAreOneWithThePartsThatEitherHeard() {
        pursuit.told(H2, new Migrations.Past(1000, List.of(past("web-1", Side.TARGET, 900, Optional.of(DOWNTIME)))));
        assertThat(reply).isNotDone();
        pursuit.told(H1, new Migrations.Past(500, List.of(past("web-1", Side.SOURCE, 300, Optional.empty()))));
        assertThat(json())
                .isEqualTo("{\"migrations\":[],\"ended\":[{\"vm\":\"web-1\",\"migration\":\"web-1@1\","
                        + "\"mode\":\"pre-copy\",\"from\":\"h1\",\"to\":\"h2\",\"outcome\":\"committed\","
                        + "\"endedAgoNs\":200,\"tookNs\":50,\"rounds\":3,\"bytes\":4096,\"downtimeNs\":28,"
                        + "\"parts\":{\"pauseNs\":1,\"pagesNs\":2,\"stateNs\":3,"
                        + "\"transitNs\":4,\"verifyNs\":5,\"commitNs\":6,\"resumeNs\":7},\"help\":[],"
                        + "\"inFlight\":2,\"missedFrames\":1}],\"silent\":[]}");
    }

    @Test
    void aSourceThatIsGoneLeavesOutWhatItAloneKnew() {
        pursuit.told(H2, new Migrations.Past(1000, List.of(past("web-1", Side.TARGET, 900, Optional.of(DOWNTIME)))));
        assertThat(pursuit.isOver(99)).isFalse();
        assertThat(pursuit.isOver(100)).isTrue();
        assertThat(json())
                .contains("\"endedAgoNs\":100", "\"downtimeNs\":28", "\"silent\":[\"h1\"]")
                .doesNotContain("mode", "rounds", "bytes");
    }

    @Test
    void theOneThatEndedLastComesFirst() {
        pursuit.told(
                H1,
                new Migrations.Past(
                        500,
                        List.of(
                                past("web-1", Side.SOURCE, 300, Optional.empty()),
                                past("web-2", Side.SOURCE, 450, Optional.empty()))));
        pursuit.told(H2, new Migrations.Past(70, List.of(past("web-3", Side.SOURCE, 0, Optional.empty()))));
        assertThat(json().replaceAll("\"vm\":\"(web-.)\"", "<$1>").replaceAll("(?s)[^<>]*(<[^>]*>)[^<]*", "$1"))
                .isEqualTo("<web-2><web-3><web-1>");
    }

    private String json() {
        return new String(reply.join().json(), StandardCharsets.UTF_8);
    }

    private static NodeRecord node(String name, boolean lost) {
        return new NodeRecord(new NodeId(name), 3, "boot", lost);
    }

    private static PastMigration past(String vm, Side side, long endedNs, Optional<Downtime> downtime) {
        boolean isSource = side == Side.SOURCE;
        return new PastMigration(
                new Move(new MigrationId(vm + "@1"), new VmId(vm), 1, new HostId("h1"), new HostId("h2")),
                side,
                isSource ? Optional.of(Mode.PRE_COPY) : Optional.empty(),
                Outcome.COMMITTED,
                "",
                50,
                endedNs,
                isSource ? 3 : 0,
                isSource ? 4096 : 0,
                List.of(),
                downtime,
                Optional.empty(),
                new MigrationReport.Traffic(2, 1));
    }
}
