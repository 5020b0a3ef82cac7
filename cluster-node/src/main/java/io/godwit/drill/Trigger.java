package io.godwit.drill;

import io.godwit.history.MigrationEvent.Phase;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.unit.Durations;
import io.godwit.unit.Words;
import java.time.Duration;

/// When a step is taken.
public sealed interface Trigger {

    /// At a drill time.
    record At(Duration time) implements Trigger {

        @Override
        public String toString() {
            return "at " + Durations.format(time);
        }
    }

    /// Some time after another step was taken.
    record After(String step, Duration delay) implements Trigger {

        @Override
        public String toString() {
            return "after " + step + (delay.isZero() ? "" : " + " + Durations.format(delay));
        }
    }

    /// When the history first says so, counted from drill time zero. On JVMs a phase is a hold point: the node waits at
    /// its edge until the step is taken.
    record When(Moment moment) implements Trigger {

        @Override
        public String toString() {
            return "when " + moment;
        }
    }

    /// Something that the history can say.
    sealed interface Moment {}

    record AllRunning() implements Moment {

        @Override
        public String toString() {
            return "all running";
        }
    }

    /// Either side of such a migration enters the phase.
    record MigrationEnters(Whose whose, Phase phase) implements Moment {

        @Override
        public String toString() {
            return whose + " enters " + Words.of(phase);
        }
    }

    /// A migration of the VM came to its end, whatever the outcome.
    record MigrationEnds(VmId vm) implements Moment {

        @Override
        public String toString() {
            return "migration of " + vm + " ends";
        }
    }

    record HostDrained(HostId host) implements Moment {

        @Override
        public String toString() {
            return "host " + host + " drained";
        }
    }

    /// The host's node was declared lost.
    record HostLost(HostId host) implements Moment {

        @Override
        public String toString() {
            return "host " + host + " lost";
        }
    }

    /// The host is so short of memory that it takes some back from its VMs.
    record HostUnderPressure(HostId host) implements Moment {

        @Override
        public String toString() {
            return "host " + host + " under pressure";
        }
    }

    /// A controller takes office after drill time zero: another node, or the same one in a later term.
    record ControllerElected() implements Moment {

        @Override
        public String toString() {
            return "controller elected";
        }
    }

    /// Which migration.
    sealed interface Whose {}

    record First() implements Whose {

        @Override
        public String toString() {
            return "first migration";
        }
    }

    record FirstOf(String group) implements Whose {

        @Override
        public String toString() {
            return "first " + group + " migration";
        }
    }

    record Of(VmId vm) implements Whose {

        @Override
        public String toString() {
            return "migration of " + vm;
        }
    }
}
