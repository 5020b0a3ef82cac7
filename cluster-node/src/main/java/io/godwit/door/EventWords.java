package io.godwit.door;

import io.godwit.history.DowntimeParts;
import io.godwit.history.Event;
import io.godwit.history.FaultEvent;
import io.godwit.history.FleetEvent;
import io.godwit.history.GuestEvent;
import io.godwit.history.MigrationEvent;
import io.godwit.history.PermitEvent;
import io.godwit.unit.Counted;
import io.godwit.unit.Durations;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Words;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Events as sentences for people. What has none is of no note for them: each message of the registry, each renewal,
/// each write.
public final class EventWords {

    private EventWords() {}

    /// Whether somebody who runs a fleet wants to hear of it.
    public static boolean isOfNote(Event event) {
        return of(event).isPresent();
    }

    static Optional<String> of(Event event) {
        return switch (event) {
            case FleetEvent it -> Optional.of(of(it));
            case GuestEvent it -> of(it);
            case MigrationEvent it -> of(it);
            case PermitEvent.Expired it -> Optional.of("the permit of " + it.holder() + " ran out");
            case FaultEvent it -> Optional.of(of(it));
            default -> Optional.empty();
        };
    }

    private static String of(FleetEvent event) {
        return switch (event) {
            case FleetEvent.LeaderElected it -> it.leader() + " leads the registry, term " + it.term();
            case FleetEvent.LeaderRetired it -> it.leader() + " leads no more: " + it.why();
            case FleetEvent.NodeJoined it -> "node " + it.joined() + " joined, incarnation " + it.incarnation();
            case FleetEvent.NodeSuspected it -> "node " + it.suspect() + " is silent";
            case FleetEvent.LostDeclared it ->
                "node " + it.lost() + " is lost (" + words(it.evidence()) + "), incarnation " + it.incarnation();
            case FleetEvent.RestartDecided it -> it.vm() + " is to be restarted, tier " + it.tier();
            case FleetEvent.Placed it -> it.vm() + " is given to " + it.host() + ", epoch " + it.epoch();
            case FleetEvent.PlacementRefused it -> it.vm() + " has no place: " + it.why();
            case FleetEvent.MoveQueued it ->
                it.vm() + " waits for its turn to move"
                        + it.to().map(host -> " to " + host).orElse("") + ", priority " + it.priority();
            case FleetEvent.MoveDropped it -> it.vm() + " moves nowhere: " + it.why();
            case FleetEvent.Bound it ->
                it.vm() + (it.restarts() ? " is to restart on " : " is to start next on ") + it.host();
            case FleetEvent.VmCreated it -> it.vm() + " was created";
            case FleetEvent.VmDestroyed it -> it.vm() + " was destroyed";
            case FleetEvent.DrainStarted it -> "the drain of " + it.host() + " begins";
            case FleetEvent.DrainFinished it ->
                "the drain of " + it.host() + " ended: " + it.moved() + " moved, " + it.left() + " left";
            case FleetEvent.GroupScaled it ->
                "group " + it.group() + " goes from " + it.from() + " to " + it.to() + " VMs, as they want "
                        + it.utilisationPermille() / 10.0 + " % of their CPU";
            case FleetEvent.ScaleRefused it -> "group " + it.group() + " is not scaled: " + it.why();
            case FleetEvent.Unreachable it -> "membership can't reach " + it.observed();
            case FleetEvent.Reachable it -> "membership reaches " + it.observed() + " again";
        };
    }

    private static Optional<String> of(GuestEvent event) {
        String where = " on " + event.host();
        return switch (event) {
            case GuestEvent.Started it ->
                Optional.of(it.vm() + " started" + where + ", epoch " + it.epoch()
                        + (it.memoryLost() ? "; what it had in memory is lost" : ""));
            case GuestEvent.DiskLost it ->
                Optional.of(it.vm() + " begins" + where + " with an empty disk, epoch " + it.epoch()
                        + ": what it had written is lost");
            case GuestEvent.Paused it -> Optional.of(it.vm() + " paused" + where + ": " + words(it.why()));
            case GuestEvent.Resumed it -> Optional.of(it.vm() + " resumed" + where + ": " + words(it.why()));
            case GuestEvent.Stopped it -> Optional.of(it.vm() + " stopped" + where + ": " + words(it.why()));
            case GuestEvent.Revised it ->
                Optional.of(it.vm() + where + " has " + it.vcpus() + (it.vcpus() == 1 ? " vCPU" : " vCPUs") + " and "
                        + new MemorySize(it.memoryBytes()) + " now"
                        + it.cores()
                                .map(cores -> ", on " + (cores.size() == 1 ? "core " : "cores ")
                                        + cores.stream().map(String::valueOf).collect(Collectors.joining(", ")))
                                .orElse(""));
            case GuestEvent.ForgeryRefused it ->
                Optional.of(it.vm() + where + " was refused "
                        + switch (it.what()) {
                            case MAC -> "a frame with the address of another card";
                            case VLAN -> "a frame of a virtual LAN that it is not in";
                            case REQUEST -> "a request in the name of another VM";
                        });
            case GuestEvent.Copied it -> Optional.of(it.copy() + " is taken of " + it.vm() + where);
            case GuestEvent.Recalled it ->
                Optional.of(it.vm() + where + " goes on from the memory that was kept with " + it.copy());
            case GuestEvent.Misbehaved it -> Optional.of(it.vm() + where + " misbehaves: " + of(it.how()));
            case GuestEvent.Behaved it ->
                Optional.of(it.vm() + where + " behaves again: no more " + words(it.how())
                        + (it.how().forgery().isPresent() ? ", after " + Counted.of(it.deeds(), "attempt") : ""));
            case GuestEvent.Metered _ -> Optional.empty();
            case GuestEvent.EffectWithheld _, GuestEvent.FrameRefused _, GuestEvent.FrameMissed _ -> Optional.empty();
        };
    }

    private static String of(GuestEvent.Misbehaviour how) {
        return switch (how) {
            case CPU -> "it spins on all of its vCPUs";
            case MEMORY -> "it fills its memory";
            case DISK -> "it asks its disk for more than any disk does";
            case FLOOD -> "it floods the world outside with small frames";
            case STORM -> "it floods its virtual LAN with frames to everybody";
            case CRASH -> "it fails";
            case PANIC -> "it fails with its kernel";
            case FORGE_MAC -> "it sends frames with another card's address";
            case FORGE_VLAN -> "it sends frames into a virtual LAN that it is not in";
            case FORGE_MESSAGE -> "it makes requests in the name of other VMs";
        };
    }

    private static Optional<String> of(MigrationEvent event) {
        return switch (event) {
            case MigrationEvent.PhaseEntered it
            when it.phase() == MigrationEvent.Phase.PRECOPY && it.side() == MigrationEvent.Side.SOURCE ->
                Optional.of(it.vm() + " moves from " + it.source() + " to " + it.target());
            case MigrationEvent.Chosen it -> Optional.of(it.vm() + " moves by " + Words.of(it.mode()));
            case MigrationEvent.PhaseEntered it -> Optional.of(of(it));
            case MigrationEvent.DiskPredicted it ->
                Optional.of(it.vm() + " is expected to have its disk at the target in "
                        + Durations.brieflyNs(it.durationNs()) + ": " + new MemorySize(it.bytes()).roughly());
            case MigrationEvent.DiskCopied it ->
                Optional.of(it.vm() + " has its disk at the target, too: " + new MemorySize(it.bytes()).roughly()
                        + " in " + Durations.brieflyNs(it.durationNs()) + "; any write goes to both from now on");
            case MigrationEvent.HandedOver it
            when it.inFlight() > 0 ->
                Optional.of(it.vm() + " stands still; " + Counted.of(it.inFlight(), "write")
                        + " to its disk had no answer, and will be made again where it goes on");
            case MigrationEvent.HandedOver _, MigrationEvent.Prepared _ -> Optional.empty();
            case MigrationEvent.RoundCompleted it ->
                Optional.of(it.vm() + " round " + it.round() + ": " + new MemorySize(it.bytes()).roughly() + " in "
                        + Durations.brieflyNs(it.durationNs()) + ", " + Counted.of(it.dirtyPages(), "page")
                        + " dirtied meanwhile"
                        + (it.savedBytes() > 0 ? ", " + new MemorySize(it.savedBytes()).roughly() + " saved" : "")
                        + (it.throttlePercent() > 0 ? ", " + it.throttlePercent() + " % of its CPU taken" : ""));
            case MigrationEvent.Helped it -> Optional.of(of(it));
            case MigrationEvent.CpuSpent it ->
                Optional.of("the move of " + it.vm() + " took " + Durations.brieflyNs(it.sourceNs())
                        + " of its source's CPU and " + Durations.brieflyNs(it.targetNs()) + " of its target's");
            case MigrationEvent.Pulled it ->
                Optional.of(it.vm() + " has all its pages: it waited for " + Counted.of(it.faults(), "page") + ", "
                        + Durations.brieflyNs(it.stallNs()) + " in all");
            case MigrationEvent.Predicted it -> Optional.of(of(it));
            case MigrationEvent.Slowed it -> of(it);
            case MigrationEvent.StoodStill it -> Optional.of(of(it));
            case MigrationEvent.Committed it -> Optional.of(it.vm() + " belongs to " + it.target() + " now");
            case MigrationEvent.Aborted it -> Optional.of("the move of " + it.vm() + " was aborted: " + it.why());
            case MigrationEvent.Finished it -> Optional.of(of(it));
        };
    }

    private static String of(MigrationEvent.PhaseEntered it) {
        String side = it.side().name().toLowerCase(Locale.ROOT);
        return "the move of " + it.vm() + ": " + words(it.phase()) + " at its " + side;
    }

    private static String of(MigrationEvent.Helped it) {
        return it.vm() + " " + Words.of(it.aid()) + ": " + new MemorySize(it.savedBytes()).roughly() + " saved, "
                + it.pages() + " of " + Counted.of(it.looked(), "page") + ", for "
                + (it.guestCpuNs() > 0
                        ? Durations.brieflyNs(it.guestCpuNs()) + " of the guest's CPU at most"
                        : Durations.brieflyNs(it.hostCpuNs()) + " of its host's CPU");
    }

    private static Optional<String> of(MigrationEvent.Slowed it) {
        return it.lostNs() == 0
                ? Optional.empty()
                : Optional.of(it.vm() + " lost " + Durations.brieflyNs(it.lostNs()) + " of "
                        + Durations.brieflyNs(it.spanNs()) + " to its move, at its " + words(it.side()));
    }

    private static String of(MigrationEvent.Predicted it) {
        String expected = Counted.of(it.rounds(), "round") + ", " + new MemorySize(it.bytes()).roughly() + " in "
                + Durations.brieflyNs(it.durationNs());
        return it.converges()
                ? it.vm() + " is expected to take " + expected + ", and to stand still for "
                        + Durations.brieflyNs(it.downtime().totalNs()) + ": " + of(it.downtime())
                : it.vm() + " is not expected to converge: " + expected;
    }

    private static String of(MigrationEvent.StoodStill it) {
        return it.vm() + " stood still for " + Durations.brieflyNs(it.parts().totalNs()) + ": " + of(it.parts());
    }

    /// Part by part, in the order in which they come.
    public static String of(DowntimeParts parts) {
        var words = new LinkedHashMap<String, Long>();
        words.put("pause", parts.pauseNs());
        parts.pagesNs().ifPresent(pages -> words.put("last pages", pages));
        words.put("state", parts.stateNs());
        words.put("way", parts.transitNs());
        words.put("proof", parts.verifyNs());
        words.put("commit", parts.commitNs());
        words.put("resume", parts.resumeNs());
        return words.entrySet().stream()
                .map(part -> part.getKey() + " " + Durations.brieflyNs(part.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String of(MigrationEvent.Finished it) {
        String end =
                switch (it.outcome()) {
                    case COMMITTED -> "committed";
                    case ABORTED -> "aborted; it stays where it was";
                    case NOT_CONVERGED -> "given up: it did not converge, and stays where it was";
                    case REFUSED -> "refused by the target";
                    case LOST -> "committed, and its memory was lost: it ended";
                };
        boolean isSource = it.side() == MigrationEvent.Side.SOURCE;
        boolean tellsDowntime = it.outcome() == MigrationEvent.Outcome.COMMITTED && it.downtimeNs() > 0;
        return "the move of " + it.vm() + " ended at its "
                + it.side().name().toLowerCase(Locale.ROOT) + ": " + end
                + (isSource
                        ? "; " + Counted.of(it.rounds(), "round") + ", " + new MemorySize(it.bytes()).roughly()
                        : "")
                + (tellsDowntime ? "; downtime " + Durations.brieflyNs(it.downtimeNs()) : "");
    }

    private static String of(FaultEvent event) {
        return switch (event) {
            case FaultEvent.Injected it -> it.verb() + " " + it.target();
            case FaultEvent.Bit it -> it.evidence();
            case FaultEvent.ProcessEnded it -> "the process of node " + it.node() + " has ended";
            case FaultEvent.Healed it -> it.step() + " is healed";
            case FaultEvent.Failed it -> it.step() + " failed: " + it.why();
        };
    }

    private static String words(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
