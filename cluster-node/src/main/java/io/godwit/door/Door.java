package io.godwit.door;

import io.godwit.array.ArrayWire;
import io.godwit.identity.VmId;
import io.godwit.link.Delivery;
import io.godwit.link.Endpoint;
import io.godwit.link.Link;
import io.godwit.recovery.ControlWire;
import io.godwit.recovery.ControlWire.Wish;
import io.godwit.recovery.FleetView;
import io.godwit.recovery.GuestWire;
import io.godwit.recovery.InsightWire;
import io.godwit.recovery.Orders;
import io.godwit.recovery.ProgressWire;
import io.godwit.recovery.UseWire;
import io.godwit.registry.SavedImage;
import io.godwit.registry.VmRecord;
import io.godwit.unit.IllegalQuantity;
import io.godwit.vm.VmSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/// Carries requests to the controller, wherever it is, and its answers back. It asks all voters, again and again, until
/// the leader answers or the time is up.
final class Door {

    sealed interface Command {}

    /// @param reply completed once, by this actor or by who started the processes
    record Asked(Request request, CompletableFuture<Reply> reply) implements Command {}

    private record Came(Delivery delivery) implements Command {}

    private record Repeat() implements Command {}

    /// A copy came to its array, or why it did not.
    private record Landed(Errand errand, Freight.Arrival arrival, Optional<String> failed) implements Command {}

    /// A change of leaders takes up to 4 s.
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    /// A memory of 64 GiB, at the speed of an array's disk, takes a minute or two.
    private static final Duration FREIGHT = Duration.ofMinutes(10);

    /// A lost message costs a person no more than this.
    private static final Duration REPEAT = Duration.ofMillis(250);

    /// A host answers within a round trip.
    private static final Duration SURVEY = Duration.ofSeconds(2);

    /// Requests at a time. Each costs the controller a look at the registry.
    private static final int MAX_ERRANDS = 64;

    private final Link link;
    private final DoorGround ground;
    private final Gallery gallery;
    private final Replies replies;
    private final GuestCalls guests;
    private final HostCalls hosts;
    private final Freight freight;
    private final ActorRef<Command> self;
    private final TimerScheduler<Command> timers;
    private final Map<String, Errand> errands = new TreeMap<>();
    private final List<Survey> surveys = new ArrayList<>();
    private final List<Pursuit> pursuits = new ArrayList<>();
    private final List<Weighing> weighings = new ArrayList<>();
    private long last;

    private Door(Link link, DoorGround ground, ActorContext<Command> context, TimerScheduler<Command> timers) {
        this.link = link;
        this.ground = ground;
        this.timers = timers;
        this.self = context.getSelf();
        this.freight = new Freight(context, link, ground);
        this.guests = new GuestCalls(link, ground.usual());
        this.hosts = new HostCalls(link);
        this.gallery = new Gallery(ground.images());
        this.replies = new Replies(link.self(), ground.voters(), ground.hands().isPresent());
    }

    static Behavior<Command> create(Link link, DoorGround ground) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            link.register(Orders.SERVICE, context.messageAdapter(Delivery.class, Came::new));
            return new Door(link, ground, context, timers).open();
        }));
    }

    private Behavior<Command> open() {
        return Behaviors.receiveMessage(command -> {
            switch (command) {
                case Asked(var request, var reply) -> asked(request, reply);
                case Came(var delivery) -> came(delivery);
                case Repeat() -> repeat();
                case Landed landed -> landed(landed);
            }
            return Behaviors.same();
        });
    }

    private void asked(Request request, CompletableFuture<Reply> reply) {
        if (request instanceof Request.Act(var deed)) {
            act(deed, reply);
            return;
        }
        Optional<Reply> known = Replies.ofImages(request, gallery);
        if (known.isPresent()) {
            reply.complete(known.get());
            return;
        }
        if (errands.size() >= MAX_ERRANDS) {
            reply.complete(Replies.busy());
            return;
        }
        String client = ground.client() + "/" + ++last;
        Errand errand = Errand.of(
                request,
                new Orders(link, ground.voters(), client),
                ground.timeline().now() + (request instanceof Request.Import ? FREIGHT : PATIENCE).toNanos(),
                reply);
        errands.put(client, errand);
        timers.startTimerWithFixedDelay(Repeat.class, new Repeat(), REPEAT);
        begin(errand);
    }

    private void begin(Errand errand) {
        switch (errand.request()) {
            case Request.ShowFleet _, Request.ShowHosts _, Request.ShowHost _, Request.ShowVms _, Request.ShowVm _ ->
                errand.orders().show(shown -> errand.reply().complete(replies.shown(errand.request(), shown)));
            case Request.Inspect(var vm, var _) -> ofGuest(errand, vm);
            case Request.Predict(var vm, var _, var _) -> ofGuest(errand, vm);
            case Request.Crash(var vm, var _) -> ofGuest(errand, vm);
            case Request.Conduct(var vm, var _, var _, var _) -> ofGuest(errand, vm);
            case Request.InspectHost question ->
                errand.orders().show(shown -> hosts.ask(question, shown, errand.reply()));
            case Request.ShowGroups _ ->
                errand.orders().show(shown -> errand.reply().complete(replies.shown(errand.request(), shown)));
            case Request.ShowMigrations() -> errand.orders().show(shown -> pursue(errand, shown));
            case Request.ShowDatastores() -> errand.orders().show(shown -> weigh(errand, shown));
            case Request.ShowUses() -> errand.orders().show(shown -> survey(errand, shown));
            case Request.CreateVms(var form) -> errand.orders().show(shown -> create(errand, form, shown));
            case Request.ShowImages() ->
                errand.orders().show(shown -> errand.reply().complete(Replies.images(gallery, shown)));
            case Request.ShowImage(var image) ->
                errand.orders().show(shown -> errand.reply().complete(Replies.savedImage(image, shown)));
            case Request.Change(var wish, var _)
            when gallery.refusal(wish).isPresent() ->
                errand.reply().complete(Reply.refused(409, gallery.refusal(wish).get()));
            case Request.Change(var wish, var done) -> order(errand, wish, done);
            case Request.Reboot(var vm) -> errand.orders().show(shown -> reboot(errand, vm, shown));
            case Request.Revert(var vm, var snapshot) ->
                errand.orders()
                        .show(shown -> order(
                                errand,
                                new Wish.Revert(vm, epochOf(vm, shown), snapshot),
                                vm + " goes back to " + snapshot));
            case Request.Migrate move -> migrate(errand, move);
            case Request.Export(var vm, var snapshot) ->
                errand.orders().show(shown -> errand.reply().complete(freight.departure(vm, snapshot, shown)));
            case Request.Import wanted -> errand.orders().show(shown -> bring(errand, wanted, shown));
            case Request.Act _, Request.ListEvents _, Request.FollowEvents _ ->
                throw new IllegalArgumentException("not for the controller: " + errand.request());
        }
    }

    private void ofGuest(Errand errand, VmId vm) {
        errand.orders().show(shown -> guests.ask(errand.request(), vm, shown, errand.reply()));
    }

    private void migrate(Errand errand, Request.Migrate move) {
        try {
            errand.orders()
                    .give(
                            new Wish.Migrate(
                                    move.vm(),
                                    move.to(),
                                    move.terms().mode(),
                                    move.terms().over(ground.usual()),
                                    move.priority()),
                            outcome -> errand.reply().complete(Replies.moved(move, outcome)));
        } catch (IllegalQuantity contradiction) {
            errand.reply().complete(Reply.refused(400, contradiction.getMessage()));
        }
    }

    private void order(Errand errand, Wish wish, String done) {
        errand.orders().give(wish, outcome -> errand.reply().complete(Replies.carried(done, outcome)));
    }

    private void survey(Errand errand, ControlWire.Outcome.Shown shown) {
        surveys.add(Survey.of(shown, ground.timeline().now() + SURVEY.toNanos(), errand.reply()));
        shown.view()
                .nodes()
                .forEach(node ->
                        link.send(Orders.SERVICE, new Endpoint(node.node(), UseWire.SERVICE), new UseWire.Ask()));
    }

    private void weigh(Errand errand, ControlWire.Outcome.Shown shown) {
        Weighing weighing = Weighing.of(shown, ground.timeline().now() + SURVEY.toNanos(), errand.reply());
        weighings.add(weighing);
        weighing.begin(link);
    }

    private void pursue(Errand errand, ControlWire.Outcome.Shown shown) {
        Views views = new Views(shown, ground.voters());
        long giveUpNs = ground.timeline().now() + SURVEY.toNanos();
        Pursuit pursuit = Pursuit.of(shown, views.migrations(), giveUpNs, errand.reply());
        pursuits.add(pursuit);
        pursuit.begin(link);
    }

    /// The guest that is there now, and none that comes after it.
    private void reboot(Errand errand, VmId vm, ControlWire.Outcome.Shown shown) {
        order(errand, new Wish.Reboot(vm, epochOf(vm, shown)), vm + " is to reboot");
    }

    private static long epochOf(VmId vm, ControlWire.Outcome.Shown shown) {
        return shown.view().vms().stream()
                .filter(record -> record.id().equals(vm))
                .findFirst()
                .map(VmRecord::epoch)
                .orElse(0L);
    }

    private void create(Errand errand, VmForm form, ControlWire.Outcome.Shown shown) {
        try {
            Optional<SavedImage> saved = new FleetView(shown.view()).image(form.image());
            VmForm based = saved.map(form::on).orElse(form);
            List<VmSpec> vms = based.specs(new Views(shown, ground.voters()).datastores());
            Wish wish =
                    saved.<Wish>map(image -> new Wish.Make(vms, image.image())).orElseGet(() -> new Wish.Create(vms));
            Optional<Reply> taken = gallery.objection(based.image(), form.memory())
                    .map(why -> Reply.refused(400, why))
                    .or(() -> replies.taken(vms, shown))
                    .or(() -> Replies.unknown(vms, shown));
            if (taken.isPresent()) {
                errand.reply().complete(taken.get());
            } else {
                errand.orders().give(wish, outcome -> errand.reply().complete(Replies.created(vms, outcome)));
            }
        } catch (Malformed malformed) {
            errand.reply().complete(Reply.refused(400, malformed.getMessage()));
        }
    }

    private void bring(Errand errand, Request.Import wanted, ControlWire.Outcome.Shown shown) {
        Reply plan = freight.arrival(wanted, shown);
        if (!(plan.body() instanceof Freight.Arrival arrival)) {
            errand.reply().complete(plan);
            return;
        }
        Optional<Reply> taken = replies.taken(List.of(arrival.vm()), shown);
        if (taken.isPresent()) {
            errand.reply().complete(taken.get());
        } else {
            freight.bring(arrival, wanted, failed -> self.tell(new Landed(errand, arrival, failed)));
        }
    }

    private void landed(Landed landed) {
        Freight.Arrival arrival = landed.arrival();
        Errand errand = landed.errand();
        if (landed.failed().isPresent()) {
            freight.drop(arrival);
            errand.reply().complete(Reply.refused(409, landed.failed().get()));
            return;
        }
        errand.orders().give(arrival.wish(), outcome -> {
            if (outcome instanceof ControlWire.Outcome.Refused) {
                freight.drop(arrival);
            }
            errand.reply().complete(Replies.created(List.of(arrival.vm()), outcome));
        });
    }

    private void act(Deed deed, CompletableFuture<Reply> reply) {
        if (ground.hands().isEmpty()) {
            reply.complete(replies.noHands());
        } else {
            var _ = ground.hands().get().apply(deed).thenAccept(result -> reply.complete(Replies.of(result)));
        }
    }

    private void came(Delivery delivery) {
        switch (delivery.message()) {
            case ControlWire.Carried answer -> {
                Errand errand = errands.get(answer.id().client());
                if (errand != null) {
                    errand.orders().carried(answer);
                    dropOver();
                }
            }
            case GuestWire answer -> guests.came(answer);
            case InsightWire answer -> hosts.came(answer);
            case ProgressWire.Told(var progress) -> {
                pursuits.forEach(pursuit -> pursuit.told(progress));
                dropOver();
            }
            case ProgressWire.ToldPast(var past) -> {
                pursuits.forEach(pursuit -> pursuit.told(delivery.from().node(), past));
                dropOver();
            }
            case ArrayWire.Weighed weighed -> {
                weighings.forEach(
                        weighing -> weighing.told(delivery.from().node().value(), weighed));
                dropOver();
            }
            case UseWire.Told told -> {
                surveys.forEach(survey -> survey.told(told));
                dropOver();
            }
            case ControlWire.NotLeader(var id, var _) -> {
                Errand errand = errands.get(id.client());
                if (errand != null) {
                    errand.heard().add(delivery.from().node());
                }
            }
            default -> {} // nothing else is said to this service
        }
    }

    private void repeat() {
        for (Errand errand : errands.values()) {
            if (errand.isOver(ground.timeline().now())) {
                errand.reply().complete(replies.nobodyLeads(errand.request(), errand.heard()));
            } else {
                errand.orders().repeat();
            }
        }
        dropOver();
    }

    private void dropOver() {
        surveys.removeIf(survey -> survey.isOver(ground.timeline().now()));
        weighings.removeIf(weighing -> weighing.isOver(ground.timeline().now()));
        pursuits.removeIf(pursuit -> pursuit.isOver(ground.timeline().now()));
        errands.values().removeIf(errand -> errand.reply().isDone());
        if (errands.isEmpty()) {
            timers.cancel(Repeat.class);
        }
    }
}
