package io.godwit.door;

import io.godwit.history.GuestEvent.Misbehaviour;
import io.godwit.identity.VmId;
import io.godwit.unit.Durations;
import java.time.Duration;
import java.util.Optional;

/// How a guest is to misbehave, as a call asks for it.
final class ConductForm {

    /// For how long unless somebody says so: time to look at what it does. Ours.
    private static final Duration A_WHILE = Duration.ofSeconds(30);

    private ConductForm() {}

    static Request.Conduct read(VmId vm, Form form) {
        Misbehaviour how = form.require("how", form.word("how", Misbehaviour.class), "\"cpu\"");
        Optional<VmId> as = form.text("as").map(VmForm::name).map(VmId::new);
        Optional<Duration> lasting = form.quantity("for", Durations::parse);
        boolean stop = form.flag("stop");
        form.close();
        if (stop && (as.isPresent() || lasting.isPresent())) {
            throw new Malformed("'stop' ends it, so that 'for' and 'as' say nothing: remove them");
        }
        if (how.isFailure() && (stop || lasting.isPresent())) {
            throw new Malformed("a guest that fails has ended: remove 'for' and 'stop'");
        }
        if (lasting.filter(Duration::isZero).isPresent()) {
            throw new Malformed("'for' is 0s, in which nothing happens: write more");
        }
        if (as.isPresent() && how != Misbehaviour.FORGE_MAC && how != Misbehaviour.FORGE_VLAN) {
            throw new Malformed("'as' is for frames: write \"forge-mac\" or \"forge-vlan\", or remove it");
        }
        return new Request.Conduct(vm, how, as, stop ? Optional.empty() : lasting.or(() -> Optional.of(A_WHILE)));
    }
}
