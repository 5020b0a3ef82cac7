package io.godwit.migration.channel;

import java.util.Arrays;
import java.util.Optional;

/// What of a page travels on a passage over TCP. The source says it in its hello; a target takes either.
public enum PageForm {

    /// What the page holds, as one number: 8 bytes, for emulations that are to be fast.
    IDENTITIES(0),

    /// The same, and all 4096 bytes of it, made from that number at the source and compared with it at the target: for
    /// measuring what a real link and real machines do with a migration. A page of zeroes has none.
    BYTES(1);

    private final int code;

    PageForm(int code) {
        this.code = code;
    }

    /// What it is on the wire.
    byte code() {
        return (byte) code;
    }

    static Optional<PageForm> of(byte code) {
        return Arrays.stream(values()).filter(form -> form.code == code).findFirst();
    }
}
