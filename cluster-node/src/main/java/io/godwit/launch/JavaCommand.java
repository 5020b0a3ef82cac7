package io.godwit.launch;

import io.godwit.unit.MemorySize;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How to start another JVM like this one: which java, with which classes, from which start-up cache.
///
/// @param startCache an AOT cache made from the same class path, if there is one
public record JavaCommand(Path java, String classPath, Optional<Path> startCache) {

    /// What a JVM exits with that is told to end when it has no memory left.
    static final int OUT_OF_MEMORY = 3;

    /// What dies young is collected every 8 MiB: all of the young generation is touched sooner or later, and resident.
    private static final MemorySize YOUNG = MemorySize.ofMebibytes(8);

    /// The launcher names java, class path and cache in system properties. Without it, as in tests, they are this
    /// JVM's.
    public static JavaCommand ofThisProcess() {
        Optional<Path> cache = Optional.ofNullable(System.getProperty("godwit.aot"))
                .map(Path::of)
                .filter(Files::isRegularFile);
        return new JavaCommand(
                Path.of(System.getProperty(
                        "godwit.java",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString())),
                System.getProperty("godwit.classpath", System.getProperty("java.class.path")),
                cache);
    }

    /// A lean JVM: it idles most of its life, beside others on the same cores.
    ///
    /// @param heap most that its heap may take
    public List<String> start(String mainClass, MemorySize heap, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                java.toString(),
                "-Xmx" + heap.bytes(),
                "-Xmn" + YOUNG.bytes(),
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                // The optimizing compiler costs more memory and start-up than it gains in a drill's few minutes.
                "-XX:TieredStopAtLevel=1",
                // A host that is out of memory must be seen as dead, not as odd.
                "-XX:+ExitOnOutOfMemoryError",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-Dgodwit.home=" + System.getProperty("godwit.home", ""),
                "-Dgodwit.log=" + System.getProperty("godwit.node.log", "WARN")));
        startCache.ifPresent(
                cache -> command.addAll(List.of("-XX:AOTCache=" + cache, "-Xlog:aot=off", "-Xlog:cds=off")));
        command.addAll(List.of("-cp", classPath, mainClass));
        command.addAll(List.of(arguments));
        return command;
    }
}
