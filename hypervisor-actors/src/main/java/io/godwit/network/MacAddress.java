package io.godwit.network;

import io.godwit.identity.VmId;
import io.godwit.time.Seed;
import java.util.Locale;

/// The address of a network card, 48 bits.
///
/// A VM's is made of its name: it has the same one on each host, and nobody has to hand them out. It is locally
/// administered (IEEE 802, the second bit of the first byte), with 46 bits of a hash, so that of 10,000 VMs two have
/// the same one in less than one fleet of a million.
public record MacAddress(long bits) implements Comparable<MacAddress> {

    /// For everybody in a virtual LAN.
    public static final MacAddress BROADCAST = new MacAddress(0xFFFF_FFFF_FFFFL);

    private static final long ALL = 0xFFFF_FFFF_FFFFL;
    private static final long GROUP = 1L << 40;
    private static final long LOCAL = 1L << 41;

    public MacAddress {
        if (bits != (bits & ALL)) {
            throw new IllegalArgumentException("more than 48 bits: " + Long.toHexString(bits));
        }
    }

    public static MacAddress of(VmId vm) {
        return of("vm", vm.value());
    }

    /// Of a client outside.
    public static MacAddress ofClient(String name) {
        return of("client", name);
    }

    private static MacAddress of(String kind, String name) {
        long hash = Seed.of(0).child("mac").child(kind).child(name).value();
        return new MacAddress((hash & ALL & ~GROUP) | LOCAL);
    }

    /// Whether frames to it go to many.
    public boolean isGroup() {
        return (bits & GROUP) != 0;
    }

    @Override
    public int compareTo(MacAddress other) {
        return Long.compare(bits, other.bits);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int shift = 40; shift >= 0; shift -= 8) {
            text.append(String.format(Locale.ROOT, shift == 40 ? "%02x" : ":%02x", (bits >> shift) & 0xFF));
        }
        return text.toString();
    }
}
