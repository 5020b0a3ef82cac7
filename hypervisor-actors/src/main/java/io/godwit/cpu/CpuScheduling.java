package io.godwit.cpu;

/// How a host shares its cores: as a fluid, or quantum by quantum.
public sealed interface CpuScheduling {

    /// The word for it in files, options and answers.
    String word();

    /// The fluid: cheap at any size, blind to all that is shorter than a change of demand. See
    /// [io.godwit.cpu.FairShare].
    record Fluid() implements CpuScheduling {

        @Override
        public String word() {
            return FAIR_SHARE;
        }
    }

    /// Run by run, with all that changing costs. See [QuantumMachine].
    record Quantum(QuantumSettings settings) implements CpuScheduling {

        @Override
        public String word() {
            return switch (settings.policy()) {
                case QuantumPolicy.Credit _ -> CREDIT;
                case QuantumPolicy.Eevdf _ -> EEVDF;
            };
        }
    }

    String FAIR_SHARE = "fair-share";
    String CREDIT = "credit";
    String EEVDF = "eevdf";

    static CpuScheduling fluid() {
        return new Fluid();
    }
}
