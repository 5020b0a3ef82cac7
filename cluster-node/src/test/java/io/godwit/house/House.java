package io.godwit.house;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What the rules look at: the files of the clone and the classes of its modules.
final class House {

    static final Path HOME = Path.of(System.getProperty("godwit.home", ".."));

    /// In the order of their arrows: each may use those before it.
    static final List<String> MODULES = List.of("hypervisor-actors", "migration", "cluster-node");

    private static final Set<String> NOT_OURS = Set.of(".git", ".godwit", ".idea", ".vscode", "target");

    private House() {}

    /// The product's classes, without tests and benchmarks.
    static JavaClasses classes() {
        return new ClassFileImporter()
                .importPaths(MODULES.stream()
                        .map(House::classesOf)
                        .filter(Files::isDirectory)
                        .toList());
    }

    static Path classesOf(String module) {
        return HOME.resolve(module).resolve("target/classes");
    }

    /// Every Java source of the modules: product, tests and benchmarks.
    static List<SourceFile> sources() {
        return files().stream()
                .filter(file -> MODULES.contains(file.getName(0).toString()))
                .filter(file -> file.toString().endsWith(".java"))
                .map(file -> SourceFile.read(HOME, file))
                .toList();
    }

    /// Every file of the clone, relative to its root, in order of name. Built things are left out.
    static List<Path> files() {
        Set<Path> found = new TreeSet<>();
        collect(HOME, found);
        return found.stream().map(HOME::relativize).toList();
    }

    private static void collect(Path folder, Set<Path> found) {
        try (Stream<Path> children = Files.list(folder)) {
            children.filter(child -> !NOT_OURS.contains(child.getFileName().toString()))
                    .forEach(child -> {
                        if (Files.isDirectory(child)) {
                            collect(child, found);
                        } else {
                            found.add(child);
                        }
                    });
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
