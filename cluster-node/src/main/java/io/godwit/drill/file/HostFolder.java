package io.godwit.drill.file;

import io.godwit.advice.Advice;
import io.godwit.device.DevicePath;
import io.godwit.guest.Activity;
import io.godwit.host.DeviceFiles;
import io.godwit.host.HostFile;
import io.godwit.host.HostMake;
import io.godwit.host.HostMakes;
import io.godwit.host.HostSpec;
import io.godwit.host.QuantumSchedulers;
import io.godwit.memory.pressure.MemoryCosts;
import io.godwit.settings.SettingsFile;
import io.godwit.virtualization.GuestPreset;
import io.godwit.virtualization.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The hardware in a folder of host files, such as `config/hosts`, and the hypervisors and presets of guests in the
/// folders beside it; each is called as its file.
public final class HostFolder implements HostCatalog {

    private static final String SUFFIX = ".yaml";

    private final HostMakes makes;
    private final SortedMap<String, Activity> activities;
    private final Optional<MemoryCosts> memoryCosts;
    private final SortedMap<String, Advice> advice;

    private HostFolder(
            HostMakes makes,
            SortedMap<String, Activity> activities,
            Optional<MemoryCosts> memoryCosts,
            SortedMap<String, Advice> advice) {
        this.advice = advice;
        this.makes = makes;
        this.memoryCosts = memoryCosts;
        this.activities = activities;
    }

    /// @throws DrillFileError if the folder or a file of it cannot be used
    public static HostFolder read(Path folder) {
        SortedMap<String, HostSpec> specs = new TreeMap<>();
        for (Path file : files(folder)) {
            String name = file.getFileName().toString();
            specs.put(name.substring(0, name.length() - SUFFIX.length()), spec(file));
        }
        SortedMap<String, Activity> activities = new TreeMap<>();
        settings(folder.resolveSibling("guests"), GuestPreset.FILES)
                .forEach((name, preset) -> activities.put(name, preset.activity()));
        SortedMap<String, Profile> hypervisors = settings(folder.resolveSibling("hypervisors"), Profile.FILES);
        return new HostFolder(
                new HostMakes(
                        specs,
                        hypervisors,
                        Optional.empty(),
                        Optional.of(
                                schedulers(folder.resolveSibling("schedulers").resolve(".."))),
                        devices(folder.resolveSibling("devices"), hypervisors)),
                activities,
                memoryCosts(folder.resolveSibling("memory")),
                advice(folder.resolveSibling("advice")));
    }

    /// @throws DrillFileError if a profile names a device that isn't there
    private static DeviceFiles devices(Path folder, SortedMap<String, Profile> hypervisors) {
        DeviceFiles devices = new DeviceFiles(settings(folder, DevicePath.FILES));
        hypervisors.forEach((name, profile) -> devices.objection(profile).ifPresent(objection -> {
            throw unusable(folder.resolveSibling("hypervisors").resolve(name + SUFFIX) + ": " + objection);
        }));
        return devices;
    }

    private static Optional<MemoryCosts> memoryCosts(Path folder) {
        return Files.isDirectory(folder)
                ? Optional.ofNullable(settings(folder, MemoryCosts.FILES).get("standard"))
                : Optional.empty();
    }

    private static SortedMap<String, Advice> advice(Path folder) {
        return Files.isDirectory(folder) ? settings(folder, Advice.FILES) : new TreeMap<>();
    }

    private static QuantumSchedulers schedulers(Path config) {
        return switch (QuantumSchedulers.read(config.normalize())) {
            case QuantumSchedulers.Read(var schedulers) -> schedulers;
            case QuantumSchedulers.Unusable(var sentence) -> throw unusable(sentence);
        };
    }

    private static <T> SortedMap<String, T> settings(Path folder, SettingsFile<T> kind) {
        SortedMap<String, T> all = new TreeMap<>();
        for (Path file : files(folder)) {
            String name = file.getFileName().toString();
            switch (kind.read(file)) {
                case SettingsFile.Read<T>(var settings) ->
                    all.put(name.substring(0, name.length() - SUFFIX.length()), settings);
                case SettingsFile.Unusable<T>(var sentence) -> throw unusable(sentence);
            }
        }
        return all;
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

    @Override
    public Optional<MemoryCosts> memoryCosts() {
        return memoryCosts;
    }

    @Override
    public SortedMap<String, Advice> advice() {
        return advice;
    }

    /// All that hosts may be made of.
    public HostMakes makes() {
        return makes;
    }

    public Optional<HostSpec> spec(String name) {
        return Optional.ofNullable(makes.machines().get(name));
    }

    @Override
    public Optional<String> objection(String spec, String hypervisor) {
        return makes.objection(spec, hypervisor);
    }

    @Override
    public Capacity capacity(String spec, String hypervisor) {
        HostMake make = makes.of(spec, hypervisor);
        return new Capacity(
                make.machine().topology().cores(),
                make.machine().processors().threads(),
                make.promised(),
                make.machine().memory().page(),
                make.abilities());
    }

    @Override
    public List<String> names() {
        return List.copyOf(makes.machines().keySet());
    }

    @Override
    public List<String> hypervisors() {
        return List.copyOf(makes.hypervisors().keySet());
    }

    @Override
    public SortedMap<String, Activity> activities() {
        return activities;
    }
}
