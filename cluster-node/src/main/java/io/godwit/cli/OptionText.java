package io.godwit.cli;

import io.godwit.unit.IllegalQuantity;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// What options of a command say, as what it means.
record OptionText(CommandSpec command) {

    /// @throws ParameterException if it can't be read, with a sentence for people that names the option
    <T> T read(String option, String text, Function<String, T> reader) {
        try {
            return reader.apply(text);
        } catch (IllegalQuantity illegal) {
            throw refused(option + ": " + illegal.getMessage());
        }
    }

    /// With a sentence for people.
    ParameterException refused(String sentence) {
        return new ParameterException(command.commandLine(), sentence);
    }
}
