package io.godwit.migration.precopy;

import io.godwit.history.MigrationEvent.Mode;
import io.godwit.link.LinkQuality;
import io.godwit.unit.Bandwidth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a live migration is expected to do, before a page is copied: the same rules as those of a real one, fed with
/// rounds that take what their pages take on the wire, and dirty what [Dirtying] says.
///
/// *Not modelled*: other traffic on the link, batches that wait for credit, the registry's round for the commit.
///
/// @param precopy the rounds before the last pages
/// @param end how it ends: never [Course.CopyAgain]
/// @param last what is left when it ends, and how long the guest would stand for that
/// @param pull what follows the guest; empty if nothing does
/// @param help what each help comes to in those rounds
public record Prediction(Precopy precopy, Course end, Forecast last, Optional<PullForecast> pull, List<HelpUse> help) {

    /// As many as a source pushes at a time unless somebody says otherwise.
    private static final int BATCH_PAGES = 32;

    /// More rounds than this are no forecast: every rule but a downtime limit ends long before.
    private static final int MAX_ROUNDS = 10_000;

    /// @throws ArithmeticException if the link passes nothing
    public static Prediction of(Terms terms, GuestMemory guest, LinkQuality link, WireCost cost) {
        Precopy precopy = Precopy.on(terms);
        long toSend = guest.pages();
        List<HelpUse> uses = new ArrayList<>();
        Course course = weigh(precopy, toSend, link, cost);
        while (course instanceof Course.CopyAgain && precopy.rounds().size() < MAX_ROUNDS) {
            Bandwidth bandwidth = precopy.forRound(link).bandwidth();
            Pass pass = new Pass(toSend, Foreseen.packing(precopy, guest, toSend, cost), bandwidth, cost);
            precopy = precopy.with(next(precopy, guest, pass, uses));
            toSend = precopy.rounds().getLast().dirtyPages();
            course = weigh(precopy, toSend, link, cost);
        }
        uses.addAll(terms.help().usesIn(precopy.rounds(), guest.vcpus(), cost));
        List<HelpUse> help = Packing.sum(uses);
        boolean follows = precopy.guestGoesFirst() || (terms.mode() == Mode.HYBRID && course.leavesMuch());
        LinkQuality rest = precopy.forRest(link);
        return follows
                ? following(precopy, toSend, guest, new PullForecast.Wire(rest, cost, BATCH_PAGES))
                        .helpedBy(help)
                : new Prediction(precopy, course, Forecast.of(toSend, cost, rest, 0), Optional.empty(), help);
    }

    /// The guest stands for its state alone.
    private static Prediction following(Precopy precopy, long lacking, GuestMemory guest, PullForecast.Wire wire) {
        Forecast last = Forecast.of(0, wire.cost(), wire.link(), 0);
        long writtenInNs =
                precopy.rounds().isEmpty() ? 0 : precopy.rounds().getLast().durationNs();
        PullForecast pull = PullForecast.of(new PullForecast.Lack(lacking, writtenInNs), guest, wire);
        return new Prediction(precopy, new Course.SwitchOver(last), last, Optional.of(pull), List.of());
    }

    private Prediction helpedBy(List<HelpUse> uses) {
        return new Prediction(precopy, end, last, pull, uses);
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

    /// A rule that wants no round at all sends everything while the guest stands.
    private static Course weigh(Precopy precopy, long toSend, LinkQuality link, WireCost cost) {
        return precopy.rounds().isEmpty() && !precopy.stopsFirst()
                ? new Course.CopyAgain()
                : precopy.weigh(Forecast.of(toSend, cost, precopy.forRest(link), 0));
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

    /// From the first page to the guest's resume, or to giving up; or to the last page that followed it.
    public long durationNs() {
        long roundsNs = precopy.rounds().stream().mapToLong(Round::durationNs).sum();
        return roundsNs
                + (converges() ? last.downtimeNs() : 0)
                + pull.map(PullForecast::durationNs).orElse(0L);
    }
}
