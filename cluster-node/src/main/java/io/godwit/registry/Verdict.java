package io.godwit.registry;

import java.util.Optional;

/// What a rule says to a command: the answer, and the record that stands from now on where it is another.
record Verdict(RegistryAnswer answer, Optional<VmRecord> next) {

    /// The record changes, and the answer shows it.
    static Verdict become(VmRecord next) {
        return new Verdict(new RegistryAnswer.VmIs(next), Optional.of(next));
    }

    /// It is already so.
    static Verdict already(VmRecord vm) {
        return new Verdict(new RegistryAnswer.VmIs(vm), Optional.empty());
    }

    static Verdict conflict(VmRecord actual, String why) {
        return new Verdict(new RegistryAnswer.Conflict(actual, why), Optional.empty());
    }

    static Verdict refused(String why) {
        return new Verdict(new RegistryAnswer.Refused(why), Optional.empty());
    }
}
