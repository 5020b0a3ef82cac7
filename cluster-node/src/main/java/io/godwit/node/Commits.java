package io.godwit.node;

import io.godwit.identity.HostId;
import io.godwit.migration.CommitPort;
import io.godwit.migration.Move;
import io.godwit.migration.switchover.Standing;
import io.godwit.permit.PermitHolder;
import io.godwit.registry.RegistryAnswer;
import io.godwit.registry.RegistryCalls;
import io.godwit.registry.RegistryCommand;
import io.godwit.registry.RegistryCommand.AbortMigration;
import io.godwit.registry.RegistryCommand.CommitMigration;
import io.godwit.registry.RegistryCommand.EndPull;
import io.godwit.registry.RegistryQuery;
import io.godwit.registry.VmRecord;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/// The migrations' way to the registry: turns what they ask into commands, and what stands into [Standing]s.
public final class Commits {

    public sealed interface Command {}

    private record Ping(long request, ActorRef<CommitPort.LeaderAnswered> replyTo) implements Command {}

    /// @param cargo of a target
    private record Propose(Move move, RegistryCommand command, CommitPort.Cargo cargo, ActorRef<Standing> replyTo)
            implements Command {}

    private record Look(Move move, ActorRef<Standing> replyTo) implements Command {}

    private record Replied(RegistryCalls.Reply reply) implements Command {}

    private final ActorRef<RegistryCalls.Call> registry;
    private final ActorRef<RegistryCalls.Reply> replies;
    private final Map<Long, Command> open = new TreeMap<>();
    private long token;

    private Commits(ActorRef<RegistryCalls.Call> registry, ActorContext<Command> context) {
        this.registry = registry;
        this.replies = context.messageAdapter(RegistryCalls.Reply.class, Replied::new);
    }

    static Behavior<Command> create(ActorRef<RegistryCalls.Call> registry) {
        return Behaviors.setup(context -> new Commits(registry, context).asking());
    }

    /// @param permit knows the node's incarnation, in whose name a target commits
    static CommitPort port(ActorRef<Command> commits, PermitHolder permit) {
        return new CommitPort() {
            @Override
            public void ping(long request, ActorRef<LeaderAnswered> replyTo) {
                commits.tell(new Ping(request, replyTo));
            }

            @Override
            public void commit(Move move, Cargo cargo, ActorRef<Standing> replyTo) {
                var command = new CommitMigration(
                        move.vm(),
                        move.epoch(),
                        move.migration(),
                        move.target(),
                        permit.incarnation(),
                        cargo == Cargo.GUEST_OWED_PAGES);
                commits.tell(new Propose(move, command, cargo, replyTo));
            }

            @Override
            public void whole(Move move, ActorRef<Standing> replyTo) {
                var command = new EndPull(move.vm(), move.epoch(), move.migration());
                commits.tell(new Propose(move, command, Cargo.GUEST, replyTo));
            }

            @Override
            public void abort(Move move, String why, ActorRef<Standing> replyTo) {
                var command = new AbortMigration(move.vm(), move.epoch(), move.migration(), why);
                commits.tell(new Propose(move, command, Cargo.GUEST, replyTo));
            }

            @Override
            public void look(Move move, ActorRef<Standing> replyTo) {
                commits.tell(new Look(move, replyTo));
            }
        };
    }

    private Behavior<Command> asking() {
        return Behaviors.receiveMessage(command -> {
            switch (command) {
                case Ping ping -> {
                    open.put(++token, ping);
                    registry.tell(new RegistryCalls.Ask(new RegistryQuery.Ping(), token, replies));
                }
                case Propose propose -> {
                    open.put(++token, propose);
                    registry.tell(new RegistryCalls.Submit(propose.command(), token, replies));
                }
                case Look look -> {
                    open.put(++token, look);
                    registry.tell(new RegistryCalls.Ask(
                            new RegistryQuery.OneVm(look.move().vm()), token, replies));
                }
                case Replied(var reply) -> replied(reply);
            }
            return Behaviors.same();
        });
    }

    private void replied(RegistryCalls.Reply reply) {
        var question = open.remove(reply.token());
        switch (reply) {
            case RegistryCalls.Answered answered
            when question instanceof Propose propose -> propose.replyTo().tell(standing(propose, answered.answer()));
            case RegistryCalls.Seen seen
            when question instanceof Look look ->
                look.replyTo()
                        .tell(seen.view().vms().stream()
                                .findFirst()
                                .map(record -> standing(look.move(), record))
                                .orElseGet(() ->
                                        new Standing.Superseded(look.move().vm() + " was destroyed")));
            case RegistryCalls.Seen _
            when question instanceof Ping ping -> ping.replyTo().tell(new CommitPort.LeaderAnswered(ping.request()));
            default -> throw new IllegalStateException(reply + " to " + question);
        }
    }

    private static Standing standing(Propose proposal, RegistryAnswer answer) {
        return switch (answer) {
            case RegistryAnswer.VmIs is -> standing(proposal, is.vm());
            case RegistryAnswer.Conflict conflict -> standing(proposal, conflict.actual());
            case RegistryAnswer.Refused refused
            when proposal.command() instanceof CommitMigration -> new Standing.Refused(refused.why());
            case RegistryAnswer.Refused refused -> new Standing.Superseded(refused.why()); // there is no such VM
            case RegistryAnswer.Done _, RegistryAnswer.Joined _ ->
                throw new IllegalStateException(answer + " to a migration's proposal");
        };
    }

    private static Standing standing(Propose proposal, VmRecord vm) {
        return proposal.command() instanceof CommitMigration || proposal.command() instanceof EndPull
                ? standingAtTarget(proposal.move(), proposal.cargo(), vm)
                : standing(proposal.move(), vm);
    }

    /// What a VM's record says of a migration. The source is told that it has the VM only if the record says so still:
    /// recovery may have decided since, and an assignment leaves the same marks as an abort.
    static Standing standing(Move move, VmRecord vm) {
        if (vm.migration().filter(it -> it.id().equals(move.migration())).isPresent()) {
            return new Standing.Open();
        }
        Optional<VmRecord.Settled> settled = vm.settled().filter(it -> it.id().equals(move.migration()));
        if (settled.isPresent() && settled.get().committed()) {
            return new Standing.Committed(settled.get().epoch() + 1, pages(vm));
        }
        boolean runsAtSource =
                vm.isOwnedBy(move.source()) && vm.owner().orElseThrow().running();
        boolean staysThere = settled.isPresent() && vm.owner().isEmpty() && livesAt(move.source(), vm);
        return (runsAtSource || staysThere) && vm.epoch() > move.epoch()
                ? new Standing.Aborted(vm.epoch())
                : superseded(move, vm);
    }

    /// Whether its guest is there, or its disk, from which its next guest starts.
    private static boolean livesAt(HostId host, VmRecord vm) {
        return vm.place().equals(Optional.of(host));
    }

    private static Standing.Pages pages(VmRecord vm) {
        return vm.debt()
                .map(debt -> debt.lost() ? Standing.Pages.LOST : Standing.Pages.OWED)
                .orElse(Standing.Pages.THERE);
    }

    /// What a target is told that proposed a commit: it has the guest only if nobody decided since, and a disk as long
    /// as the VM starts from it.
    static Standing standingAtTarget(Move move, CommitPort.Cargo cargo, VmRecord vm) {
        Standing standing = standing(move, vm);
        boolean keeps = livesAt(move.target(), vm)
                && (cargo == CommitPort.Cargo.DISK || (vm.isOwnedBy(move.target()) && vm.epoch() == move.epoch() + 1));
        return standing instanceof Standing.Committed && !keeps ? superseded(move, vm) : standing;
    }

    private static Standing superseded(Move move, VmRecord vm) {
        return new Standing.Superseded(move.vm() + " is at epoch " + vm.epoch());
    }
}
