package io.godwit.vm;

import io.godwit.history.GuestEvent.Misbehaviour;
import io.godwit.network.FrameHeader;
import io.godwit.network.MacAddress;
import io.godwit.network.NetworkWire.Payload;
import io.godwit.network.NetworkWire.WriteAnswer;
import io.godwit.network.NetworkWire.WriteRequest;
import io.godwit.time.Seed;
import io.godwit.unit.EventRate;
import java.util.OptionalLong;

/// What a guest does beside its work once it is out of hand: a bug's doing, or an intruder's. Like its work it is a
/// pure function of how far the guest has come since it began.
public sealed interface Mischief {

    Misbehaviour how();

    /// It wants all of so many vCPUs.
    record Spin(int vcpus) implements Mischief {

        @Override
        public Misbehaviour how() {
            return Misbehaviour.CPU;
        }
    }

    /// A thread of it touches one page after the other, and begins again with the first when it is through.
    ///
    /// @param first page that it touches
    /// @param pages of the VM's memory as it began; of a smaller one, it touches those that are left
    /// @param touches a second of work
    /// @param most touches until it has more than its control group lets it have; empty: there is no such limit
    record Fill(Seed contents, long first, long pages, EventRate touches, OptionalLong most) implements Mischief {

        @Override
        public Misbehaviour how() {
            return Misbehaviour.MEMORY;
        }

        PageWrites between(long from, long to) {
            return memory -> {
                var writer = memory.writer(to - from);
                long there = Math.min(pages, memory.pages());
                for (long n = from; n < to; n++) {
                    long content = contents.number(n);
                    writer.write((first + n) % there, content == 0 ? 1 : content);
                }
                writer.flush();
            };
        }
    }

    /// It tries again and again to do something in another's name.
    ///
    /// @param tries a second of running
    record Forge(Forged what, EventRate tries) implements Mischief {

        @Override
        public Misbehaviour how() {
            return switch (what) {
                case Address _ -> Misbehaviour.FORGE_MAC;
                case Lan _ -> Misbehaviour.FORGE_VLAN;
                case Request _ -> Misbehaviour.FORGE_MESSAGE;
            };
        }
    }

    /// What is forged.
    sealed interface Forged {}

    /// Answers to the victim's client, as if the victim had them on its disk, from the victim's address.
    ///
    /// @param client of the victim
    record Address(MacAddress victim, String client) implements Forged {

        VmRequest attempt(int slot, long number, long epoch) {
            var header = new FrameHeader(victim, MacAddress.BROADCAST, FrameHeader.UNTAGGED);
            Payload payload = new WriteAnswer(client, number, epoch);
            return new VmRequest.TransmitRaw(slot, header, payload);
        }
    }

    /// Writes for the victim, as if its client had sent them, with the tag of a virtual LAN that is not its own.
    ///
    /// @param own address
    /// @param client of the victim
    record Lan(MacAddress own, MacAddress victim, int vlan, String client) implements Forged {

        VmRequest attempt(int slot, long number) {
            var header = new FrameHeader(own, victim, vlan);
            return new VmRequest.TransmitRaw(slot, header, new WriteRequest(client, number, number, 0));
        }
    }

    /// Requests in the name of others of the host, whose slots it guesses: it takes their CPU, says that they are out
    /// of memory, or that they have ended.
    record Request() implements Forged {

        /// How many slots it guesses among.
        private static final int GUESSES = 8;

        VmRequest attempt(int slot, long number) {
            int guess = (int) (number / 3 % GUESSES);
            int other = guess < slot ? guess : guess + 1;
            return switch ((int) (number % 3)) {
                case 0 -> new VmRequest.CpuDemand(other, 0, Long.MAX_VALUE);
                case 1 -> new VmRequest.OutOfMemory(other);
                default -> new VmRequest.Halted(other);
            };
        }
    }
}
