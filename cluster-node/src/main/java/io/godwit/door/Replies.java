package io.godwit.door;

import io.godwit.device.PacketLoad;
import io.godwit.identity.MigrationId;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import io.godwit.recovery.ControlWire.Outcome;
import io.godwit.recovery.FleetView;
import io.godwit.registry.SavedImage;
import io.godwit.registry.VmRecord;
import io.godwit.vm.VmSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What requests are answered with.
///
/// @param self whose door this is
/// @param voters the nodes that keep the registry
/// @param launches whether this door belongs to the one who started the fleet's processes
record Replies(NodeId self, List<NodeId> voters, boolean launches) {

    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int ACCEPTED = 202;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int UNAVAILABLE = 503;

    /// What a request for a part of the fleet is told.
    Reply shown(Request request, Outcome.Shown shown) {
        Views views = new Views(shown, voters);
        return switch (request) {
            case Request.ShowFleet() -> fleet(shown, views);
            case Request.ShowHosts() -> Reply.ok("hosts", views.hosts());
            case Request.ShowGroups() -> Reply.ok("groups", views.groups());
            case Request.ShowVms() -> Reply.ok("vms", views.vms());
            case Request.ShowHost(var host) ->
                views.host(host).map(view -> new Reply(OK, view)).orElseGet(() -> missing("host", host, "hosts"));
            case Request.ShowVm(var vm) ->
                views.vm(vm).map(view -> new Reply(OK, view)).orElseGet(() -> missing("VM", vm, "vms"));
            default -> throw new IllegalArgumentException("nothing to show for " + request);
        };
    }

    /// What a request for an image is told that came with the fleet, as the door knows it by itself; empty for any
    /// other.
    static Optional<Reply> ofImages(Request request, Gallery gallery) {
        return request instanceof Request.ShowImage(var image)
                ? gallery.view(image).map(view -> new Reply(OK, view))
                : Optional.empty();
    }

    /// One that did not come with the fleet.
    static Reply savedImage(String name, Outcome.Shown shown) {
        FleetView fleet = new FleetView(shown.view());
        return fleet.image(name)
                .map(image -> new Reply(OK, saved(image, fleet)))
                .orElseGet(() -> missing("image", name, "images"));
    }

    /// What VMs can be made from: what came with the fleet, and what was saved.
    static Reply images(Gallery gallery, Outcome.Shown shown) {
        FleetView fleet = new FleetView(shown.view());
        Map<String, Object> body = Reply.object("images", gallery.views());
        body.put(
                "saved",
                fleet.images().stream().map(image -> saved(image, fleet)).toList());
        return new Reply(OK, body);
    }

    private static Map<String, Object> saved(SavedImage image, FleetView fleet) {
        Map<String, Object> view = Reply.object("image", image.image());
        view.put("of", image.make().id().value());
        view.put("from", image.make().image());
        view.put("disk", image.make().disk());
        view.put("writes", image.writes());
        view.put(
                "vms",
                fleet.vms().stream()
                        .filter(vm -> vm.copies().isBasedOn(image.copy()))
                        .map(vm -> vm.id().value())
                        .toList());
        return view;
    }

    /// Those of the VMs that there is one of already: a person who creates a VM twice has made a mistake.
    Optional<Reply> taken(List<VmSpec> vms, Outcome.Shown shown) {
        Set<String> known = new TreeSet<>();
        for (VmRecord vm : shown.view().vms()) {
            known.add(vm.id().value());
        }
        return vms.stream()
                .map(vm -> vm.id().value())
                .filter(known::contains)
                .findFirst()
                .map(name -> Reply.refused(CONFLICT, "there is a VM named " + name + " already: choose another name"));
    }

    /// Whom VMs that are to be created name, and nobody is.
    static Optional<Reply> unknown(List<VmSpec> vms, Outcome.Shown shown) {
        List<VmSpec> there = shown.view().vms().stream().map(VmRecord::spec).toList();
        Set<VmId> names = Stream.concat(there.stream(), vms.stream())
                .map(VmSpec::id)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> groups = there.stream().map(VmSpec::group).collect(Collectors.toCollection(TreeSet::new));
        Stream<String> sentences = vms.stream().flatMap(vm -> Stream.concat(earlier(vm, groups), receiver(vm, names)));
        return sentences.findFirst().map(why -> Reply.refused(CONFLICT, why));
    }

    private static Stream<String> earlier(VmSpec vm, Set<String> groups) {
        return vm.care().after().stream()
                .filter(group -> group.equals(vm.group()) || !groups.contains(group))
                .map(group -> group.equals(vm.group())
                        ? "a VM can't come after its own group " + group + ": name another one"
                        : "there is no group " + group + " for " + vm.id()
                                + " to come after: create that first, or name one of `godwit vms`");
    }

    private static Stream<String> receiver(VmSpec vm, Set<VmId> names) {
        return vm.workload().devices().packets().flatMap(PacketLoad::to).stream()
                .filter(to -> !names.contains(to))
                .map(to -> "there is no VM " + to + " for " + vm.id()
                        + " to send packets to: create that first, or name one of `godwit vms`");
    }

    static Reply created(List<VmSpec> vms, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted _ ->
                new Reply(
                        CREATED,
                        Map.of("vms", vms.stream().map(vm -> vm.id().value()).toList()));
            case Outcome.Refused(var why) -> Reply.refused(CONFLICT, why);
            case Outcome.Shown _ -> throw new IllegalStateException("asked to create, and was shown the fleet");
        };
    }

    static Reply carried(String done, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted(var migrations, var bound) -> {
                Map<String, Object> body = Reply.object("done", done);
                bound.ifPresent(it -> {
                    body.put("home", it.host().value());
                    body.put("restarts", it.restarts());
                });
                if (!migrations.isEmpty()) {
                    body.put(
                            "migrations",
                            migrations.stream().map(MigrationId::value).toList());
                }
                yield new Reply(ACCEPTED, body);
            }
            case Outcome.Refused(var why) -> Reply.refused(CONFLICT, why);
            case Outcome.Shown _ -> throw new IllegalStateException("ordered, and was shown the fleet");
        };
    }

    /// One that was taken and has no migration yet waits for its turn.
    static Reply moved(Request.Migrate move, Outcome outcome) {
        if (outcome instanceof Outcome.Accepted(var _, var bound) && bound.isPresent()) {
            String how = bound.get().restarts() ? " ends, and starts again on " : " starts on ";
            String when = bound.get().restarts() ? "" : " when it starts next";
            return carried(move.vm() + how + bound.get().host() + when, outcome);
        }
        String where = move.to().map(host -> " to " + host).orElse("");
        boolean waits = outcome instanceof Outcome.Accepted(var migrations, var _) && migrations.isEmpty();
        return carried(
                waits
                        ? move.vm() + " waits for its turn to move" + where
                                + ", as many migrations are in flight: `godwit migrations` shows them"
                        : move.vm() + " moves" + where,
                outcome);
    }

    static Reply of(Deed.Result result) {
        return switch (result) {
            case Deed.Done(var sentence) -> new Reply(ACCEPTED, Map.of("done", sentence));
            case Deed.Impossible(var sentence) -> Reply.refused(CONFLICT, sentence);
        };
    }

    Reply noHands() {
        return Reply.refused(
                CONFLICT,
                "the door of " + self + " did not start the fleet's processes: ask the door of `godwit up`, or end and"
                        + " start the process where it runs");
    }

    /// @param heard voters that have answered since the request came
    Reply nobodyLeads(Request request, Set<NodeId> heard) {
        int majority = voters.size() / 2 + 1;
        String next = heard.size() < majority
                ? "bring voters back: " + majority + " are needed (" + String.join(", ", silent(heard)) + " silent)"
                : "try again in some seconds, when they have elected a leader";
        String perhaps = isLook(request) ? "" : "; it may still be carried out, so look before you repeat it";
        return Reply.refused(
                UNAVAILABLE,
                "no controller answers (" + heard.size() + " of " + voters.size() + " voters heard): " + next
                        + perhaps);
    }

    static Reply busy() {
        return Reply.refused(UNAVAILABLE, "this door has too many requests under way: try again later");
    }

    private static boolean isLook(Request request) {
        return switch (request) {
            case Request.ShowFleet _,
                    Request.ShowHosts _,
                    Request.ShowHost _,
                    Request.ShowVms _,
                    Request.ShowVm _,
                    Request.ShowUses _,
                    Request.ShowDatastores _,
                    Request.ShowGroups _,
                    Request.ShowMigrations _,
                    Request.Export _,
                    Request.Inspect _,
                    Request.Predict _,
                    Request.InspectHost _ -> true;
            default -> false;
        };
    }

    private List<String> silent(Set<NodeId> heard) {
        return voters.stream()
                .filter(voter -> !heard.contains(voter))
                .map(NodeId::value)
                .toList();
    }

    private Reply fleet(Outcome.Shown shown, Views views) {
        Map<String, Object> body = Reply.object("door", self.value());
        body.put("launches", launches);
        body.put("leader", shown.leader().value());
        body.put("term", shown.term());
        body.put("voters", voters.stream().map(NodeId::value).toList());
        body.put("datastores", views.datastores());
        body.put("hosts", views.hosts().size());
        body.put("vms", views.vms().size());
        return new Reply(OK, body);
    }

    private static Reply missing(String kind, Object name, String list) {
        return Reply.refused(NOT_FOUND, "there is no " + kind + " " + name + ": `godwit " + list + "` lists them");
    }
}
