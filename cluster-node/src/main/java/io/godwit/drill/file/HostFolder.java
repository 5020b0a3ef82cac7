package io.godwit.drill.file;

import io.godwit.host.HostFile;
import io.godwit.host.HostSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The hardware in a folder of host files, such as `config/hosts`; each is called as its file.
public final class HostFolder implements HostCatalog {

    private static final String SUFFIX = ".yaml";

    private final SortedMap<String, HostSpec> specs;

    private HostFolder(SortedMap<String, HostSpec> specs) {
        this.specs = specs;
    }

    /// @throws DrillFileError if the folder or a file of it cannot be used
    public static HostFolder read(Path folder) {
        SortedMap<String, HostSpec> specs = new TreeMap<>();
        for (Path file : files(folder)) {
            String name = file.getFileName().toString();
            specs.put(name.substring(0, name.length() - SUFFIX.length()), spec(file));
        }
        return new HostFolder(specs);
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw unusable(folder + ": the folder of hosts cannot be read: start in Godwit's own folder");
        }
    }

    private static HostSpec spec(Path file) {
        return switch (HostFile.read(file)) {
            case HostFile.Read(var spec) -> spec;
            case HostFile.Unusable(var sentence) -> throw unusable(sentence);
        };
    }

    /// @param sentence that begins with the place
    private static DrillFileError unusable(String sentence) {
        int place = sentence.indexOf(": ");
        var where = new Where(sentence.substring(0, place), 0);
        return new DrillFileError(List.of(new Problem(where, "", sentence.substring(place + 2))));
    }

    /// Each kind of host, by name.
    public SortedMap<String, HostSpec> specs() {
        return Collections.unmodifiableSortedMap(specs);
    }

    public Optional<HostSpec> spec(String name) {
        return Optional.ofNullable(specs.get(name));
    }

    @Override
    public Optional<Capacity> capacity(String spec) {
        return spec(spec)
                .map(host -> new Capacity(
                        host.topology().cores(),
                        host.processors().threads(),
                        host.memory().forGuests(),
                        host.memory().page()));
    }

    @Override
    public List<String> names() {
        return List.copyOf(specs.keySet());
    }
}
