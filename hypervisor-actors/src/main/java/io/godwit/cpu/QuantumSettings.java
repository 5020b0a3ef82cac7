package io.godwit.cpu;

/// All that a host needs to know to schedule quantum by quantum.
public record QuantumSettings(QuantumPolicy policy, ProcessorCosts processor, GuestCosts guest) {

    public QuantumSettings with(QuantumPolicy other) {
        return new QuantumSettings(other, processor, guest);
    }

    public QuantumSettings with(ProcessorCosts other) {
        return new QuantumSettings(policy, other, guest);
    }

    public QuantumSettings with(GuestCosts other) {
        return new QuantumSettings(policy, processor, other);
    }
}
