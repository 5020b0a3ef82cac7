package io.godwit.door;

import io.godwit.guest.Activity;
import io.godwit.history.MigrationEvent.Mode;
import io.godwit.host.HostTopic;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.migration.precopy.TermsWish;
import io.godwit.recovery.ControlWire.Wish;
import io.godwit.registry.Priority;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.Durations;
import io.godwit.unit.Excerpt;
import io.godwit.vm.SpecChange;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// Reads calls. A call that is none of these is refused in a sentence.
///
/// ```
/// GET    /v1                              whose door it is
/// GET    /v1/hosts, /v1/hosts/HOST, /v1/hosts/HOST/memory
/// GET    /v1/datastores
/// POST   /v1/hosts/HOST/drain             {"priority": "high"}
/// POST   /v1/hosts/HOST/restore|kill|start
/// GET    /v1/vms, /v1/vms/VM, /v1/vms/VM/exits|cost|io|net
/// POST   /v1/vms/VM/crash                 {"panic": true}
/// POST   /v1/vms/VM/misbehave             {"how": "cpu", "for": "30s", "as": "db-1"}, {"how": "cpu", "stop": true}
/// POST   /v1/vms                          {"name": "web", "memory": "1GiB", ...}
/// POST   /v1/vms/VM/start|stop|reboot|pause|resume|cancel
/// POST   /v1/vms/VM/resize                {"vcpus": 4, "memory": "2GiB", "reboot": true, ...}
/// POST   /v1/vms/VM/pin                   {"cores": [2, 3]} or {"cores": "any"}
/// POST   /v1/vms/VM/migrate               {"to": "h2", "stop": "downtime-limit", ...}
/// GET    /v1/migrations                   what moves, and what waits for its turn to
/// GET    /v1/uses                         what VMs use of what they have
/// GET    /v1/groups
/// POST   /v1/groups/GROUP/scale           {"to": 20}, or {"min": 2, "max": 20, "target": "60%", "cooldown": "30s"}
/// GET    /v1/vms/VM/snapshots/SNAPSHOT/file    the snapshot as a portable file
/// POST   /v1/vms/VM/import                ?disk=array-a, with a portable file
/// DELETE /v1/vms/VM
/// GET    /v1/images, /v1/images/IMAGE
/// GET    /v1/events                       ?last=100&after=ID, ?follow=true&after=ID
/// POST   /v1/down
/// ```
final class Requests {

    /// What a list of events has unless more are asked for: a screenful or two.
    private static final int SOME_EVENTS = 100;

    private static final int MAX_EVENTS = 10_000;
    private static final int MAX_ROUNDS = 10_000;

    /// What a call was.
    sealed interface Reading {}

    record Read(Request request) implements Reading {}

    /// @param status of HTTP
    /// @param why a sentence with the remedy
    record Refused(int status, String why) implements Reading {}

    private Requests() {}

    /// @param activities that a caller may name
    static Reading read(Call call, SortedMap<String, Activity> activities) {
        try {
            return switch (call.method()) {
                case "GET" -> get(call);
                case "POST" -> post(call, activities);
                case "DELETE" -> delete(call);
                default -> new Refused(405, call.method() + " is nothing that a door knows: use GET, POST or DELETE");
            };
        } catch (Malformed malformed) {
            return new Refused(400, malformed.getMessage());
        }
    }

    private static Reading get(Call call) {
        return switch (call.path()) {
            case List<String> path when path.equals(List.of("v1")) -> plain(call, new Request.ShowFleet());
            case List<String> path when path.equals(List.of("v1", "hosts")) -> plain(call, new Request.ShowHosts());
            case List<String> path when path.equals(List.of("v1", "vms")) -> plain(call, new Request.ShowVms());
            case List<String> path
            when path.equals(List.of("v1", "migrations")) -> plain(call, new Request.ShowMigrations());
            case List<String> path
            when path.equals(List.of("v1", "datastores")) -> plain(call, new Request.ShowDatastores());
            case List<String> path when path.equals(List.of("v1", "uses")) -> plain(call, new Request.ShowUses());
            case List<String> path when path.equals(List.of("v1", "groups")) -> plain(call, new Request.ShowGroups());
            case List<String> path when path.equals(List.of("v1", "images")) -> plain(call, new Request.ShowImages());
            case List<String> path when path.equals(List.of("v1", "events")) -> events(call);
            case List<String> path
            when isOne(path, "hosts") -> plain(call, new Request.ShowHost(new HostId(path.get(2))));
            case List<String> path when isOne(path, "vms") -> plain(call, new Request.ShowVm(new VmId(path.get(2))));
            case List<String> path
            when path.size() == 4 && isOne(path.subList(0, 3), "vms") -> ofVm(call, new VmId(path.get(2)), path.get(3));
            case List<String> path
            when path.size() == 4 && isOne(path.subList(0, 3), "hosts") ->
                ofHost(call, new HostId(path.get(2)), path.get(3));
            case List<String> path when isOne(path, "images") -> plain(call, new Request.ShowImage(path.get(2)));
            case List<String> path
            when path.size() == 6
                    && isOne(path.subList(0, 3), "vms")
                    && path.get(3).equals("snapshots")
                    && path.get(5).equals("file") ->
                plain(call, new Request.Export(new VmId(path.get(2)), path.get(4)));
            default -> nothing(call);
        };
    }

    private static Reading post(Call call, SortedMap<String, Activity> activities) {
        return switch (call.path()) {
            case List<String> path when path.equals(List.of("v1", "vms")) -> create(call, activities);
            case List<String> path
            when path.equals(List.of("v1", "down")) -> plain(call, new Request.Act(new Deed.End()));
            case List<String> path
            when path.size() == 4
                    && isOne(path.subList(0, 3), "groups")
                    && path.get(3).equals("scale") -> scale(call, VmForm.name(path.get(2)));
            case List<String> path when isOne(path, "images") -> saveImage(call, VmForm.name(path.get(2)));
            case List<String> path
            when path.size() == 4 && isOne(path.subList(0, 3), "hosts") ->
                onHost(call, new HostId(path.get(2)), path.get(3));
            case List<String> path
            when path.size() == 4 && isOne(path.subList(0, 3), "vms") -> onVm(call, new VmId(path.get(2)), path.get(3));
            default -> nothing(call);
        };
    }

    private static Reading ofVm(Call call, VmId vm, String what) {
        return switch (what) {
            case "exits" -> plain(call, new Request.Inspect(vm, Request.Inspect.Topic.EXITS));
            case "cost" -> plain(call, new Request.Inspect(vm, Request.Inspect.Topic.COST));
            case "io" -> plain(call, new Request.Inspect(vm, Request.Inspect.Topic.IO));
            case "net" -> plain(call, new Request.Inspect(vm, Request.Inspect.Topic.NET));
            default -> nothing(call);
        };
    }

    private static Reading ofHost(Call call, HostId host, String what) {
        return switch (what) {
            case "memory" -> plain(call, new Request.InspectHost(host, HostTopic.MEMORY));
            case "cpu" -> plain(call, new Request.InspectHost(host, HostTopic.CPU));
            case "switch" -> plain(call, new Request.InspectHost(host, HostTopic.SWITCH));
            case "latency" -> plain(call, new Request.InspectHost(host, HostTopic.LATENCY));
            default -> nothing(call);
        };
    }

    private static Reading delete(Call call) {
        List<String> path = call.path();
        if (path.size() == 5 && isOne(path.subList(0, 3), "vms") && path.get(3).equals("snapshots")) {
            VmId vm = new VmId(path.get(2));
            String snapshot = path.get(4);
            return plain(
                    call,
                    new Request.Change(new Wish.DropSnapshot(vm, snapshot), "snapshot " + snapshot + " is forgotten"));
        }
        if (isOne(path, "images")) {
            String image = path.get(2);
            return plain(call, new Request.Change(new Wish.RemoveImage(image), "image " + image + " is removed"));
        }
        if (!isOne(call.path(), "vms")) {
            return nothing(call);
        }
        VmId vm = new VmId(call.path().get(2));
        return plain(call, new Request.Change(new Wish.Destroy(vm), vm + " is destroyed"));
    }

    private static Reading onHost(Call call, HostId host, String verb) {
        return switch (verb) {
            case "drain" -> drain(call, host);
            case "restore" -> plain(call, new Request.Change(new Wish.Restore(host), host + " takes VMs again"));
            case "kill" -> plain(call, new Request.Act(new Deed.Kill(host.value())));
            case "start" -> plain(call, new Request.Act(new Deed.Start(host.value())));
            default -> nothing(call);
        };
    }

    /// A body like `{"vm": "web-1", "snapshot": "golden"}`.
    private static Reading saveImage(Call call, String image) {
        Form form = Form.read(call.body());
        VmId vm = new VmId(VmForm.name(form.text("vm")
                .orElseThrow(() -> new Malformed("'vm' is missing: add the VM whose snapshot becomes the image"))));
        String snapshot = form.text("snapshot")
                .orElseThrow(() -> new Malformed("'snapshot' is missing: add the name of one of " + vm));
        form.close();
        return noQuery(
                call,
                new Request.Change(
                        new Wish.SaveImage(image, vm, snapshot),
                        image + " is an image now: snapshot " + snapshot + " of " + vm));
    }

    private static Reading onVm(Call call, VmId vm, String verb) {
        return switch (verb) {
            case "start" -> plain(call, new Request.Change(new Wish.Start(vm), vm + " is to start"));
            case "stop" -> plain(call, new Request.Change(new Wish.Stop(vm), vm + " is to stop"));
            case "reboot" -> plain(call, new Request.Reboot(vm));
            case "resize" -> resize(call, vm);
            case "pin" -> pin(call, vm);
            case "memory" -> memory(call, vm);
            case "pause" -> plain(call, new Request.Change(new Wish.Pause(vm), vm + " is to pause"));
            case "resume" -> plain(call, new Request.Change(new Wish.Resume(vm), vm + " is to run"));
            case "clone" -> noQuery(call, CopyForm.clone(vm, Form.read(call.body())));
            case "snapshot" -> noQuery(call, CopyForm.snapshot(vm, Form.read(call.body())));
            case "restore" -> noQuery(call, CopyForm.revert(vm, Form.read(call.body())));
            case "migrate" -> migrate(call, vm);
            case "predict" -> predict(call, vm);
            case "postcopy" ->
                plain(
                        call,
                        new Request.Change(new Wish.SwitchOver(vm), vm + " goes on at its target before its pages"));
            case "cancel" -> plain(call, new Request.Change(new Wish.Cancel(vm), vm + " stays where it is"));
            case "crash" -> crash(call, vm);
            case "misbehave" -> noQuery(call, ConductForm.read(vm, Form.read(call.body())));
            default -> nothing(call);
        };
    }

    private static Reading drain(Call call, HostId host) {
        Form form = Form.read(call.body());
        Wish drain = new Wish.Drain(host, priority(form));
        form.close();
        return noQuery(call, new Request.Change(drain, host + " is being drained"));
    }

    private static Priority priority(Form form) {
        return form.word("priority", Priority.class).orElse(Priority.NORMAL);
    }

    private static Reading crash(Call call, VmId vm) {
        Form form = Form.read(call.body());
        Request.Crash crash = new Request.Crash(vm, form.flag("panic"));
        form.close();
        return noQuery(call, crash);
    }

    private static Reading create(Call call, SortedMap<String, Activity> activities) {
        Form form = Form.read(call.body());
        VmForm vms = VmForm.read(form, activities);
        form.close();
        return noQuery(call, new Request.CreateVms(vms));
    }

    private static Reading resize(Call call, VmId vm) {
        Form form = Form.read(call.body());
        return revise(call, vm, form, ChangeForm.read(form));
    }

    private static Reading memory(Call call, VmId vm) {
        Form form = Form.read(call.body());
        return revise(call, vm, form, SpecChange.policy(StandingForm.read(form)));
    }

    /// @param form that says besides whether it may take a reboot
    private static Reading revise(Call call, VmId vm, Form form, SpecChange change) {
        boolean byReboot = form.flag("reboot");
        form.close();
        return noQuery(call, new Request.Change(new Wish.Revise(vm, change, byReboot), ChangeForm.done(vm, change)));
    }

    private static Reading scale(Call call, String group) {
        Form form = Form.read(call.body());
        Request.Change change = ScaleForm.read(group, form);
        form.close();
        return noQuery(call, change);
    }

    private static Reading pin(Call call, VmId vm) {
        Form form = Form.read(call.body());
        SpecChange change = SpecChange.pinned(ChangeForm.pinning(form));
        form.close();
        return noQuery(call, new Request.Change(new Wish.Revise(vm, change, false), ChangeForm.done(vm, change)));
    }

    private static Reading migrate(Call call, VmId vm) {
        Form form = Form.read(call.body());
        Request.Migrate migrate = new Request.Migrate(
                vm, form.text("to").map(VmForm::name).map(HostId::new), terms(form), priority(form));
        form.close();
        return noQuery(call, migrate);
    }

    private static Reading predict(Call call, VmId vm) {
        Form form = Form.read(call.body());
        Request.Predict predict =
                new Request.Predict(vm, form.text("to").map(VmForm::name).map(HostId::new), terms(form));
        form.close();
        return noQuery(call, predict);
    }

    private static TermsWish terms(Form form) {
        return new TermsWish(
                form.word("mode", Mode.class),
                form.word("stop", TermsWish.Rule.class),
                form.quantity("downtimeLimit", Durations::parse),
                form.whole("maxRounds", 0, MAX_ROUNDS),
                form.quantity("bandwidth", Bandwidth::parse),
                HelpForm.read(form));
    }

    private static Reading events(Call call) {
        knownKeys(call, List.of("follow", "after", "last"));
        Optional<Cursor> after = Optional.ofNullable(call.query().get("after"))
                .or(() -> Optional.of(call.lastEventId()))
                .filter(text -> !text.isEmpty())
                .map(Cursor::parse);
        String follow = call.query().getOrDefault("follow", "false");
        return switch (follow) {
            case "true" -> new Read(new Request.FollowEvents(after));
            case "false" -> new Read(new Request.ListEvents(after, last(call)));
            default -> throw new Malformed("'follow' is '" + Excerpt.of(follow) + "': write true or false");
        };
    }

    private static int last(Call call) {
        String last = call.query().getOrDefault("last", Integer.toString(SOME_EVENTS));
        if (!last.matches("\\d{1,5}") || Integer.parseInt(last) < 1 || Integer.parseInt(last) > MAX_EVENTS) {
            throw new Malformed("'last' is '" + Excerpt.of(last) + "': write a whole number from 1 to " + MAX_EVENTS);
        }
        return Integer.parseInt(last);
    }

    private static Reading plain(Call call, Request request) {
        Form.read(call.body()).close();
        return noQuery(call, request);
    }

    private static Reading noQuery(Call call, Request request) {
        knownKeys(call, List.of());
        return new Read(request);
    }

    private static void knownKeys(Call call, List<String> known) {
        call.query().keySet().stream()
                .filter(key -> !known.contains(key))
                .findFirst()
                .ifPresent(key -> {
                    throw new Malformed("unknown parameter '" + Excerpt.of(key) + "': remove it");
                });
    }

    private static boolean isOne(List<String> path, String kind) {
        return path.size() == 3 && path.get(0).equals("v1") && path.get(1).equals(kind);
    }

    private static Reading nothing(Call call) {
        return new Refused(
                404,
                "there is no " + call.method() + " /" + String.join("/", call.path())
                        + ": docs/doors.md lists what a door knows");
    }
}
