package io.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class MigrationCommandsTest {

    private static final String WEB = "{\"vm\":\"web-1\",\"host\":\"h1\",\"epoch\":1,\"tier\":3}";

    private static final String PAST = """
            {"vm":"web-1","migration":"web-1@1","mode":"hybrid","from":"h1","to":"h2","outcome":"committed",
            "endedAgoNs":12000000000,"tookNs":2430000000,"rounds":2,"bytes":1073741824,"downtimeNs":166000000,
            "parts":{"pauseNs":1000000,"pagesNs":20000000,"stateNs":3000000,"transitNs":200000,"verifyNs":1800000,
            "commitNs":100000000,"resumeNs":40000000},
            "help":[{"help":"deltas","lookedPages":20,"pages":10,"savedBytes":10240,"hostCpuNs":30000,
            "guestCpuNs":0}],"inFlight":0,"missedFrames":0}""";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @AutoClose
    private final FakeDoor door = new FakeDoor();

    @Test
    void listsWhatMovesAndWhatWaits() {
        door.says("GET /v1/migrations", 200, """
                {"migrations":[{"vm":"web-1","state":"moving","migration":"web-1@1","from":"h1","to":"h2",
                "course":{"phase":"precopy","round":2,"bytes":1073741824,"remainingPages":512,
                "bitsPerSecond":941000000,"dirtyBitsPerSecond":84000000,"throttlePercent":20,
                "downtimeNs":12000000,"help":[{"help":"deltas","lookedPages":20,"pages":10,"savedBytes":10240,
                "hostCpuNs":30000,"guestCpuNs":0},{"help":"dirty-limit","lookedPages":7,"pages":5,"savedBytes":20520,
                "hostCpuNs":0,"guestCpuNs":80000000}]}},
                {"vm":"web-2","state":"waiting","from":"h1","priority":"high"}]}""");
        assertThat(run("migrations")).isZero();
        assertThat(lines())
                .containsExactly(
                        "VM STATE FROM TO PRIORITY ROUND SENT SAVED RATE DIRTIED PAGES LEFT"
                                + " THROTTLE HELP'S CPU DOWNTIME",
                        "web-1 precopy h1 h2 - 2 1GiB 30.0KiB 941.0Mbit 84.0Mbit 512 20% 30us 12ms",
                        "web-2 waiting h1 any high - - - - - - - - -");
    }

    @Test
    void listsHowTheLastMigrationsEnded() {
        door.says("GET /v1/migrations", 200, """
                {"migrations":[],"ended":[%s,{"vm":"web-2","migration":"web-2@4","mode":"pre-copy","from":"h2",
                "to":"h3","outcome":"not_converged","why":"30 rounds","endedAgoNs":60000000000,"tookNs":9000000000,
                "rounds":30,"bytes":2048,"help":[],"inFlight":0,"missedFrames":0},%s],
                "silent":["h3"]}""".formatted(PAST, PAST));
        assertThat(run("migrations", "--last", "2")).isZero();
        assertThat(lines())
                .containsExactly(
                        "nothing moves, and nothing waits for its turn to",
                        "",
                        "VM FROM TO END MODE ROUNDS SENT SAVED TOOK DOWNTIME ENDED",
                        "web-1 h1 h2 committed hybrid 2 1GiB 10KiB 2.43s 166ms 12s ago",
                        "web-2 h2 h3 not converged pre-copy 30 2KiB - 9s - 60s ago",
                        "",
                        "VM STOOD STILL PAUSE LAST PAGES STATE WAY PROOF COMMIT RESUME",
                        "web-1 166ms 1ms 20ms 3ms 200us 1.8ms 100ms 40ms");
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 100);
        assertThat(err.toString()).contains("what ended there is missing: h3");
    }

    @Test
    void showsHowTheLastMigrationOfAVmEnded() {
        door.says("GET /v1/vms/web-1", 200, WEB.replace("\"tier\":3", "\"lastMigration\":{\"committed\":true}"))
                .says("GET /v1/migrations", 200, "{\"migrations\":[],\"ended\":[" + PAST + "]}");
        assertThat(run("vm", "show", "web-1")).isZero();
        assertThat(lines())
                .endsWith(
                        "VM FROM TO END MODE ROUNDS SENT SAVED TOOK DOWNTIME ENDED",
                        "web-1 h1 h2 committed hybrid 2 1GiB 10KiB 2.43s 166ms 12s ago",
                        "",
                        "VM STOOD STILL PAUSE LAST PAGES STATE WAY PROOF COMMIT RESUME",
                        "web-1 166ms 1ms 20ms 3ms 200us 1.8ms 100ms 40ms",
                        "",
                        "HELP PAGES OF SAVED HOST'S CPU GUEST'S CPU",
                        "deltas 10 20 10KiB 30us 0s");
    }

    @Test
    void programsAreToldThePartsOfAMigrationThatTheyOrdered() {
        migration("COMMITTED", "\"host\":\"h2\"");
        door.says("GET /v1/migrations", 200, "{\"migrations\":[],\"ended\":[" + PAST + "]}");
        assertThat(run("vm", "migrate", "web-1", "--json")).isZero();
        assertThat(out.toString())
                .contains(
                        "\"outcome\":\"committed\",\"host\":\"h2\"", "\"commitNs\":100000000", "\"savedBytes\":10240");
    }

    @Test
    void tellsTheRoundsAndTheEndOfAMigration() {
        migration("COMMITTED", "\"host\":\"h2\"");
        assertThat(run("vm", "migrate", "web-1", "--to", "h2")).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "web-1 round 1: 10MiB",
                        "web-1 stood still for 21ms",
                        "web-1 is on h2 now: 3 rounds, 10MiB, downtime 21.5ms");
        assertThat(door.asked()).contains("POST /v1/vms/web-1/migrate {\"to\":\"h2\"}");
    }

    @Test
    void aMigrationThatDoesNotConvergeSaysSo() {
        migration("NOT_CONVERGED", "\"host\":\"h1\"");
        assertThat(run("vm", "migrate", "web-1", "--to", "h2")).isEqualTo(1);
        assertThat(out.toString()).contains("web-1 stays on h1: it did not converge in 3 rounds, 10MiB");
    }

    /// In post-copy the record knows of no migration any more, and the guest still lacks pages.
    @Test
    void waitsForThePagesThatFollowAGuest() {
        migration(
                "COMMITTED",
                "\"host\":\"h2\",\"lastMigration\":{\"migration\":\"web-1@1\",\"committed\":true,\"servedBy\":\"h1\"}",
                20);
        assertThat(run("vm", "migrate", "web-1", "--to", "h2")).isZero();
        assertThat(out.toString()).contains("web-1 is on h2 now: 3 rounds, 10MiB, downtime 21.5ms");
    }

    private void migration(String outcome, String host) {
        migration(outcome, host, 1);
    }

    /// @param signs of life before its end
    private void migration(String outcome, String host, int signs) {
        String about = "\"about\":{\"migration\":\"web-1@1\",\"vm\":\"web-1\"";
        door.says("POST /v1/vms/web-1/migrate", 202, "{\"done\":\"\",\"migrations\":[\"web-1@1\"]}")
                .says("GET /v1/vms/web-1", 200, WEB.replace("\"host\":\"h1\"", host))
                .says("GET /v1/events?follow=true", 200, """
                        id: h1=0.1
                        event: opened
                        data: {}

                        id: h1=0.2
                        event: happened
                        data: {"kind":"MigrationEvent.RoundCompleted","text":"web-1 round 1: 10MiB",%s}}

                        id: h1=0.21
                        event: happened
                        data: {"kind":"MigrationEvent.StoodStill","text":"web-1 stood still for 21ms",%s}}

                        %sid: h1=0.3
                        event: happened
                        data: {"kind":"MigrationEvent.Finished",%s,"side":"SOURCE","outcome":"%s",\
                        "downtimeNs":21500000,\
                        "rounds":3,"bytes":10485760}}

                        """.formatted(
                                about, about, ":\n\n".repeat(signs), about, outcome));
    }

    /// What was printed, without the width of columns.
    private List<String> lines() {
        return out.toString().lines().map(line -> line.replaceAll(" +", " ")).toList();
    }

    private int run(String... arguments) {
        return Godwit.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(Stream.concat(Arrays.stream(arguments), Stream.of("--door", door.url()))
                        .toArray(String[]::new));
    }
}
