package io.godwit.device;

import io.godwit.identity.VmId;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/// The port to a datastore: what a hypervisor asks of the actor that stands for it, and what that answers.
///
/// Each request is answered at most once, with its own number, in any order; a datastore that can't be reached answers
/// when it can be again. A write may be repeated: the same (client, number) is kept once.
public final class Disk {

    private Disk() {}

    public sealed interface Command {

        long request();

        VmId vm();

        ActorRef<Answer> replyTo();
    }

    /// Durably raises the VM's floor to `epoch` before anything is read.
    public record Open(long request, VmId vm, long epoch, ActorRef<Answer> replyTo) implements Command {}

    public record Write(long request, VmId vm, long epoch, Numbered what, ActorRef<Answer> replyTo)
            implements Command {}

    /// Asks what is held, without opening anything: for auditors.
    public record Audit(long request, VmId vm, ActorRef<Answer> replyTo) implements Command {}

    /// The VM is destroyed: its content goes, its floor stays, so that no old copy writes again.
    public record Discard(long request, VmId vm, long epoch, ActorRef<Answer> replyTo) implements Command {}

    /// One write of a ledger: block contents are 64-bit identities.
    public record Numbered(String client, long number, long content) {}

    public sealed interface Answer {

        long request();

        VmId vm();
    }

    public record Opened(long request, VmId vm, long epoch, List<Held> held) implements Answer {}

    /// Durable.
    public record Written(long request, VmId vm, long epoch) implements Answer {}

    /// Somebody newer owns the disk.
    public record Fenced(long request, VmId vm, long epoch, long floor) implements Answer {}

    public record Audited(long request, VmId vm, long floor, List<Held> held) implements Answer {}

    public record Discarded(long request, VmId vm) implements Answer {}

    /// Numbers held of one client: all from 1 to `upTo`, and those of `beyond`, ascending.
    public record Held(String client, long upTo, List<Long> beyond) {}
}
