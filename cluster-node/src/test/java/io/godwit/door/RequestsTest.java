package io.godwit.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.guest.Activity;
import io.godwit.guest.WorkloadSpec;
import io.godwit.history.GuestEvent.Misbehaviour;
import io.godwit.history.MigrationEvent.Aid;
import io.godwit.host.HostTopic;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.memory.MappingSize;
import io.godwit.migration.precopy.HelpWish;
import io.godwit.migration.precopy.TermsWish;
import io.godwit.recovery.ControlWire.Wish;
import io.godwit.registry.Priority;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import io.godwit.virtualization.Reason;
import io.godwit.vm.Isolation;
import io.godwit.vm.MemoryPolicyChange;
import io.godwit.vm.Protection;
import io.godwit.vm.SpecChange;
import io.godwit.vm.VmSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RequestsTest {

    private static final VmId WEB = new VmId("web-1");
    private static final TreeMap<String, Activity> ACTIVITIES =
            new TreeMap<>(Map.of("database", ticking(), "web", Activity.none()));
    private static final TreeSet<String> ARRAY = new TreeSet<>(List.of("array-a"));

    @Test
    void aPredictionTakesWhatAMoveTakesButAPriority() {
        assertThat(request("POST", "v1/vms/web-1/predict", "{\"to\": \"h2\"}"))
                .isEqualTo(new Request.Predict(WEB, Optional.of(new HostId("h2")), TermsWish.none()));
        assertThat(why("POST", "v1/vms/web-1/predict", "{\"priority\": \"high\"}"))
                .startsWith("400 unknown key 'priority'");
    }

    @Test
    void readsEachOfItsCalls() {
        assertThat(request("GET", "v1/hosts", "")).isEqualTo(new Request.ShowHosts());
        assertThat(request("GET", "v1/hosts/h1", "")).isEqualTo(new Request.ShowHost(new HostId("h1")));
        assertThat(request("GET", "v1/hosts/h1/memory", ""))
                .isEqualTo(new Request.InspectHost(new HostId("h1"), HostTopic.MEMORY));
        assertThat(request("GET", "v1/hosts/h1/switch", ""))
                .isEqualTo(new Request.InspectHost(new HostId("h1"), HostTopic.SWITCH));
        assertThat(request("GET", "v1/vms/db/net", ""))
                .isEqualTo(new Request.Inspect(new VmId("db"), Request.Inspect.Topic.NET));
        assertThat(request("GET", "v1/vms/db/io", ""))
                .isEqualTo(new Request.Inspect(new VmId("db"), Request.Inspect.Topic.IO));
        assertThat(request("GET", "v1/hosts/h1/cpu", ""))
                .isEqualTo(new Request.InspectHost(new HostId("h1"), HostTopic.CPU));
        assertThat(request("GET", "v1/hosts/h1/latency", ""))
                .isEqualTo(new Request.InspectHost(new HostId("h1"), HostTopic.LATENCY));
        assertThat(why("GET", "v1/hosts/h1/mood", "")).startsWith("404 there is no GET /v1/hosts/h1/mood");
        assertThat(request("GET", "v1/vms/web-1", "")).isEqualTo(new Request.ShowVm(new VmId("web-1")));
        assertThat(request("POST", "v1/hosts/h1/kill", "")).isEqualTo(new Request.Act(new Deed.Kill("h1")));
        assertThat(request("POST", "v1/down", "")).isEqualTo(new Request.Act(new Deed.End()));
        assertThat(request("POST", "v1/vms/web-1/migrate", "{\"to\": \"h2\", \"downtimeLimit\": \"50ms\"}"))
                .isEqualTo(new Request.Migrate(
                        new VmId("web-1"),
                        Optional.of(new HostId("h2")),
                        new TermsWish(
                                Optional.empty(),
                                Optional.of(Duration.ofMillis(50)),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()),
                        Priority.NORMAL));
        assertThat(request("POST", "v1/hosts/h1/drain", "{\"priority\": \"low\"}"))
                .isEqualTo(new Request.Change(new Wish.Drain(new HostId("h1"), Priority.LOW), "h1 is being drained"));
        assertThat(request("GET", "v1/migrations", "")).isEqualTo(new Request.ShowMigrations());
        assertThat(request("DELETE", "v1/vms/web-1", ""))
                .isInstanceOfSatisfying(Request.Change.class, change -> assertThat(change.wish())
                        .isEqualTo(new Wish.Destroy(new VmId("web-1"))));
    }

    @Test
    void readsTheHelpOfAMigrationWithItsQuantities() {
        assertThat(request("POST", "v1/vms/web-1/migrate", """
                {"help": ["skip-zero-pages"], "dirtyLimit": "10MiB/s", "deltaCache": "1MiB", "deltaSize": "512B",
                "channels": 4, "channelBandwidth": "10Gbit"}"""))
                .isInstanceOfSatisfying(
                        Request.Migrate.class, it -> assertThat(it.terms().help())
                                .isEqualTo(new HelpWish(
                                        Optional.of(List.of(Aid.SKIP_ZERO_PAGES)),
                                        Optional.of(Bandwidth.parse("10MiB/s")),
                                        Optional.of(MemorySize.parse("1MiB")),
                                        Optional.of(MemorySize.parse("512B")),
                                        Optional.of(4),
                                        Optional.of(Bandwidth.parse("10Gbit")))));
    }

    @Test
    void refusesAVmThatWouldSendToItself() {
        String body = """
                {"name": "a", "memory": "1GiB", "workload": {"packets": {"rate": "5/s", "to": "%s"}}}
                """;
        assertThat(specs(body.formatted("b"))).hasSize(1);
        assertThatThrownBy(() -> specs(body.formatted("a")))
                .hasMessage("a would send to itself: let 'workload.packets.to' name another VM, or outside");
    }

    @Test
    void readsHowAGuestIsToMisbehave() {
        assertThat(request("POST", "v1/vms/web-1/misbehave", "{\"how\": \"cpu\"}"))
                .isEqualTo(new Request.Conduct(
                        WEB, Misbehaviour.CPU, Optional.empty(), Optional.of(Duration.ofSeconds(30))));
        assertThat(request(
                        "POST",
                        "v1/vms/web-1/misbehave",
                        "{\"how\": \"forge-mac\", \"as\": \"db-1\", \"for\": \"2m\"}"))
                .isEqualTo(new Request.Conduct(
                        WEB,
                        Misbehaviour.FORGE_MAC,
                        Optional.of(new VmId("db-1")),
                        Optional.of(Duration.ofMinutes(2))));
        assertThat(request("POST", "v1/vms/web-1/misbehave", "{\"how\": \"cpu\", \"stop\": true}"))
                .isEqualTo(new Request.Conduct(WEB, Misbehaviour.CPU, Optional.empty(), Optional.empty()));
        assertThat(List.of(
                        "{}",
                        "{\"how\": \"shout\"}",
                        "{\"how\": \"cpu\", \"as\": \"db-1\"}",
                        "{\"how\": \"cpu\", \"for\": \"0s\"}",
                        "{\"how\": \"cpu\", \"for\": \"5s\", \"stop\": true}",
                        "{\"how\": \"crash\", \"for\": \"5s\"}"))
                .extracting(body -> why("POST", "v1/vms/web-1/misbehave", body))
                .containsExactly(
                        "400 'how' is missing: write \"cpu\"",
                        "400 'how' is 'shout': write one of cpu, memory, disk, flood, storm, crash, panic, forge-mac,"
                                + " forge-vlan, forge-message",
                        "400 'as' is for frames: write \"forge-mac\" or \"forge-vlan\", or remove it",
                        "400 'for' is 0s, in which nothing happens: write more",
                        "400 'stop' ends it, so that 'for' and 'as' say nothing: remove them",
                        "400 a guest that fails has ended: remove 'for' and 'stop'");
    }

    @Test
    void readsWhatIsToBeDifferentAboutAVmsStandingForMemory() {
        MemoryPolicyChange change = new MemoryPolicyChange(
                Optional.empty(),
                Optional.of(MemorySize.ofMebibytes(512)),
                Optional.of(new MemoryPolicyChange.Bound.None()),
                Optional.empty(),
                Optional.of(MappingSize.LARGE));
        String body = "{\"reservation\": \"512MiB\", \"limit\": \"none\", \"mapping\": \"2MiB\", \"reboot\": true}";
        assertThat(request("POST", "v1/vms/web-1/memory", body))
                .isEqualTo(new Request.Change(
                        new Wish.Revise(WEB, SpecChange.policy(change), true),
                        "web-1 has 512MiB of its memory reserved, no limit of memory of its own, mappings of 2MiB"
                                + " now"));
        assertThat(why("POST", "v1/vms/web-1/memory", "{}"))
                .isEqualTo("400 nothing is to be different: write one of shares, reservation, limit, minimum,"
                        + " mapping");
        assertThat(why("POST", "v1/vms/web-1/memory", "{\"minimum\": \"all\"}")).startsWith("400 'minimum': ");
    }

    @Test
    void readsWhatIsToBeDifferentAboutAVm() {
        assertThat(request("POST", "v1/vms/web-1/stop", ""))
                .isEqualTo(new Request.Change(new Wish.Stop(WEB), "web-1 is to stop"));
        assertThat(request("POST", "v1/vms/web-1/cancel", ""))
                .isEqualTo(new Request.Change(new Wish.Cancel(WEB), "web-1 stays where it is"));
        assertThat(request("POST", "v1/vms/web-1/postcopy", ""))
                .isInstanceOfSatisfying(Request.Change.class, change -> assertThat(change.wish())
                        .isEqualTo(new Wish.SwitchOver(WEB)));
        assertThat(request("POST", "v1/vms/web-1/reboot", "")).isEqualTo(new Request.Reboot(WEB));
        assertThat(request("POST", "v1/vms/web-1/resize", "{\"vcpus\": 4, \"memory\": \"2GiB\", \"reboot\": true}"))
                .isEqualTo(new Request.Change(
                        new Wish.Revise(
                                WEB, SpecChange.size(Optional.of(4), Optional.of(MemorySize.ofGibibytes(2))), true),
                        "web-1 has 4 vCPUs, 2GiB of memory now"));
        assertThat(request("POST", "v1/vms/web-1/pin", "{\"cores\": [3, 2]}"))
                .isEqualTo(new Request.Change(
                        new Wish.Revise(
                                WEB,
                                SpecChange.pinned(new SpecChange.Pinning.Cores(new TreeSet<>(List.of(2, 3)))),
                                false),
                        "web-1 has cores 2, 3 now"));
        assertThat(request("POST", "v1/vms/web-1/pin", "{\"cores\": \"any\"}"))
                .isEqualTo(new Request.Change(
                        new Wish.Revise(WEB, SpecChange.pinned(new SpecChange.Pinning.Anywhere()), false),
                        "web-1 has any core now"));
        assertThat(why("POST", "v1/vms/web-1/resize", "{}"))
                .isEqualTo("400 nothing is to be different: write one of vcpus, memory, weight, reservation, cap");
        assertThat(why("POST", "v1/vms/web-1/resize", "{\"memory\": \"5000B\"}"))
                .contains("no number of pages");
        assertThat(why("POST", "v1/vms/web-1/resize", "{\"cap\": \"0%\"}")).contains("leaves it nothing");
        assertThat(why("POST", "v1/vms/web-1/resize", "{\"vcpus\": 2, \"cores\": [1]}"))
                .contains("unknown key 'cores'");
        assertThat(why("POST", "v1/vms/web-1/pin", "{}"))
                .isEqualTo("400 'cores' is missing: write \"cores\": [2, 3], or \"any\"");
        assertThat(why("POST", "v1/vms/web-1/pin", "{\"cores\": [-1]}"))
                .isEqualTo("400 'cores' is [-1]: write numbers from 0 in brackets, or \"any\"");
    }

    @Test
    void makesVmsOfOneMake() {
        List<VmSpec> vms = specs("""
                {"name": "web", "count": 2, "vcpus": 2, "memory": "1GiB", "protect": "restart",
                 "onIsolation": "freeze", "tier": 1, "after": ["db"],
                 "workload": {"cpu": "40%", "dirty": "4MiB/s", "workingSet": "64MiB", "pattern": "sequential"}}
                """);
        assertThat(vms).extracting(vm -> vm.id().value()).containsExactly("web-1", "web-2");
        VmSpec first = vms.getFirst();
        assertThat(first.group()).isEqualTo("web");
        assertThat(first.memory()).isEqualTo(MemorySize.ofGibibytes(1));
        assertThat(first.disk()).isEqualTo("array-a");
        assertThat(first.care().protection()).isEqualTo(Protection.RESTART);
        assertThat(first.care().isolation()).isEqualTo(Isolation.FREEZE);
        assertThat(first.care().after()).containsExactly("db");
        assertThat(first.workload().cpu()).isEqualTo(new WorkloadSpec.CpuSpec.Constant(400));
        WorkloadSpec.MemorySpec memory = first.workload().memory().orElseThrow();
        assertThat(memory.writes().perSecond()).isEqualTo(1024);
        assertThat(memory.pattern()).isEqualTo(new WorkloadSpec.Pattern.Sequential());
    }

    @Test
    void oneVmKeepsItsNameAndIsUnprotected() {
        VmSpec vm = specs("{\"name\": \"solo\", \"memory\": \"512MiB\"}").getFirst();
        assertThat(vm.id()).isEqualTo(new VmId("solo"));
        assertThat(vm.isProtected()).isFalse();
        assertThat(vm.care().isolation()).isEqualTo(Isolation.RUN);
    }

    @Test
    void refusesWithARemedyWhatItDoesNotUnderstand() {
        assertThat(why("POST", "v1/vms", "{\"name\": \"a\", \"memory\": \"1GiB\", \"cpus\": 2}"))
                .startsWith("400 unknown key 'cpus': write one of after, count, disk,");
        assertThat(why("POST", "v1/vms", "{\"name\": \"a\"}"))
                .isEqualTo("400 'memory' is missing: write \"memory\": \"1GiB\"");
        assertThat(why("POST", "v1/vms", "{\"name\": \"a\", \"memory\": 1}"))
                .isEqualTo("400 'memory' is no text: write it in quotes");
        assertThat(why("POST", "v1/vms", "{\"name\": \"a\", \"memory\": \"1\"}"))
                .startsWith("400 'memory': '1' has no unit");
        assertThat(why("POST", "v1/vms", "{\"name\": \"A b\", \"memory\": \"1GiB\"}"))
                .startsWith("400 'A b' is no name");
        assertThat(why("POST", "v1/vms", "{\"name\": \"a\", \"memory\": \"1GiB\", \"count\": 201}"))
                .isEqualTo("400 'count' is 201: write a whole number from 1 to 200");
        assertThat(why("POST", "v1/vms", "{\"name\": \"a\", \"memory\": \"1GiB\", \"protect\": \"mirror\"}"))
                .isEqualTo("400 'protect' is 'mirror': write one of none, restart");
        assertThat(why("POST", "v1/vms", "{\"name\": \"a\", \"memory\": \"1GiB\", \"onIsolation\": \"stop\"}"))
                .contains("means nothing for a");
        assertThat(why("POST", "v1/vms", "{\"name\": \"a\", \"memory\": \"5000B\"}"))
                .contains("no number of pages");
        assertThat(why("POST", "v1/vms", "{\"a\": 1, \"a\": 2}")).startsWith("400 the body is no JSON");
        assertThat(why("POST", "v1/vms", "[]")).startsWith("400 the body is no JSON object");
        assertThat(why(
                        "POST",
                        "v1/vms",
                        "{\"name\": \"a\", \"memory\": \"1MiB\","
                                + " \"workload\": {\"dirty\": \"1MiB/s\", \"workingSet\": \"2MiB\"}}"))
                .isEqualTo("400 'workload.workingSet' of 2MiB is more than the memory of 1MiB: write at most that");
        assertThat(why("POST", "v1/hosts/h1/restore", "{\"now\": true}"))
                .isEqualTo("400 unknown key 'now': this takes none");
        assertThat(why("POST", "v1/hosts/h1/drain", "{\"priority\": \"urgent\"}"))
                .isEqualTo("400 'priority' is 'urgent': write one of high, normal, low");
        assertThat(why("POST", "v1/hosts/h1/explode", "")).startsWith("404 there is no POST /v1/hosts/h1/explode");
        assertThat(why("GET", "v2/hosts", "")).startsWith("404 ");
        assertThat(why("PUT", "v1/vms", "")).startsWith("405 ");
    }

    @Test
    void refusesADiskThatIsNoneOfTheFleets() {
        assertThat(refusalOf("{\"name\": \"a\", \"memory\": \"1GiB\", \"disk\": \"array-b\"}"))
                .isEqualTo("there is no datastore 'array-b': use array-a or local");
        assertThat(refusalOf("{\"name\": \"a\", \"memory\": \"1GiB\", \"disk\": \"local\", \"protect\": \"restart\"}"))
                .startsWith("a can't be restarted from a local disk");
    }

    @Test
    void refusesParametersThatNobodyKnows() {
        assertThat(Requests.read(call("GET", "v1/vms", "", Map.of("host", "h1")), ACTIVITIES))
                .isEqualTo(new Requests.Refused(400, "unknown parameter 'host': remove it"));
        assertThat(Requests.read(call("GET", "v1/events", "", Map.of("after", "h1=x")), ACTIVITIES))
                .isInstanceOf(Requests.Refused.class);
        assertThat(Requests.read(call("GET", "v1/events", "", Map.of("last", "0")), ACTIVITIES))
                .isInstanceOf(Requests.Refused.class);
    }

    @Test
    void goesOnWithEventsWhereItsCallerWas() {
        Cursor cursor = Cursor.parse("array-a=0.512,h1=1.80");
        assertThat(cursor).hasToString("array-a=0.512,h1=1.80");
        assertThat(Requests.read(
                        call("GET", "v1/events", "", Map.of("follow", "true", "after", cursor.toString())), ACTIVITIES))
                .isEqualTo(new Requests.Read(new Request.FollowEvents(Optional.of(cursor))));
    }

    @Test
    void readsWhatAGuestDoesByNameOrByRates() {
        assertThat(activityOf("\"database\"")).isEqualTo(ticking());
        assertThat(activityOf("{\"timer\": \"250/s\"}")).isEqualTo(ticking());
        assertThat(why("POST", "v1/vms", creates("\"databse\"")))
                .isEqualTo("400 'workload.activity' is 'databse': write one of database, web, or rates like"
                        + " {\"timer\": \"250/s\"}");
        assertThat(why("POST", "v1/vms", creates("7")))
                .isEqualTo("400 'workload.activity' is no object: write {\"key\": value}");
    }

    private static Activity activityOf(String activity) {
        return specs(creates(activity)).getFirst().workload().activity();
    }

    private static String creates(String activity) {
        return "{\"name\": \"db\", \"memory\": \"1GiB\", \"workload\": {\"activity\": " + activity + "}}";
    }

    private static Activity ticking() {
        return Reason.activity(new TreeMap<>(Map.of(Reason.TIMER, EventRate.parse("250/s"))));
    }

    private static List<VmSpec> specs(String body) {
        return ((Request.CreateVms) request("POST", "v1/vms", body)).form().specs(ARRAY);
    }

    private static String refusalOf(String body) {
        try {
            return specs(body).toString();
        } catch (Malformed malformed) {
            return malformed.getMessage();
        }
    }

    private static Request request(String method, String path, String body) {
        return ((Requests.Read) Requests.read(call(method, path, body, Map.of()), ACTIVITIES)).request();
    }

    private static String why(String method, String path, String body) {
        Requests.Refused refused = (Requests.Refused) Requests.read(call(method, path, body, Map.of()), ACTIVITIES);
        return refused.status() + " " + refused.why();
    }

    private static Call call(String method, String path, String body, Map<String, String> query) {
        return new Call(
                method,
                Arrays.asList(path.split("/", -1)),
                new TreeMap<>(query),
                "",
                body.getBytes(StandardCharsets.UTF_8));
    }
}
