package io.godwit.drill.file;

import java.util.ArrayList;
import java.util.List;

/// What `do` may say, with the keys each verb adds to those of every step.
enum Verb {
    MIGRATE(TermsReader.KEYS, "target", "priority"),
    CANCEL("target"),
    POSTCOPY("target"),
    STOP("target"),
    START("target"),
    REBOOT("target"),
    RESIZE("target", "vcpus", "memory", "weight", "reservation", "cap", "reboot"),
    PIN("target", "cores"),
    MEMORY("target", "shares", "reservation", "limit", "minimum", "mapping", "reboot"),
    CLONE("target", "as", "full"),
    SNAPSHOT("target", "as", "memory"),
    RESTORE_VM("target", "to"),
    SNAPSHOT_DELETE("target", "name"),
    EXPORT("target", "as", "snapshot"),
    IMPORT("target", "file", "as", "corrupt"),
    IMAGE_SAVE("target", "as", "snapshot"),
    IMAGE_REMOVE("target", "name"),
    CREATE("target", "as", "image"),
    DESTROY("target"),
    SCALE(List.of(ScaleReader.KEYS), "target", "to"),
    DRAIN("target", "priority"),
    RESTORE("target"),
    KILL("target", "back"),
    POWER_OFF("target", "back"),
    PAUSE("target", "for"),
    PARTITION("sides", "from", "to", "for"),
    DEGRADE("target", "latency", "bandwidth", "for"),
    CRASH("target", "how", "back", "panic"),
    MISBEHAVE("target", "how", "as", "for");

    /// Verbs of drills to come: they deserve a better answer than that they are unknown.
    static final List<String> NOT_YET = List.of("lose");

    private final List<String> own;

    Verb(String... own) {
        this(List.of(), own);
    }

    /// @param read keys that a reader of several places knows
    Verb(List<String> read, String... own) {
        List<String> all = new ArrayList<>(List.of(own));
        all.addAll(read);
        this.own = List.copyOf(all);
    }

    List<String> keys() {
        List<String> keys = new ArrayList<>(List.of("id", "at", "after", "when", "do"));
        keys.addAll(own);
        return keys;
    }
}
