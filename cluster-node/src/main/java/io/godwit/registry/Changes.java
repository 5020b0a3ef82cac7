package io.godwit.registry;

import io.godwit.vm.VmSpec;
import java.util.Optional;

/// What is being changed about a VM.
///
/// @param revision how often it was asked to be another; the number of the last asking
/// @param asked what it is to be, while its owner has not settled that
/// @param denied the last asking that its owner could not meet
/// @param reboot the last one that was asked for
public record Changes(long revision, Optional<VmSpec> asked, Optional<Denied> denied, Optional<Reboot> reboot) {

    private static final Changes NONE = new Changes(0, Optional.empty(), Optional.empty(), Optional.empty());

    public static Changes none() {
        return NONE;
    }

    /// Whether its guest is to end and to start again.
    public boolean isToReboot() {
        return reboot.isPresent() && !reboot.get().done();
    }

    Changes next(Optional<VmSpec> open) {
        return new Changes(revision + 1, open, denied, reboot);
    }

    Changes settled() {
        return new Changes(revision, Optional.empty(), denied, reboot);
    }

    Changes denied(String why) {
        return new Changes(revision, Optional.empty(), Optional.of(new Denied(revision, why)), reboot);
    }

    Changes rebooting(long epoch) {
        return new Changes(revision, asked, denied, Optional.of(new Reboot(epoch, false)));
    }

    /// Who was asked has the VM no more, or has it in another epoch: a guest that was to end has ended.
    Changes overtaken(String why) {
        Changes left = asked.isPresent() ? denied(why) : this;
        return left.isToReboot()
                ? new Changes(left.revision, left.asked, left.denied, reboot.map(Reboot::ended))
                : left;
    }

    /// @param epoch of the guest that is to end
    /// @param done it has ended
    public record Reboot(long epoch, boolean done) {

        private Reboot ended() {
            return new Reboot(epoch, true);
        }
    }

    /// @param revision the asking
    /// @param why what is missing, in words
    public record Denied(long revision, String why) {}
}
