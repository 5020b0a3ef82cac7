package io.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetCommandsTest {

    private static final String NOBODY = "http://127.0.0.1:1";
    private static final String WEB = "{\"vm\":\"web-1\",\"group\":\"web\",\"state\":\"running\",\"host\":\"h1\","
            + "\"epoch\":1,\"vcpus\":2,\"memory\":\"1GiB\",\"protect\":\"restart\",\"onIsolation\":\"stop\",\"tier\":3,"
            + "\"disk\":\"array-a\"}";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @AutoClose
    private final FakeDoor door = new FakeDoor();

    @Test
    void listsHostsInColumns() {
        door.says("GET /v1/hosts", 200, """
                {"hosts":[{"host":"h1","node":"h1","site":"a","rack":"r1","state":"up","vms":3,"vcpus":6,"cores":8,
                "memory":"31GiB","memoryFree":"28GiB","voter":true,"leader":true},
                {"host":"h10","node":"h10","site":"a","rack":"r2","state":"drained","vms":0,"vcpus":0,"cores":8,
                "memory":"31GiB","memoryFree":"31GiB","voter":false,"leader":false}]}""");
        assertThat(run("hosts")).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "HOST  NODE  STATE    VMS  VCPUS  CORES   FREE  MEMORY  RACK  ROLE",
                        "h1    h1    up         3      6      8  28GiB   31GiB  a/r1  leader",
                        "h10   h10   drained    0      0      8  31GiB   31GiB  a/r2");
    }

    @Test
    void aStartEndsWhenWhatItWaitsForIsLost() {
        String stopped = "{\"vm\":\"web-1\",\"state\":\"stopped\",\"epoch\":1,\"disk\":\"local\",\"home\":\"h1\"}";
        door.says("GET /v1/vms/web-1", 200, stopped)
                .says("GET /v1/vms/web-1", 200, stopped.replace("stopped", "waiting"))
                .says("GET /v1/vms/web-1", 200, stopped.replace(",\"home\":\"h1\"", ""))
                .says("POST /v1/vms/web-1/start", 200, "{\"done\":\"web-1 is to start\"}");
        assertThat(run("vm", "start", "web-1")).isEqualTo(1);
        assertThat(err.toString().strip())
                .isEqualTo("web-1 is stopped again: its disk was lost with its host, and nobody starts an empty one"
                        + " unasked (`godwit vm start web-1` does)");
    }

    @Test
    void listsWhatArraysHoldAndHaveStillToDrop() {
        door.says("GET /v1/datastores", 200, """
                {"datastores":[{"datastore":"array-a","state":"up","vms":3,"disks":4,"copies":2,"diskBytes":8192,
                "memoryBytes":0,"used":"8KiB","toDrop":1},
                {"datastore":"array-b","state":"silent","vms":0,"toDrop":0}]}""");
        assertThat(run("datastores")).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "DATASTORE  STATE   VMS  DISKS  COPIES  USED  TO-DROP",
                        "array-a    up        3      4       2  8KiB        1",
                        "array-b    silent    0      -       -     -        0");
    }

    @Test
    void namesWhoseEventsAreMissing() {
        door.says("GET /v1/events?last=50", 200, "{\"events\":[],\"silent\":[\"array-a\",\"h2\"]}");
        assertThat(run("events", "--last", "50")).isZero();
        assertThat(err.toString().strip()).isEqualTo("silent, so that what they wrote is missing: array-a, h2");
    }

    @Test
    void aFleetWithoutVmsSaysSo() {
        door.says("GET /v1/vms", 200, "{\"vms\":[]}");
        assertThat(run("vms")).isZero();
        assertThat(out.toString()).startsWith("this fleet has no VMs: `godwit vm create");
    }

    @Test
    void printsWhatTheDoorSaidForPrograms() {
        door.says("GET /v1/vms", 200, "{\"vms\":[]}");
        assertThat(run("vms", "--json")).isZero();
        assertThat(out.toString().strip()).isEqualTo("{\"vms\":[]}");
    }

    @Test
    void peopleReadRoundedSizesAndProgramsExactOnes() {
        String host = "{\"host\":\"h1\",\"memory\":\"31GiB\",\"memoryFree\":\"32505852KiB\"}";
        door.says("GET /v1/hosts", 200, "{\"hosts\":[" + host + "]}")
                .says("GET /v1/hosts", 200, "{\"hosts\":[" + host + "]}")
                .says("GET /v1/vms", 200, "{\"vms\":[" + WEB.replace("1GiB", "1048580KiB") + "]}");
        assertThat(run("hosts")).isZero();
        assertThat(run("vms")).isZero();
        assertThat(out.toString()).contains("  31.0GiB   31GiB", " 1.0GiB ").doesNotContain("KiB");
        assertThat(run("hosts", "--json")).isZero();
        assertThat(out.toString()).contains("32505852KiB");
    }

    @Test
    void createsAndWaitsUntilTheyRun() {
        door.says("POST /v1/vms", 201, "{\"vms\":[\"web-1\"]}")
                .says("GET /v1/vms", 200, "{\"vms\":[" + WEB.replace("running", "waiting") + "]}")
                .says("GET /v1/vms", 200, "{\"vms\":[" + WEB + "]}");
        assertThat(run(
                        "vm",
                        "create",
                        "web-1",
                        "--memory",
                        "1GiB",
                        "--vcpus",
                        "2",
                        "--protect",
                        "restart",
                        "--workload",
                        "cpu=40%,working-set=64MiB,dirty=1MiB/s"))
                .isZero();
        assertThat(door.asked().getFirst())
                .isEqualTo("POST /v1/vms {\"name\":\"web-1\",\"memory\":\"1GiB\",\"vcpus\":2,\"protect\":\"restart\","
                        + "\"workload\":{\"cpu\":\"40%\",\"workingSet\":\"64MiB\",\"dirty\":\"1MiB/s\"}}");
        assertThat(out.toString()).contains("web-1  running  h1");
    }

    @Test
    void whatTheFleetRefusesIsExitCodeOne() {
        door.says("POST /v1/vms", 409, "{\"error\":\"there is a VM named web-1 already: choose another name\"}");
        assertThat(run("vm", "create", "web-1", "--memory", "1GiB")).isEqualTo(1);
        assertThat(err.toString().strip()).isEqualTo("there is a VM named web-1 already: choose another name");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void mistakesAndDeadFleetsAreExitCode254() {
        door.says("POST /v1/vms", 400, "{\"error\":\"'memory' is zero\"}")
                .says("GET /v1/vms", 503, "{\"error\":\"no controller answers\"}");
        assertThat(run("vm", "create", "web-1", "--memory", "0B")).isEqualTo(Godwit.INVALID);
        assertThat(run("vms")).isEqualTo(Godwit.INVALID);
        assertThat(run("vm", "show", "../x")).isEqualTo(Godwit.INVALID);
        assertThat(runPlain("vms", "--door", NOBODY)).isEqualTo(Godwit.INVALID);
        assertThat(err.toString()).contains("no fleet answers at " + NOBODY + ": start one with `godwit up`");
        assertThat(runPlain("vms", "--door", "h1:7010")).isEqualTo(Godwit.INVALID);
        assertThat(door.asked()).noneMatch(call -> call.contains(".."));
    }

    @Test
    void asksTheNextDoorWhereTheFirstIsDead() {
        door.says("GET /v1/vms", 200, "{\"vms\":[" + WEB + "]}");
        assertThat(runPlain("vms", "--door", NOBODY + "," + door.url())).isZero();
        assertThat(out.toString()).contains("web-1");
    }

    @Test
    void showsItsToken(@TempDir Path folder) throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "0123456789abcdef\n");
        door.says("GET /v1/vms", 200, "{\"vms\":[]}");
        assertThat(run("vms", "--token-file", token.toString())).isZero();
        assertThat(door.asked()).containsExactly("GET /v1/vms Bearer 0123456789abcdef");
    }

    /// A device has no end, an empty file no token, and a novel fits no header.
    @Test
    void refusesAFileWithoutAToken(@TempDir Path folder) throws IOException {
        Path empty = Files.writeString(folder.resolve("empty"), "\n");
        Path novel = Files.writeString(folder.resolve("novel"), "a".repeat(1_025));
        Path words = Files.writeString(folder.resolve("words"), "two words");
        for (String file : List.of(empty.toString(), novel.toString(), words.toString(), "/dev/zero")) {
            assertThat(run("vms", "--token-file", file)).isEqualTo(Godwit.INVALID);
        }
        assertThat(err.toString().lines()).hasSize(4).allMatch(line -> line.contains("holds no token"));
        assertThat(door.asked()).isEmpty();
    }

    @Test
    void ordersAreSaidInASentence() {
        door.says("POST /v1/vms/web-1/pause", 202, "{\"done\":\"web-1 is to pause\"}")
                .says("DELETE /v1/vms/web-1", 202, "{\"done\":\"web-1 is destroyed\"}")
                .says("POST /v1/hosts/h1/kill", 202, "{\"done\":\"killed the process of h1\"}");
        door.says("GET /v1/vms/web-1", 200, WEB);
        assertThat(run("vm", "pause", "web-1", "--no-wait")).isZero();
        assertThat(run("vm", "destroy", "web-1")).isZero();
        assertThat(run("kill-host", "h1")).isZero();
        assertThat(out.toString().lines())
                .containsExactly("web-1 is to pause", "web-1 is destroyed", "killed the process of h1");
    }

    @Test
    void aPinNamesCoresOneByOneOrByRanges() {
        door.says("POST /v1/vms/web-1/pin", 200, "{\"done\":\"web-1 has cores 0-2,8 now\"}");
        assertThat(run("vm", "pin", "web-1", "--cores", "8,0-2")).isZero();
        assertThat(run("vm", "pin", "web-1", "--cores", "any")).isZero();
        assertThat(run("vm", "pin", "web-1", "--cores", "3-1")).isEqualTo(Godwit.INVALID);
        assertThat(run("vm", "pin", "web-1", "--cores", "first")).isEqualTo(Godwit.INVALID);
        assertThat(door.asked())
                .containsExactly(
                        "POST /v1/vms/web-1/pin {\"cores\":[0,1,2,8]}", "POST /v1/vms/web-1/pin {\"cores\":\"any\"}");
        assertThat(err.toString())
                .contains("'3-1' runs backwards: write 1-3", "'first' is not a set of cores: write numbers and ranges");
    }

    @Test
    void writesACompletionScript() {
        assertThat(runPlain("completion", "bash")).isZero();
        assertThat(out.toString()).contains("kill-host").contains("complete -F");
    }

    @Test
    void upRefusesWhatCannotBeBeforeAnythingIsStarted() {
        assertThat(runPlain("up", "--hosts", "0")).isEqualTo(Godwit.INVALID);
        assertThat(runPlain("up", "--hosts", "2", "--nodes", "3")).isEqualTo(Godwit.INVALID);
        assertThat(runPlain("up", "--hosts", "100")).isEqualTo(Godwit.INVALID);
        assertThat(runPlain("up", "--host", "nothing")).isEqualTo(Godwit.INVALID);
        assertThat(runPlain("up", "--permit", "5")).isEqualTo(Godwit.INVALID);
        assertThat(runPlain("up", "--permit", "0s")).isEqualTo(Godwit.INVALID);
        assertThat(err.toString()).contains("--permit: a permit of 0s is outside 1s to 1h");
        assertThat(err.toString().lines())
                .anyMatch(line -> line.startsWith("--hosts 0: write a number from 1 to"))
                .anyMatch(line -> line.startsWith("--nodes 3: a node carries at least one host"))
                .anyMatch(line -> line.startsWith("100 processes are too many for one machine: write --nodes"))
                .anyMatch(line -> line.startsWith("there is no host 'nothing': write one of"))
                .anyMatch(line -> line.startsWith("--permit: '5' has no unit"));
    }

    @Test
    void aNodeRefusesADoorBeyondLoopbackWithoutAToken(@TempDir Path folder) throws IOException {
        String data = folder.resolve("data").toString();
        assertThat(runPlain(
                        "node",
                        "--seeds",
                        "h1:1",
                        "--name",
                        "h4",
                        "--address",
                        "h4:1",
                        "--data",
                        data,
                        "--door",
                        "0.0.0.0:7010"))
                .isEqualTo(Godwit.INVALID);
        assertThat(err.toString()).contains("is beyond loopback and demands a token: add --token-file");
        Path weak = Files.writeString(folder.resolve("token"), "short");
        assertThat(runPlain(
                        "node",
                        "--seeds",
                        "h1:1",
                        "--name",
                        "h4",
                        "--address",
                        "h4:1",
                        "--data",
                        data,
                        "--door",
                        "0.0.0.0:7010",
                        "--token-file",
                        weak.toString()))
                .isEqualTo(Godwit.INVALID);
        assertThat(err.toString()).contains("the token is shorter than 16 characters");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    private int run(String... arguments) {
        return runPlain(Stream.concat(Arrays.stream(arguments), Stream.of("--door", door.url()))
                .toArray(String[]::new));
    }

    private int runPlain(String... arguments) {
        return Godwit.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
