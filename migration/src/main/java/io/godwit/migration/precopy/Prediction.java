package io.godwit.migration.precopy;

import io.godwit.history.MigrationEvent.Mode;
import io.godwit.link.LinkQuality;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// What a live migration is expected to do, before a page is copied: the same rules as those of a real one, fed with
/// rounds that take what their pages take on the wire, and dirty what [Dirtying] says.
///
/// *Not modelled*: traffic that begins or ends meanwhile, batches that wait for credit, a disk that goes along.
///
/// @param precopy the rounds before the last pages
/// @param end how it ends: never [Course.CopyAgain]
/// @param last what goes when it ends, or would have to, and how long the guest stands for that
/// @param handover what it takes beside the wire
/// @param pull what follows the guest; empty if nothing does
/// @param help what each help comes to, in those rounds and after them
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

    /// How it ends.
    ///
    /// @param sent what goes while the guest stands, or follows it
    private record Ending(Course course, Forecast last, Optional<PullForecast> pull, Foreseen sent) {}

    /// @throws ArithmeticException if the link passes nothing
    public static Prediction of(Terms terms, GuestMemory guest, Route route) {
        Precopy precopy = Precopy.on(terms);
        List<HelpUse> uses = new ArrayList<>();
        Weighed now = weigh(precopy, guest, route);
        while (now.goesOn() && precopy.rounds().size() < MAX_ROUNDS) {
            int throttle = precopy.throttlePercent(guest.vcpus());
            Foreseen next = new Outgoing(precopy, guest, precopy.forRound(route.link()), route.cost())
                    .running(now.left(), throttle);
            uses.addAll(next.help());
            long dirty = guest.dirtyIn(next.durationNs(), throttle);
            precopy = precopy.with(next.round(precopy.nextRound(), dirty, throttle));
            now = weigh(precopy, guest, route);
        }
        Outgoing rest = new Outgoing(precopy, guest, precopy.forRest(route.link()), route.cost());
        boolean follows = precopy.guestGoesFirst()
                || (terms.mode() == Mode.HYBRID && now.course().leavesMuch());
        Ending ending = follows ? following(rest, now.left(), route) : standing(rest, now, route);
        uses.addAll(ending.sent().help());
        uses.addAll(terms.help().usesIn(all(precopy, ending.sent()), guest.vcpus(), route.cost()));
        return new Prediction(
                precopy, ending.course(), ending.last(), route.handover(), ending.pull(), Packing.sum(uses));
    }

    /// Rounds, and what came last.
    private static List<Round> all(Precopy precopy, Foreseen last) {
        int throttle =
                precopy.rounds().isEmpty() ? 0 : precopy.rounds().getLast().throttlePercent();
        return last.pages() == 0
                ? precopy.rounds()
                : Stream.concat(precopy.rounds().stream(), Stream.of(last.round(precopy.nextRound(), 0, throttle)))
                        .toList();
    }

    /// What is weighed against a limit are whole pages; helps make less of those that go in the end.
    private static Ending standing(Outgoing rest, Weighed now, Route route) {
        Forecast whole = Forecast.of(now.left(), route.cost(), rest.link(), registryNs(route));
        if (!endsThere(now.course())) {
            return new Ending(now.course(), whole, Optional.empty(), Foreseen.NOTHING);
        }
        Foreseen sent = rest.standing(now.left());
        return new Ending(now.course(), whole.sent(sent.bytes(), sent.durationNs()), Optional.empty(), sent);
    }

    /// The guest stands for its state alone, and for the names of the pages that it lacks unless that is all of them.
    private static Ending following(Outgoing rest, long lacking, Route route) {
        LinkQuality link = rest.link();
        List<Round> rounds = rest.precopy().rounds();
        long named = lacking == rest.guest().pages() ? 0 : lacking;
        long namesNs = link.bandwidth().nanosFor(named * route.cost().header().bytes());
        Forecast last = Forecast.of(0, route.cost(), link, registryNs(route)).sent(0, namesNs);
        long writtenInNs = rounds.isEmpty() ? 0 : rounds.getLast().durationNs() + registryNs(route);
        PullForecast pull = PullForecast.of(new PullForecast.Lack(lacking, writtenInNs), rest, BATCH_PAGES);
        return new Ending(new Course.SwitchOver(last), last, Optional.of(pull), rest.following(lacking));
    }

    private static boolean endsThere(Course course) {
        return course instanceof Course.SwitchOver || course instanceof Course.StopAnyway;
    }

    private static long registryNs(Route route) {
        return route.handover().registryNs();
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
        return endsThere(end);
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
        long stateNs = Math.max(last.stateNs() + handover.dumpNs(), handover.settleNs() - last.pagesNs());
        var atSource = new Downtime.AtSource(0, nothingFirst ? Optional.empty() : Optional.of(last.pagesNs()), stateNs);
        return new Downtime(atSource, last.latencyNs(), handover.proofNs(), handover.registryNs(), handover.openNs());
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
