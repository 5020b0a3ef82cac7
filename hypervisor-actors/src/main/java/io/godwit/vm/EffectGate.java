package io.godwit.vm;

import io.godwit.identity.VmId;

/// Says at every effect of a protected VM whether it may still have one: a write to a disk, a frame beyond its host.
///
/// Nothing tells a process that it was suspended and woke up, so validity is not an event but a question, asked at the
/// last moment before the effect leaves. An effect that is refused is withheld and recorded; the guest tries again when
/// it is resumed.
@FunctionalInterface
public interface EffectGate {

    boolean mayAct(VmId vm);

    /// For hosts without a control plane.
    static EffectGate open() {
        return vm -> true;
    }
}
