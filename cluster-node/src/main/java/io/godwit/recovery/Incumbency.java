package io.godwit.recovery;

import io.godwit.array.ArrayWire;
import io.godwit.history.FleetEvent;
import io.godwit.history.PermitEvent;
import io.godwit.identity.HostId;
import io.godwit.link.Delivery;
import io.godwit.link.Endpoint;
import io.godwit.link.NodeId;
import io.godwit.permit.PermitOffice;
import io.godwit.permit.PermitWire;
import io.godwit.recovery.ControlWire.Outcome;
import io.godwit.recovery.ControlWire.Wish;
import io.godwit.registry.CommandId;
import io.godwit.registry.HostRecord;
import io.godwit.registry.RegistryAnswer;
import io.godwit.registry.RegistryCalls;
import io.godwit.registry.RegistryCommand;
import io.godwit.registry.RegistryCommand.AbortMigration;
import io.godwit.registry.RegistryCommand.Assign;
import io.godwit.registry.RegistryCommand.DeclareLost;
import io.godwit.registry.RegistryQuery;
import io.godwit.registry.RegistryView;
import io.godwit.registry.VmRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;

/// A controller's term: what it has asked the registry, and what it does with each answer.
///
/// Mutable, and owned by the controller's actor. Each look at the registry first rules on waiting orders, then plans. A
/// VM with a proposal in flight is left alone until that is answered.
final class Incumbency {

    private final Controller.Office office;
    private final long term;
    private final ActorRef<RegistryCalls.Reply> replies;
    private final PermitOffice permits;
    private final Planner planner;
    private final Desk desk = new Desk();
    private final Patience patience = new Patience();
    private final StorageDesk storage;
    private final RevisionBook revisions = new RevisionBook();

    private final Map<Long, Purpose> calls = new TreeMap<>();
    private final Underway underway = new Underway();
    private final Set<NodeId> lossesInFlight = new TreeSet<>();
    private final List<Purpose.Applicant> applicants = new ArrayList<>();
    private Optional<FleetView> newest = Optional.empty();
    private long token;
    private boolean looking;
    private boolean lookAgain;
    private boolean proving;

    Incumbency(Controller.Office office, long term, ActorRef<RegistryCalls.Reply> replies) {
        this.office = office;
        this.term = term;
        this.replies = replies;
        this.storage = new StorageDesk(office.link());
        this.permits = new PermitOffice(office.settings().permits());
        this.planner = new Planner(
                office.settings(), term, permits, host -> office.link().quality(host.node()));
    }

    long term() {
        return term;
    }

    /// Asks the registry for all it has, once at a time.
    void look() {
        if (looking) {
            lookAgain = true;
            return;
        }
        looking = true;
        ask(new RegistryQuery.Everything(), new Purpose.Look());
    }

    void delivered(Delivery delivery) {
        switch (delivery.message()) {
            case ControlWire.Order(var id, var wish) -> {
                desk.take(new Desk.Order(id, wish, delivery.from()))
                        .ifPresent(done -> answer(delivery.from(), id, done));
                look();
            }
            case PermitWire.Renew renewal -> {
                applicants.add(new Purpose.Applicant(delivery.from(), renewal));
                prove();
            }
            case ArrayWire.Answer _, HostWire.Forgotten _ -> {
                storage.heard(delivery, newest).ifPresent(this::propose);
                storage.told().ifPresent(this::propose);
            }
            case UseWire.Told(var _, var uses) ->
                planner.used(uses, office.timeline().now());
            default -> {} // answers to a predecessor
        }
    }

    /// @return false when the answer shows that the term has passed
    boolean replied(RegistryCalls.Reply reply) {
        var purpose = calls.remove(reply.token());
        if (purpose == null) {
            return true; // asked in an earlier term of this voter
        }
        return switch (reply) {
            case RegistryCalls.Seen(var _, var view) -> seen(purpose, view);
            case RegistryCalls.Answered(var _, var answer) -> {
                answered(purpose, answer);
                yield true;
            }
        };
    }

    private boolean seen(Purpose purpose, RegistryView view) {
        if (view.term() != term) {
            return false;
        }
        switch (purpose) {
            case Purpose.Look() -> looked(view);
            case Purpose.Renewal(var proven) -> renew(proven);
            default -> throw new IllegalStateException("a view for " + purpose);
        }
        return true;
    }

    private void looked(RegistryView view) {
        looking = false;
        var fleet = newest.filter(it -> it.index() == view.index()).orElseGet(() -> new FleetView(view));
        newest = Optional.of(fleet);
        revisions.look(fleet).forEach(settled -> finish(desk.answered(settled.order(), settled.answer())));
        var now = office.timeline().now();
        var loads = Planner.once(() -> new ArrayList<>(planner.loads(fleet, underway, now)));
        var places = Planner.once(() -> planner.places(fleet, underway));
        for (var order : desk.waiting()) {
            if (order.wish() instanceof Wish.Show(var after)) {
                var shown = Page.of(view, after).shown(office.link().self(), term);
                answer(order.from(), order.id(), shown);
            } else if (order.wish() instanceof Wish.Migrate move && underway.concerns(move.vm())) {
                desk.take(order); // the answer to what concerns it brings the next look
            } else {
                var ruling = planner.desk().rule(order.wish(), fleet, loads.get(), places);
                Supplier<OrderDesk.Ruling> ifHeard =
                        () -> planner.ruleIfHeard(order.wish(), fleet, loads.get(), underway);
                if (patience.waits(order.id(), ruling, ifHeard, now)) {
                    desk.take(order); // a later look rules on it
                } else {
                    rule(order, ruling);
                }
            }
        }
        storage.look(fleet, underway::concerns, now);
        for (var intent : planner.plan(fleet, underway, now)) {
            carryOut(intent, fleet);
        }
        if (lookAgain) {
            lookAgain = false;
            look();
        }
    }

    private void rule(Desk.Order order, OrderDesk.Ruling ruling) {
        switch (ruling) {
            case OrderDesk.Ruling.Refuse(var why) -> {
                desk.remember(order.id(), new Outcome.Refused(why));
                answer(order.from(), order.id(), new Outcome.Refused(why));
            }
            case OrderDesk.Ruling.Tell(var host, var message) -> {
                tell(host, message);
                answer(order.from(), order.id(), new Outcome.Accepted(List.of()));
            }
            case OrderDesk.Ruling.Propose(var commands, var _)
            when commands.isEmpty() -> answer(order.from(), order.id(), new Outcome.Accepted(List.of()));
            case OrderDesk.Ruling.Propose(var commands, var hosts) -> {
                desk.begin(order, commands, hosts);
                for (var command : commands) {
                    note(order.wish(), command);
                    submit(command, new Purpose.Part(order.id(), command));
                }
            }
        }
    }

    private void note(Wish wish, RegistryCommand command) {
        if (wish instanceof Wish.Migrate move && Underway.promises(command)) {
            underway.begin(move.vm(), command);
        }
        if (command instanceof DeclareLost lost) {
            lossesInFlight.add(lost.node());
            newest.flatMap(fleet -> fleet.node(lost.node()))
                    .filter(node -> node.incarnation() == lost.incarnation())
                    .ifPresent(node -> permits.ended(node, office.timeline().now()));
        }
    }

    private void carryOut(Intent intent, FleetView fleet) {
        switch (intent) {
            case Intent.Note(var event) -> office.recorder().record(event);
            case Intent.Nudge(var host) -> nudge(host);
            case Intent.Measure() -> {
                for (var node : fleet.nodes()) {
                    office.link()
                            .send(ControlWire.SERVICE, new Endpoint(node.node(), UseWire.SERVICE), new UseWire.Ask());
                }
            }
            case Intent.Urge(var vm) -> urge(vm, fleet);
            case Intent.ShareLink(var host, var migration, var load) ->
                tell(host, new HostWire.ShareLink(migration, load));
            case Intent.ShareGuestLink(var host, var vm, var towards, var load) ->
                tell(host, new HostWire.ShareGuestLink(host, vm, towards, load));
            case Intent.Settle(var vm, var command) -> {
                underway.begin(vm, command);
                submit(command, new Purpose.Place(vm, command));
            }
            case Intent.Propose(var command) -> propose(command);
        }
    }

    private void propose(RegistryCommand command) {
        if (command instanceof RegistryCommand.EndColdCopy end && !underway.concerns(end.vm())) {
            underway.begin(end.vm(), end);
            submit(end, new Purpose.Place(end.vm(), end));
        }
        if (command instanceof DeclareLost lost && lossesInFlight.add(lost.node())) {
            submit(command, new Purpose.Loss(lost));
        }
        if (command instanceof RegistryCommand.ScaleGroup) {
            submit(command, new Purpose.Scaling());
        }
        if (command instanceof RegistryCommand.Clear) {
            submit(command, new Purpose.Clearing());
        }
    }

    private void answered(Purpose purpose, RegistryAnswer answer) {
        switch (purpose) {
            case Purpose.Place(var vm, var command) -> {
                underway.end(vm, command);
                noted(command, answer);
                if (command instanceof Assign assign && answer instanceof RegistryAnswer.VmIs is) {
                    office.recorder()
                            .record(new FleetEvent.Placed(
                                    vm, assign.host(), is.vm().epoch(), term));
                }
            }
            case Purpose.Loss(var lost) -> declared(lost, answer);
            case Purpose.Part part -> answered(part, answer);
            case Purpose.Scaling() -> newest.ifPresent(fleet -> fleet.hosts().forEach(this::nudge));
            case Purpose.Clearing() -> {
                storage.cleared();
                storage.told().ifPresent(this::propose);
            }
            case Purpose.Look _, Purpose.Renewal _ -> throw new IllegalStateException("an answer for " + purpose);
        }
        look();
    }

    /// Writes down what became of a move that waits, or has no source.
    private void noted(RegistryCommand command, RegistryAnswer answer) {
        MoveDesk.noted(command, answer).ifPresent(office.recorder()::record);
        if (command instanceof RegistryCommand.MoveHome home && answer instanceof RegistryAnswer.VmIs) {
            newest.flatMap(fleet -> fleet.vm(home.vm())).ifPresent(this::nudgeOwner);
        }
    }

    private void answered(Purpose.Part part, RegistryAnswer answer) {
        var command = part.command();
        if (command instanceof DeclareLost lost) {
            declared(lost, answer);
        }
        underway.end(command);
        noted(command, answer);
        if (command instanceof AbortMigration abort && answer instanceof RegistryAnswer.VmIs(var vm)) {
            var end = new HostWire.CancelOut(abort.migration(), abort.why());
            vm.place().ifPresent(host -> tell(host, end));
        }
        if (command instanceof RegistryCommand.ReviseVm
                && answer instanceof RegistryAnswer.VmIs(var vm)
                && vm.changes().asked().isPresent()) {
            revisions.await(part.order(), vm);
            nudgeOwner(vm);
        } else {
            finish(desk.answered(part.order(), answer));
        }
    }

    private void finish(Desk.Progress progress) {
        progress.finished().ifPresent(outcome -> {
            answer(progress.order().from(), progress.order().id(), outcome);
            progress.look().forEach(this::nudge);
        });
    }

    private void declared(DeclareLost lost, RegistryAnswer answer) {
        lossesInFlight.remove(lost.node());
        if (answer instanceof RegistryAnswer.Done) {
            office.recorder()
                    .record(new FleetEvent.LostDeclared(lost.node(), lost.incarnation(), term, lost.evidence()));
        }
    }

    private void prove() {
        if (proving || applicants.isEmpty()) {
            return;
        }
        proving = true;
        ask(new RegistryQuery.Ping(), new Purpose.Renewal(List.copyOf(applicants)));
        applicants.clear();
    }

    private void renew(List<Purpose.Applicant> proven) {
        proving = false;
        for (var applicant : proven) {
            var renewal = applicant.renewal();
            planner.darkHosts(renewal.node(), renewal.dark());
            newest.flatMap(fleet -> fleet.node(renewal.node())).ifPresent(record -> {
                switch (permits.renew(
                        record, renewal.incarnation(), office.timeline().now())) {
                    case GRANT -> grant(applicant);
                    case REVOKE -> {
                        office.recorder()
                                .record(new PermitEvent.Refused(
                                        renewal.node(), renewal.incarnation(), term, "declared lost"));
                        reply(applicant.from(), new PermitWire.Revoked(renewal.node(), renewal.incarnation()));
                    }
                    case WAIT -> look();
                }
            });
        }
        prove();
    }

    private void grant(Purpose.Applicant applicant) {
        var renewal = applicant.renewal();
        var length = office.settings().permits().length();
        office.recorder()
                .record(new PermitEvent.Granted(renewal.node(), renewal.incarnation(), term, length.toNanos()));
        reply(
                applicant.from(),
                new PermitWire.Granted(renewal.node(), renewal.incarnation(), renewal.sentNs(), length, term));
    }

    private void reply(Endpoint to, PermitWire message) {
        office.link().send(PermitWire.SERVICE, to, message);
    }

    private void answer(Endpoint to, CommandId id, Outcome outcome) {
        office.link().send(ControlWire.SERVICE, to, new ControlWire.Carried(id, outcome));
    }

    private void nudgeOwner(VmRecord vm) {
        vm.owner()
                .flatMap(owner -> newest.flatMap(fleet -> fleet.host(owner.host())))
                .ifPresent(this::nudge);
    }

    private void nudge(HostRecord host) {
        office.link()
                .send(ControlWire.SERVICE, new Endpoint(host.node(), HostWire.SERVICE), new HostWire.Look(host.host()));
    }

    private void tell(HostId host, HostWire message) {
        newest.flatMap(fleet -> fleet.host(host)).ifPresent(it -> office.link()
                .send(ControlWire.SERVICE, new Endpoint(it.node(), HostWire.SERVICE), message));
    }

    private void urge(VmRecord vm, FleetView fleet) {
        var migration = vm.migration().orElseThrow();
        var source = fleet.host(migration.source());
        var target = fleet.host(migration.target());
        if (source.isPresent() && target.isPresent()) {
            var message = new HostWire.MigrateOut(
                    vm.spec(),
                    vm.epoch(),
                    migration.id(),
                    migration.source(),
                    migration.target(),
                    target.get().node(),
                    migration.terms());
            office.link().send(ControlWire.SERVICE, new Endpoint(source.get().node(), HostWire.SERVICE), message);
        }
    }

    private void submit(RegistryCommand command, Purpose purpose) {
        calls.put(++token, purpose);
        office.registry().tell(new RegistryCalls.Submit(command, token, replies));
    }

    private void ask(RegistryQuery query, Purpose purpose) {
        calls.put(++token, purpose);
        office.registry().tell(new RegistryCalls.Ask(query, token, replies));
    }
}
