package io.godwit.host;

import io.godwit.cpu.CpuScheduling;
import io.godwit.cpu.GuestCosts;
import io.godwit.cpu.ProcessorCosts;
import io.godwit.cpu.QuantumPolicy;
import io.godwit.cpu.QuantumSettings;
import java.nio.file.Path;
import java.util.Optional;

/// The schedulers that look at quanta, as the files under `config` have them, with what a processor and a guest's vCPUs
/// cost there.
public record QuantumSchedulers(
        QuantumPolicy.Credit credit, QuantumPolicy.Eevdf eevdf, ProcessorCosts processor, GuestCosts guest) {

    /// The make of processor whose costs hosts have.
    private static final String PROCESSOR = "xeon-2021";

    /// What became of reading.
    public sealed interface Outcome {}

    public record Read(QuantumSchedulers schedulers) implements Outcome {}

    /// @param sentence names the file and what is wrong with it, without a full stop
    public record Unusable(String sentence) implements Outcome {}

    /// @param config the folder
    public static Outcome read(Path config) {
        return switch (SchedulingFiles.named(config, CpuScheduling.CREDIT, PROCESSOR)) {
            case SchedulingFiles.Read(CpuScheduling.Quantum(var credit)) ->
                switch (SchedulingFiles.named(config, CpuScheduling.EEVDF, PROCESSOR)) {
                    case SchedulingFiles.Read(CpuScheduling.Quantum(var eevdf)) ->
                        new Read(new QuantumSchedulers(
                                (QuantumPolicy.Credit) credit.policy(),
                                (QuantumPolicy.Eevdf) eevdf.policy(),
                                credit.processor(),
                                credit.guest()));
                    case SchedulingFiles.Read(CpuScheduling.Fluid()) -> throw new IllegalStateException("no fluid");
                    case SchedulingFiles.Unusable(var sentence) -> new Unusable(sentence);
                };
            case SchedulingFiles.Read(CpuScheduling.Fluid()) -> throw new IllegalStateException("no fluid");
            case SchedulingFiles.Unusable(var sentence) -> new Unusable(sentence);
        };
    }

    /// Empty if there is none of that name.
    Optional<CpuScheduling> named(String name) {
        return switch (name) {
            case CpuScheduling.CREDIT -> Optional.of(quantum(credit));
            case CpuScheduling.EEVDF -> Optional.of(quantum(eevdf));
            default -> Optional.empty();
        };
    }

    private CpuScheduling quantum(QuantumPolicy policy) {
        return new CpuScheduling.Quantum(new QuantumSettings(policy, processor, guest));
    }
}
