package io.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class RestoreCommandTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final StringWriter out = new StringWriter();

    @AutoClose
    private final FakeDoor door = new FakeDoor();

    @Test
    void waitsUntilItsGuestRunsAgain() {
        says("running", 1);
        says("rebooting", 1);
        says("starting", 2);
        says("booting", 2);
        says("running", 2);
        assertThat(restore()).isZero();
        assertThat(out).hasToString("web-1 runs again from before, epoch 2\n");
    }

    @Test
    void endsWhenOneThatIsPausedWentBack() {
        says("paused", 1);
        says("paused", 1);
        says("rebooting", 1);
        says("paused", 2);
        assertThat(restore()).isZero();
        assertThat(out).hasToString("web-1 went back to before and is paused, epoch 2\n");
    }

    @Test
    void doesNotWaitForOneThatWasStopped() {
        says("stopped", 1);
        assertThat(restore()).isZero();
        assertThat(out).hasToString("web-1 goes back to before when it starts\n");
    }

    @Test
    void aPauseAndAResumeWaitForTheirStateToo() {
        says("running", 1);
        says("booting", 1);
        says("paused", 1);
        assertThat(ordered("pause")).isZero();
        assertThat(out.toString()).contains("paused").doesNotContain("booting");
        says("paused", 1);
        says("waiting", 1);
        says("running", 2);
        assertThat(ordered("resume")).isZero();
        assertThat(out.toString()).contains("running");
    }

    private int ordered(String verb) {
        door.says("POST /v1/vms/web-1/" + verb, 202, "{\"done\":\"taken\"}");
        String[] args = {"vm", verb, "web-1", "--door", door.url()};
        return Assertions.assertTimeoutPreemptively(
                SOON,
                () -> Godwit.commandLine().setOut(new PrintWriter(out, true)).execute(args));
    }

    private void says(String state, int epoch) {
        door.says("GET /v1/vms/web-1", 200, "{\"state\":\"" + state + "\",\"epoch\":" + epoch + "}");
    }

    private int restore() {
        door.says("POST /v1/vms/web-1/restore", 200, "{}");
        String[] args = {"vm", "restore", "web-1", "--to", "before", "--door", door.url()};
        return Assertions.assertTimeoutPreemptively(
                SOON,
                () -> Godwit.commandLine().setOut(new PrintWriter(out, true)).execute(args));
    }
}
