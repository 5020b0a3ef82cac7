package io.godwit.device;

/// What keeps a guest from doing more operations.
public enum Bound {
    /// Nothing: it has all that it asks for.
    ASKED("what it asks for"),
    /// It keeps too few in flight, for as long as each takes.
    DEPTH("its queue depth"),
    /// The thread of its back-end has no time for more.
    BACK_END("its back-end's thread"),
    /// Its spec.
    LIMIT("its limit"),
    /// The disk or NIC is used up, and this is its share.
    HARDWARE("its share of the hardware"),
    /// The link between two sites is used up, and this is its share.
    LINK("its share of the link between sites"),
    /// Its guest's vCPUs, or its host's own work for it, lack CPU.
    CPU("CPU of its guest or host"),
    /// Its datastore doesn't answer.
    UNREACHABLE("its datastore, which does not answer");

    private final String words;

    Bound(String words) {
        this.words = words;
    }

    /// For people.
    public String words() {
        return words;
    }
}
