package io.godwit.drill;

import io.godwit.identity.VmId;

/// The VMs that a step is about.
public sealed interface VmChoice {

    record Named(VmId vm) implements VmChoice {

        @Override
        public String toString() {
            return "vm " + vm;
        }
    }

    /// Some of a group that run when the step comes; the seed decides which.
    record SomeOf(int count, String group) implements VmChoice {

        @Override
        public String toString() {
            return count + (count == 1 ? " vm of " : " vms of ") + group;
        }
    }

    /// One that runs when the step comes; the seed decides which.
    record Any() implements VmChoice {

        @Override
        public String toString() {
            return "any vm";
        }
    }
}
