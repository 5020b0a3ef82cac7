package io.godwit.registry;

import io.godwit.history.Recorder;
import io.godwit.history.RegistryEvent;
import io.godwit.link.NodeId;
import io.godwit.log.Bytes;
import io.godwit.registry.consensus.Voter;
import io.microraft.statemachine.StateMachine;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Lets the library drive the [RegistryState]: decodes entries, encodes snapshots, writes down what was applied.
final class ReplicatedRegistry implements StateMachine {

    /// The library's query that carries nothing: it only asks a majority whether the leader still leads.
    static final Object MAJORITY_CHECK = "majority check";

    private final NodeId self;
    private final RegistryCodec codec;
    private final Recorder recorder;
    private final LongSupplier raftTerm;
    private RegistryState state = new RegistryState();
    private boolean broken;

    /// @param raftTerm the term that the library is in
    ReplicatedRegistry(NodeId self, RegistryCodec codec, Recorder recorder, LongSupplier raftTerm) {
        this.self = self;
        this.codec = codec;
        this.recorder = recorder;
        this.raftTerm = raftTerm;
    }

    RegistryState state() {
        return state;
    }

    /// Whether an entry could not be applied. The library goes on after that; a replica must not.
    boolean isBroken() {
        return broken;
    }

    @Override
    public Object runOperation(long index, Object operation) {
        if (operation == MAJORITY_CHECK) {
            return operation;
        }
        broken = true;
        Object result = applied(index, operation);
        broken = false;
        return result;
    }

    private Object applied(long index, Object operation) {
        return switch (codec.logged((Bytes) operation)) {
            case Logged.TermBegun(long term, NodeId leader) -> {
                state.beginTerm(index, term);
                recorder.record(new RegistryEvent.Applied(index, term, "term/" + term, "leader " + leader, "done"));
                yield new RegistryAnswer.Done();
            }
            case Logged.DiskReplaced(NodeId voter, String boot) -> {
                int disk = state.replaceDisk(index, voter, boot);
                recorder.record(new RegistryEvent.Applied(
                        index, state.term(), "disk/" + voter + "/" + boot, "replace disk of " + voter, "disk " + disk));
                yield new Voter(voter, disk);
            }
            case Logged.Command(CommandId id, RegistryCommand command) -> {
                RegistryAnswer answer = state.apply(index, id, command);
                recorder.record(new RegistryEvent.Applied(
                        index,
                        state.term(),
                        RegistryWords.of(id),
                        RegistryWords.of(command),
                        RegistryWords.of(answer)));
                state.decisions()
                        .forEach(decision -> recorder.record(new RegistryEvent.Decided(index, state.term(), decision)));
                yield answer;
            }
        };
    }

    @Override
    public Object getNewTermOperation() {
        return codec.encode(new Logged.TermBegun(raftTerm.getAsLong(), self));
    }

    @Override
    public void takeSnapshot(long index, Consumer<Object> parts) {
        state.image().forEach(part -> parts.accept(codec.encode(part)));
    }

    @Override
    public void installSnapshot(long index, List<Object> parts) {
        state = RegistryState.of(
                parts.stream().map(part -> codec.image((Bytes) part)).toList());
    }
}
