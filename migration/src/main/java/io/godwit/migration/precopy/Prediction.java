package io.godwit.migration.precopy;

import io.godwit.history.MigrationEvent.Mode;
import io.godwit.link.LinkQuality;
import io.godwit.unit.Bandwidth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/// What a live migration is expected to do, before a page is copied: the same rules as those of a real one, fed with
/// rounds that take what their pages take on the wire, and dirty what [Dirtying] says.
///
/// *Not modelled*: traffic that begins or ends meanwhile, batches that wait for credit, a disk that goes along.
///
/// @param precopy the rounds before the last pages
/// @param end how it ends: never [Course.CopyAgain]
/// @param last what is left when it ends, and how long the guest would stand for that
/// @param handover what it takes beside the wire
/// @param pull what follows the guest; empty if nothing does
/// @param help what each help comes to in those rounds
public record Prediction(
        Precopy precopy,
        Course end,
        Forecast last,
        HandoverCost handover,
        Optional<PullForecast> pull,
        List<HelpUse> help) {

    /// As many as a source pushes at a time unless somebody says otherwise.
    private static final int BATCH_PAGES = 32;

    /// More rounds than this are no forecast: every rule but a downtime limit ends long before.
    private static final int MAX_ROUNDS = 10_000;

    /// What a rule says of the rounds so far.
    ///
    /// @param left pages that are dirty then
    private record Weighed(Course course, long left) {

        boolean goesOn() {
            return course instanceof Course.CopyAgain;
        }
    }

    /// @throws ArithmeticException if the link passes nothing
    public static Prediction of(Terms terms, GuestMemory guest, Route route) {
        Precopy precopy = Precopy.on(terms);
        List<HelpUse> uses = new ArrayList<>();
        Weighed now = weigh(precopy, guest, route);
        while (now.goesOn() && precopy.rounds().size() < MAX_ROUNDS) {
            Bandwidth bandwidth = precopy.forRound(route.link()).bandwidth();
            List<HelpUse> packed = Foreseen.packing(precopy, guest, now.left(), route.cost());
            Pass pass = new Pass(now.left(), packed, bandwidth, route.cost());
            precopy = precopy.with(next(precopy, guest, pass, uses));
            now = weigh(precopy, guest, route);
        }
        uses.addAll(terms.help().usesIn(precopy.rounds(), guest.vcpus(), route.cost()));
        List<HelpUse> help = Packing.sum(uses);
        boolean follows = precopy.guestGoesFirst()
                || (terms.mode() == Mode.HYBRID && now.course().leavesMuch());
        return follows
                ? following(precopy, now.left(), guest, route).helpedBy(help)
                : new Prediction(
                        precopy,
                        now.course(),
                        Forecast.of(now.left(), route.cost(), precopy.forRest(route.link()), registryNs(route)),
                        route.handover(),
                        Optional.empty(),
                        help);
    }

    /// The guest stands for its state alone, and for the names of the pages that it lacks unless that is all of them.
    private static Prediction following(Precopy precopy, long lacking, GuestMemory guest, Route route) {
        LinkQuality rest = precopy.forRest(route.link());
        long named = lacking == guest.pages() ? 0 : lacking;
        long namesNs = rest.bandwidth().nanosFor(named * route.cost().header().bytes());
        Forecast state = Forecast.of(0, route.cost(), rest, registryNs(route));
        Forecast last = new Forecast(0, 0, namesNs, state.stateNs(), state.latencyNs(), state.commitNs());
        long writtenInNs =
                precopy.rounds().isEmpty() ? 0 : precopy.rounds().getLast().durationNs() + registryNs(route);
        PullForecast pull = PullForecast.of(
                new PullForecast.Lack(lacking, writtenInNs),
                guest,
                new PullForecast.Wire(rest, route.cost(), BATCH_PAGES));
        return new Prediction(
                precopy, new Course.SwitchOver(last), last, route.handover(), Optional.of(pull), List.of());
    }

    private static long registryNs(Route route) {
        return route.handover().registryNs();
    }

    private Prediction helpedBy(List<HelpUse> uses) {
        return new Prediction(precopy, end, last, handover, pull, uses);
    }

    private static Round next(Precopy precopy, GuestMemory guest, Pass pass, List<HelpUse> uses) {
        int throttle = precopy.throttlePercent(guest.vcpus());
        long sent = precopy.terms().help().skipsDirtied() ? guest.stillClean(pass, throttle) : pass.pages();
        List<HelpUse> packed =
                pass.packed().stream().map(use -> use.part(sent, pass.pages())).toList();
        uses.addAll(packed);
        if (precopy.terms().help().skipsDirtied()) {
            uses.add(PackingCost.of(precopy.terms().help(), pass.cost()).dirtied(pass.pages(), pass.pages() - sent));
        }
        long bytes = pass.bytesOf(sent);
        long packingNs = packed.stream().mapToLong(HelpUse::hostCpuNs).sum();
        long workNs = precopy.terms().help().channels().workNs(bytes, packingNs);
        long durationNs = Math.max(pass.bandwidth().nanosFor(bytes), workNs);
        return new Round(
                precopy.nextRound(),
                pass.pages(),
                bytes,
                durationNs,
                guest.dirtyIn(durationNs, throttle),
                pass.cost().bytesOf(pass.pages()) - bytes,
                throttle);
    }

    /// A rule that wants no round at all sends everything while the guest stands. Others are asked again when the
    /// registry's leader has answered, and the guest has written on meanwhile.
    private static Weighed weigh(Precopy precopy, GuestMemory guest, Route route) {
        LinkQuality rest = precopy.forRest(route.link());
        if (precopy.rounds().isEmpty()) {
            Forecast all = Forecast.of(guest.pages(), route.cost(), rest, registryNs(route));
            return new Weighed(precopy.stopsFirst() ? precopy.weigh(all) : new Course.CopyAgain(), guest.pages());
        }
        Round last = precopy.rounds().getLast();
        Course first = precopy.weigh(Forecast.of(last.dirtyPages(), route.cost(), rest, 0));
        boolean isHybrid = precopy.terms().mode() == Mode.HYBRID;
        if (first instanceof Course.CopyAgain || (first instanceof Course.GiveUp && !isHybrid)) {
            return new Weighed(first, last.dirtyPages());
        }
        long left = guest.dirtyIn(last.durationNs() + registryNs(route), last.throttlePercent());
        return new Weighed(
                isHybrid && first.leavesMuch()
                        ? first
                        : precopy.weigh(Forecast.of(left, route.cost(), rest, registryNs(route))),
                left);
    }

    public boolean converges() {
        return end instanceof Course.SwitchOver || end instanceof Course.StopAnyway;
    }

    /// All that is sent, the last pages included if they are.
    public long bytes() {
        return precopy.bytes()
                + (converges() ? last.bytes() : 0)
                + pull.map(PullForecast::bytes).orElse(0L);
    }

    /// How long the guest stands still, part by part; or would, where it does not converge.
    public Downtime downtime() {
        boolean nothingFirst = precopy.rounds().isEmpty() && pull.isPresent();
        var atSource = new Downtime.AtSource(
                0, nothingFirst ? Optional.empty() : Optional.of(last.pagesNs()), last.stateNs() + handover.dumpNs());
        return new Downtime(atSource, last.latencyNs(), handover.restoreNs(), handover.registryNs(), handover.openNs());
    }

    /// From the first page to the guest's resume, or to giving up; or to the last page that followed it.
    ///
    /// @throws ArithmeticException if that is longer than 292 years
    public long durationNs() {
        return LongStream.concat(
                        precopy.rounds().stream().mapToLong(Round::durationNs),
                        LongStream.of(
                                converges()
                                        ? Math.addExact(
                                                handover.registryNs(),
                                                downtime().totalNs())
                                        : 0,
                                pull.map(PullForecast::durationNs).orElse(0L)))
                .reduce(0, Math::addExact);
    }
}
