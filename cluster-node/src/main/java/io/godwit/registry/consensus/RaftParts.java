package io.godwit.registry.consensus;

import io.godwit.time.Seed;
import io.godwit.time.Timeline;
import io.microraft.RaftConfig;
import io.microraft.RaftEndpoint;
import io.microraft.RaftNode;
import io.microraft.executor.RaftNodeExecutor;
import io.microraft.model.message.RaftMessage;
import io.microraft.report.RaftNodeReportListener;
import io.microraft.statemachine.StateMachine;
import io.microraft.transport.Transport;
import java.util.function.Consumer;

/// Puts a voter together from the library and our sides of its interfaces.
///
/// @param executor runs the library's tasks within the actor that owns the voter
/// @param packets takes what goes to other voters
/// @param listener hears of changes of role
public record RaftParts(
        RaftConfig config,
        RaftNodeExecutor executor,
        StateMachine stateMachine,
        Consumer<Packet> packets,
        RaftNodeReportListener listener,
        Timeline timeline,
        Seed seed) {

    /// A voter that goes on from its log; or one that begins, in the group that the log was opened with.
    public RaftNode voter(VoterLog log) {
        RaftNode.RaftNodeBuilder builder = RaftNode.newBuilder()
                .setGroupId(Packets.GROUP)
                .setConfig(config)
                .setExecutor(executor)
                .setTransport(new ToPackets(packets))
                .setStateMachine(stateMachine)
                .setStore(log)
                .setRaftNodeReportListener(listener)
                .setClock(new TimelineClock(timeline))
                .setRandom(seed.random());
        log.restored().ifPresentOrElse(builder::setRestoredState, () -> builder.setLocalEndpoint(log.self())
                .setInitialGroupMembers(Entries.endpoints(log.founders())));
        return builder.build();
    }

    /// Says "reachable" of everybody: the link tells nobody of a loss.
    private record ToPackets(Consumer<Packet> packets) implements Transport {

        @Override
        public void send(RaftEndpoint target, RaftMessage message) {
            packets.accept(Packets.of(message, (Voter) target));
        }

        @Override
        public boolean isReachable(RaftEndpoint endpoint) {
            return true;
        }
    }
}
