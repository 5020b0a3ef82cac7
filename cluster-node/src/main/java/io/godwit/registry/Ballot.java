package io.godwit.registry;

import io.godwit.link.Endpoint;
import io.godwit.link.NodeId;
import io.godwit.registry.RegistryWire.Answered;
import io.godwit.registry.RegistryWire.Ask;
import io.godwit.registry.RegistryWire.NotLeader;
import io.godwit.registry.RegistryWire.Submit;
import io.godwit.registry.RegistryWire.Submitted;
import io.godwit.registry.consensus.Alarm;
import io.godwit.registry.consensus.Packet;
import io.godwit.registry.consensus.Packets;
import io.godwit.registry.consensus.RaftParts;
import io.godwit.registry.consensus.Voter;
import io.godwit.registry.consensus.VoterLog;
import io.microraft.QueryPolicy;
import io.microraft.RaftEndpoint;
import io.microraft.RaftNode;
import io.microraft.RaftRole;
import io.microraft.executor.RaftNodeExecutor;
import io.microraft.report.RaftNodeReport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A voter at work: the library's node, the state that it drives, and those who wait for answers. Confined to the
/// replica's actor.
///
/// Questions that come while a majority check is under way wait for the *next* one: what a follower confirmed before a
/// question came says nothing about it. (The library itself would let them join.) So any number of questions costs one
/// check for each round trip.
final class Ballot {

    /// Questions that may wait for a majority check; more are sent on to try again. Each is a few hundred bytes.
    private static final int MAX_WAITING = 100_000;

    private record Question(Endpoint from, Ask ask) {}

    private final ReplicaSetup setup;
    private final VoterLog log;
    private final RegistryCodec codec = new RegistryCodec();
    private final ReplicatedRegistry machine;
    private final RaftNode raft;
    private final RaftNodeExecutor executor;
    private final Consumer<Leadership> subscribers;
    private RaftRole role = RaftRole.FOLLOWER;
    private List<Question> waiting = new ArrayList<>();
    private boolean checking;

    /// Commands that were appended and have no answer yet.
    private int unanswered;

    /// Whether what was appended is to be sent at once.
    private boolean pushing;
    private boolean changingMembers;
    private long ledTerm;
    private long toldIndex;

    Ballot(ReplicaSetup setup, VoterLog log, RaftNodeExecutor executor, Consumer<Leadership> told) {
        this.setup = setup;
        this.log = log;
        this.executor = executor;
        this.subscribers = told;
        this.machine = new ReplicatedRegistry(setup.self(), codec, setup.recorder(), this::raftTerm);
        this.raft = new RaftParts(
                        setup.settings().raftConfig(),
                        executor,
                        machine,
                        this::send,
                        this::onReport,
                        setup.timeline(),
                        setup.seed())
                .voter(log);
    }

    void start() {
        CompletableFuture<?> _ = raft.start();
        watchTheLeader();
    }

    private void watchTheLeader() {
        Alarm.wake(raft);
        executor.schedule(this::watchTheLeader, setup.settings().heartbeat().toSeconds(), TimeUnit.SECONDS);
    }

    RegistryState state() {
        return machine.state();
    }

    boolean isFresh() {
        return log.isFresh();
    }

    Voter self() {
        return log.self();
    }

    /// Why this voter can't go on, if it can't.
    Optional<String> failure() {
        if (log.hasFailed()) {
            return Optional.of("its disk has failed");
        }
        return machine.isBroken() ? Optional.of("it could not apply an entry") : Optional.empty();
    }

    private long raftTerm() {
        return raft.getTerm().getTerm();
    }

    private void send(Packet packet) {
        setup.link()
                .send(
                        RegistryWire.SERVICE,
                        new Endpoint(packet.header().to().node(), RegistryWire.SERVICE),
                        new RegistryWire.Consensus(packet));
    }

    void receive(Packet packet) {
        if (packet.concerns(log.self(), raftTerm())) {
            raft.handle(Packets.message(packet));
            boolean saysNothingNew =
                    packet instanceof Packet.Appended(var _, long last, var _) && last <= state().index();
            if (saysNothingNew && unanswered > 0) {
                executor.submit(this::push);
            }
        }
    }

    /// The library sends a follower nothing while that has a message to answer. What was appended meanwhile it sends
    /// with the answer if that told of an entry, but after the answer to a heartbeat or a majority check only with its
    /// next message, a heartbeat later. A check is one at once.
    private void push() {
        pushing = unanswered > 0;
        check();
    }

    void submit(Endpoint from, Submit submit) {
        Object entry = codec.encode(new Logged.Command(submit.id(), submit.command()));
        unanswered++;
        CompletableFuture<?> _ = raft.<RegistryAnswer>replicate(entry).whenComplete((done, failure) -> {
            unanswered--;
            if (failure == null) {
                answer(from, new Submitted(submit.id(), done.getResult()));
            } else {
                answer(from, new NotLeader(submit.id(), leader()));
            }
        });
    }

    void ask(Endpoint from, Ask ask) {
        if (role != RaftRole.LEADER || waiting.size() >= MAX_WAITING) {
            answer(from, new NotLeader(ask.id(), leader()));
            return;
        }
        waiting.add(new Question(from, ask));
        check();
    }

    private void check() {
        if (checking || (waiting.isEmpty() && !pushing)) {
            return;
        }
        checking = true;
        pushing = false;
        List<Question> asked = waiting;
        waiting = new ArrayList<>();
        CompletableFuture<?> _ = raft.query(
                        ReplicatedRegistry.MAJORITY_CHECK, QueryPolicy.LINEARIZABLE, Optional.empty(), Optional.empty())
                .whenComplete((_, failure) -> {
                    if (failure == null) {
                        asked.forEach(each -> answer(
                                each.from(),
                                new Answered(
                                        each.ask().id(), state().view(each.ask().query()))));
                    } else {
                        asked.forEach(each ->
                                answer(each.from(), new NotLeader(each.ask().id(), leader())));
                    }
                    // Not from within the library's own loop over its questions.
                    executor.submit(() -> {
                        checking = false;
                        check();
                    });
                });
    }

    void readmit(Endpoint from, RegistryWire.Readmit readmit) {
        Object entry = codec.encode(new Logged.DiskReplaced(from.node(), readmit.boot()));
        CompletableFuture<?> _ = raft.<Voter>replicate(entry).whenComplete((done, failure) -> {
            if (failure == null) {
                answer(from, new RegistryWire.Readmitted(readmit.boot(), done.getResult(), setup.founders()));
            }
        });
    }

    private void answer(Endpoint to, RegistryWire message) {
        setup.link().send(RegistryWire.SERVICE, to, message);
    }

    private Optional<NodeId> leader() {
        RaftEndpoint leader = raft.getTerm().getLeaderEndpoint();
        return Optional.ofNullable((Voter) leader).map(Voter::node);
    }

    private void onReport(RaftNodeReport report) {
        role = report.getRole();
    }

    /// Tells what has changed since the last call. The replica calls it after each message.
    void settle() {
        boolean leads = role == RaftRole.LEADER && state().term() == raftTerm();
        if (ledTerm != 0 && !(leads && ledTerm == raftTerm())) {
            subscribers.accept(new Leadership.Retired(ledTerm));
            ledTerm = 0;
        }
        if (leads && ledTerm == 0) {
            ledTerm = raftTerm();
            toldIndex = state().index();
            subscribers.accept(new Leadership.Led(ledTerm));
        }
        if (leads && state().index() > toldIndex) {
            toldIndex = state().index();
            subscribers.accept(new Leadership.Advanced(toldIndex));
        }
        if (leads) {
            changeMembers();
        }
    }

    private void changeMembers() {
        if (changingMembers) {
            return;
        }
        var members = raft.getCommittedMembers();
        state().disks()
                .next(voters(members.getMembers()), voters(members.getVotingMembers()))
                .ifPresent(change -> {
                    changingMembers = true;
                    CompletableFuture<?> _ = raft.changeMembership(change.voter(), change.mode(), members.getLogIndex())
                            .whenComplete(
                                    (_, _) -> executor.schedule(() -> changingMembers = false, 1, TimeUnit.SECONDS));
                });
    }

    private static List<Voter> voters(Collection<RaftEndpoint> endpoints) {
        return endpoints.stream().map(Voter.class::cast).toList();
    }

    /// The term this voter leads in, if it does; for those who subscribe late.
    Optional<Leadership> leadership() {
        return ledTerm == 0 ? Optional.empty() : Optional.of(new Leadership.Led(ledTerm));
    }
}
