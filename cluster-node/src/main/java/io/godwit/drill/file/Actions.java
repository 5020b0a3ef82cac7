package io.godwit.drill.file;

import io.godwit.drill.Action;
import io.godwit.drill.Action.Party;
import io.godwit.drill.HostChoice;
import io.godwit.drill.NodeChoice;
import io.godwit.drill.Topology.Host;
import io.godwit.drill.VmChoice;
import io.godwit.drill.file.VmsSection.Group;
import io.godwit.history.GuestEvent.Misbehaviour;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.migration.precopy.Terms;
import io.godwit.registry.Priority;
import io.godwit.unit.Words;
import io.godwit.vm.VmSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads what a step does.
final class Actions {

    private static final Pattern MIGRATE = Pattern.compile("(.+?)(?: to host (\\S+))?");
    private static final Pattern PARTY = Pattern.compile("migration (\\S+)");

    private static final String GUEST = "guest ";

    private final Places places;
    private final Deeds deeds;
    private final Guests guests;
    private final Cuts cuts;
    private final Terms migration;

    Actions(Places places, Deeds deeds, Cuts cuts, Terms migration) {
        this.places = places;
        this.deeds = deeds;
        this.guests = deeds.guests();
        this.cuts = cuts;
        this.migration = migration;
    }

    Action read(Section step, Verb verb) {
        return switch (verb) {
            case MIGRATE -> migrate(step);
            case CANCEL,
                    POSTCOPY,
                    STOP,
                    START,
                    REBOOT,
                    RESIZE,
                    PIN,
                    MEMORY,
                    CLONE,
                    SNAPSHOT,
                    RESTORE_VM,
                    SNAPSHOT_DELETE,
                    DESTROY,
                    EXPORT,
                    IMPORT,
                    IMAGE_SAVE,
                    IMAGE_REMOVE,
                    CREATE,
                    SCALE -> deeds.read(step, verb);
            case DRAIN -> new Action.Drain(places.hostChoice(target(step, "host NAME")), priority(step));
            case RESTORE -> restore(step);
            case KILL -> kill(step);
            case POWER_OFF -> new Action.PowerOff(places.hostChoice(target(step, "host NAME")), back(step));
            case PAUSE ->
                new Action.Pause(
                        places.nodeChoice(step.require("target", "target: node of controller")), lasting(step));
            case PARTITION -> new Action.Partition(cuts.read(step), lasting(step));
            case DEGRADE -> degrade(step);
            case CRASH -> crash(step);
            case MISBEHAVE -> misbehave(step);
        };
    }

    private Action kill(Section step) {
        NodeChoice nodes = places.nodeChoice(step.require("target", "target: host NAME"));
        Optional<Duration> back = back(step);
        if (nodes instanceof NodeChoice.Array && back.isEmpty()) {
            throw step.refused("takes the disks of its VMs away for good, so that none can run or be read again: add"
                    + " back: 8s");
        }
        return new Action.Kill(nodes, back);
    }

    private Action crash(Section step) {
        var target = target(step, "migration source");
        if (!target.text().startsWith(GUEST)) {
            if (step.get("panic").isPresent()) {
                throw step.refusedAt("panic", "is a guest's: write target: guest NAME, or remove it");
            }
            Action.Blow how = step.get("how", item -> item.word(Action.Blow.class), Action.Blow.KILL);
            return new Action.Crash(party(target), how, back(step));
        }
        if (step.get("how").isPresent()) {
            throw step.refusedAt("how", "is for nodes, and a guest can only fail: remove it");
        }
        if (step.get("back").isPresent()) {
            throw step.refusedAt("back", "is for nodes, and a guest comes back by its protection: remove it");
        }
        VmId vm = guests.vm(target, target.text().substring(GUEST.length()).strip());
        boolean panic = step.get("panic")
                .map(item -> item.oneOf(List.of("true", "false")).equals("true"))
                .orElse(false);
        return new Action.CrashGuest(vm, panic);
    }

    private Action misbehave(Section step) {
        var target = target(step, "vm NAME");
        Misbehaviour how = step.require("how", "how: cpu").word(Misbehaviour.class);
        if (how.isFailure() && step.get("for").isPresent()) {
            throw step.refusedAt("for", "is for what lasts, and a guest that fails has ended: remove it");
        }
        boolean inANameOfOthers = how == Misbehaviour.FORGE_MAC || how == Misbehaviour.FORGE_VLAN;
        if (!inANameOfOthers && step.get("as").isPresent()) {
            throw step.refusedAt("as", "is for frames: write how: forge-mac or forge-vlan, or remove it");
        }
        var as = step.get("as").map(item -> guests.vm(item, item.text()));
        return new Action.Misbehave(guests.choice(target, target.text()), new Action.Conduct(how, as), lasting(step));
    }

    private static Item target(Section step, String example) {
        var target = step.require("target", "target: " + example);
        if (target.value() instanceof Value.Text(var _, var text) && text.startsWith("datastore ")) {
            throw target.refused(
                    "a datastore can be killed, paused, or cut off by a partition: this is done to hosts or nodes");
        }
        return target;
    }

    private static Priority priority(Section step) {
        return step.get("priority", item -> item.word(Priority.class), Priority.NORMAL);
    }

    private static Optional<Duration> back(Section step) {
        return step.get("back").map(Item::durationAboveZero);
    }

    private static Optional<Duration> lasting(Section step) {
        return step.get("for").map(Item::durationAboveZero);
    }

    private Action migrate(Section step) {
        var target = target(step, "vm NAME");
        Matcher words = MIGRATE.matcher(target.text());
        if (!words.matches()) {
            throw target.refused("is empty: write vm NAME");
        }
        VmChoice vms = guests.choice(target, words.group(1));
        Optional<Host> to = Optional.ofNullable(words.group(2)).map(name -> places.worker(target, name));
        to.ifPresent(host -> requireReach(target, host, guests.groups(vms)));
        Terms terms = TermsReader.read(step, migration);
        return new Action.Migrate(vms, to.map(Host::id), TermsReader.mode(step), terms, priority(step));
    }

    private static void requireReach(Item target, Host to, List<Group> groups) {
        for (Group group : groups) {
            String disk = group.first().disk();
            if (!disk.equals(VmSpec.LOCAL_DISK) && !to.datastores().contains(disk)) {
                throw target.refused("host " + to.id() + " does not reach " + disk + ", where '" + group.name()
                        + "' has its disks: add it to the site's datastores or choose another host");
            }
        }
    }

    private Action restore(Section step) {
        var target = target(step, "host NAME");
        return switch (places.hostChoice(target)) {
            case HostChoice.Named(HostId host) -> new Action.Restore(host);
            case HostChoice.Any _ -> throw target.refused("a drained host is restored by name: write host NAME");
        };
    }

    private Action degrade(Section step) {
        var way = places.way(target(step, "link a-b"));
        var worse = new Action.Worse(
                step.get("latency").map(Item::duration), step.get("bandwidth").map(Item::bandwidth));
        if (worse.latency().isEmpty() && worse.bandwidth().isEmpty()) {
            throw step.refused("degrades nothing: add latency: 200ms or bandwidth: 50Mbit");
        }
        if (worse.bandwidth()
                .filter(bandwidth -> bandwidth.bitsPerSecond() == 0)
                .isPresent()) {
            throw step.refusedAt("bandwidth", "is zero, so that nothing passes: do a partition instead");
        }
        return new Action.Degrade(way, worse, lasting(step));
    }

    private static Party party(Item target) {
        Matcher words = PARTY.matcher(target.text());
        return Optional.of(words)
                .filter(Matcher::matches)
                .flatMap(match -> Words.constant(Party.class, match.group(1)))
                .orElseThrow(() -> target.refused("'" + target.text()
                        + "' is no party of a migration: write migration source, migration target or migration"
                        + " controller, or guest NAME"));
    }
}
