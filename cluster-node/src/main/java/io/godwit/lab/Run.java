package io.godwit.lab;

import io.godwit.experiment.Settings;
import io.godwit.experiment.Trial;
import java.nio.file.Path;
import java.util.Map;

/// A lab that was run: what was asked, with which values, and what came out.
public record Run(Card card, Settings settings, long seed, Findings findings) {

    /// @param given texts of parameters by name
    /// @throws io.godwit.experiment.IllegalSetting if one is unknown or no value, or if they are impossible together
    public static Run of(Lab lab, Map<String, String> given, long seed, Path config) {
        var settings = Settings.read(lab.parameters(), given);
        return new Run(lab.card(), settings, seed, lab.run(new Trial(settings, seed, config)));
    }

    /// The command that gives the same again.
    public String command() {
        var command = new StringBuilder("./godwit lab ").append(card.name());
        settings.shown().stream()
                .filter(Settings.Shown::given)
                .forEach(it ->
                        command.append(" --set ").append(it.name()).append('=').append(it.value()));
        return command.append(" --seed ").append(seed).toString();
    }
}
