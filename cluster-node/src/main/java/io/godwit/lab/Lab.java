package io.godwit.lab;

import io.godwit.experiment.Parameter;
import io.godwit.experiment.Trial;
import java.util.List;

/// A small experiment about one technique. It has no state: all that can differ between two runs is in the trial, and
/// the same trial gives the same findings, to the last byte, in a few seconds.
public interface Lab {

    Card card();

    /// What can be set, in the order in which a person reads it.
    List<Parameter<?>> parameters();

    /// Makes the experiment. It reads no clock, draws only from the trial's seed, and reads only the trial's `config`.
    ///
    /// @throws io.godwit.experiment.IllegalSetting if parameters that are good alone are impossible together
    Findings run(Trial trial);
}
