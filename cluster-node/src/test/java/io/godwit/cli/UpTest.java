package io.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.godwit.time.MonotonicTimeline;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A fleet of three real processes and an array, worked with as a person does.
class UpTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path runtime;

    private final StringWriter err = new StringWriter();
    private Process up;
    private BufferedReader said;
    private String port;
    private String door;

    @BeforeEach
    void start() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = Integer.toString(any.getLocalPort());
        }
        up = command("up", "--hosts", "3", "--heap", "128MiB", "--port", port, "--json")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        said = up.inputReader();
        JsonNode place = JSON.readTree(said.readLine());
        assertThat(place.path("doors")).hasSize(4);
        door = place.path("doors").get(0).asText();
    }

    @AfterEach
    void kill() {
        List<ProcessHandle> all = new ArrayList<>(up.descendants().toList());
        all.add(up.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void isMadeBrokenAndEndedByCommands() throws IOException, InterruptedException {
        assertThat(tree("hosts").path("hosts")).hasSize(3).allMatch(host -> stateOf(host)
                .equals("up"));
        makeVms();
        String target = migrate();
        killAndBringBack(target);
        assertThat(command("up", "--hosts", "1", "--port", port).start().waitFor())
                .isEqualTo(Godwit.INVALID);
        end();
    }

    private void makeVms() {
        assertThat(tree("vm", "create", "web", "--count", "3", "--memory", "64MiB", "--protect", "restart", "--no-wait")
                        .path("vms"))
                .hasSize(3);
        until(() ->
                tree("vms").path("vms").valueStream().allMatch(vm -> stateOf(vm).equals("running")));
        assertThat(run("vm", "create", "web", "--count", "3", "--memory", "64MiB", "--protect", "restart"))
                .isEqualTo(1);
        assertThat(run("vm", "create", "big", "--memory", "40GiB")).isEqualTo(1);
        assertThat(err.toString()).containsPattern("lacks [\\d.]+[MG]iB of memory");
    }

    /// @return where web-1 is then
    private String migrate() {
        String to = vm("web-1").path("host").asText().equals("h2") ? "h3" : "h2";
        assertThat(tree("vm", "migrate", "web-1", "--to", to).path("outcome").asText())
                .isEqualTo("committed");
        assertThat(vm("web-1").path("host").asText()).isEqualTo(to);
        return to;
    }

    private void killAndBringBack(String host) {
        assertThat(run("kill-host", host)).isZero();
        // A leader may have died with it: until there is another, the door says so with 254.
        until(() -> run("vms") == 0);
        until(() -> Stream.of("web-1", "web-2", "web-3")
                .allMatch(name -> stateOf(vm(name)).equals("running")
                        && !vm(name).path("host").asText().equals(host)));
        assertThat(run("kill-host", host)).isEqualTo(1);
        until(() -> tree("events", "--last", "1000").toString().contains(host + " is lost (process ended)"));
        assertThat(run("start-host", host)).isZero();
        until(() ->
                stateOf(tree("hosts").path("hosts").get(host.charAt(1) - '1')).equals("up"));
    }

    private void end() throws IOException, InterruptedException {
        List<ProcessHandle> children = up.descendants().toList();
        JsonNode place = JSON.readTree(Files.readString(runtime.resolve("godwit/fleet.json")));
        assertThat(run("down")).isZero();
        assertThat(up.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(up.exitValue()).isZero();
        assertThat(children).isNotEmpty().noneMatch(ProcessHandle::isAlive);
        assertThat(Path.of(place.path("folder").asText())).doesNotExist();
        assertThat(runtime).isEmptyDirectory();
        assertThat(run("vms")).isEqualTo(Godwit.INVALID);
    }

    private ProcessBuilder command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-Dgodwit.home=" + System.getProperty("godwit.home", ".."),
                "-cp",
                System.getProperty("java.class.path"),
                Godwit.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("XDG_RUNTIME_DIR", runtime.toString());
        return builder;
    }

    private JsonNode vm(String name) {
        return tree("vm", "show", name);
    }

    private JsonNode tree(String... arguments) {
        StringWriter out = new StringWriter();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--json");
        assertThat(execute(out, all)).as(err::toString).isZero();
        try {
            return JSON.readTree(out.toString());
        } catch (IOException noJson) {
            throw new AssertionError(out.toString(), noJson);
        }
    }

    private int run(String... arguments) {
        return execute(new StringWriter(), new ArrayList<>(List.of(arguments)));
    }

    private int execute(StringWriter out, List<String> arguments) {
        arguments.addAll(List.of("--door", door));
        return Godwit.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }

    private static String stateOf(JsonNode view) {
        return view.path("state").asText();
    }

    private static void until(BooleanSupplier reached) {
        MonotonicTimeline clock = MonotonicTimeline.startingNow();
        while (!reached.getAsBoolean()) {
            assertThat(clock.now()).isLessThan(PATIENCE.toNanos());
            LockSupport.parkNanos(200_000_000);
        }
    }
}
