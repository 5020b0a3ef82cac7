package io.godwit.validation;

import io.godwit.experiment.Parameter;
import io.godwit.experiment.Trial;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// What yields an emulated value: a name, and a pure function of a trial.
///
/// @param name as cases write it
/// @param what it does, in one line
/// @param unit of what it yields: one word, the same as in cases
/// @param parameters that cases may set under `with`
/// @param measure runs the emulation; it reads no clock, and draws only from the trial's seed
public record Experiment(
        String name, String what, String unit, List<Parameter<?>> parameters, ToDoubleFunction<Trial> measure) {

    public Experiment {
        parameters = List.copyOf(parameters);
    }
}
