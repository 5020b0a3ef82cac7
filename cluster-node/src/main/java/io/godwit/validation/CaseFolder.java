package io.godwit.validation;

import io.godwit.experiment.IllegalSetting;
import io.godwit.experiment.Settings;
import io.godwit.settings.SettingsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The cases of a folder such as `config/validation`, read strictly: in order of file names, then as they stand there.
public final class CaseFolder {

    /// A file: cases of one subject.
    ///
    /// @param about the subject, in a few words
    record CaseFile(String about, List<Case> cases) {}

    private static final SettingsFile<CaseFile> FILES = SettingsFile.of(CaseFile.class, "validation");

    private CaseFolder() {}

    /// @throws IllegalCases if a file can't be used, a case names no experiment or the wrong unit, two cases have one
    ///     id, or a case is called predicted beside a fitted one of the same experiment
    public static List<Case> read(Path folder) {
        List<Case> cases = new ArrayList<>();
        var seen = new TreeMap<String, Path>();
        for (var file : files(folder)) {
            for (var it : file(file).cases()) {
                check(file, it);
                var other = seen.put(it.id(), file);
                if (other != null) {
                    throw new IllegalCases(file + ": " + it.id() + " is a case of " + other + " too: rename one");
                }
                cases.add(it);
            }
        }
        refuseFalsePredictions(cases);
        return cases;
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(it -> it.toString().endsWith(".yaml")).sorted().toList();
        } catch (IOException unreadable) {
            throw new IllegalCases(folder + " can't be read: start in Godwit's own folder");
        }
    }

    private static CaseFile file(Path file) {
        return switch (FILES.read(file)) {
            case SettingsFile.Read<CaseFile>(var cases) -> cases;
            case SettingsFile.Unusable<CaseFile>(var sentence) -> throw new IllegalCases(sentence);
        };
    }

    private static void check(Path file, Case it) {
        var experiment = Experiments.named(it.experiment())
                .orElseThrow(() -> new IllegalCases(file + ": " + it.id() + ": there is no experiment '"
                        + it.experiment() + "': write one of " + names()));
        if (!experiment.unit().equals(it.published().unit())) {
            throw new IllegalCases(file + ": " + it.id() + ": " + experiment.name() + " yields " + experiment.unit()
                    + ", not " + it.published().unit() + ": write the published value in that");
        }
        try {
            Settings.read(experiment.parameters(), it.settings());
        } catch (IllegalSetting wrong) {
            throw new IllegalCases(file + ": " + it.id() + ": with: " + wrong.getMessage());
        }
    }

    private static String names() {
        return String.join(
                ", ", Experiments.all().stream().map(Experiment::name).toList());
    }

    /// The same trial can't be what was fitted and what was predicted.
    private static void refuseFalsePredictions(List<Case> cases) {
        for (var predicted : cases) {
            for (var fitted : cases) {
                if (predicted.rank() == Rank.PREDICTED
                        && fitted.rank() == Rank.FITTED
                        && predicted.experiment().equals(fitted.experiment())
                        && predicted.settings().equals(fitted.settings())) {
                    throw new IllegalCases(predicted.id() + " can't be predicted: " + fitted.id()
                            + " was fitted to the same experiment with the same parameters; call it fitted too");
                }
            }
        }
    }
}
