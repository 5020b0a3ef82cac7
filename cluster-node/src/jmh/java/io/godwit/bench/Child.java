package io.godwit.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.godwit.link.RecordForm;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/// The JVM in which one subject is measured. Its standard output has a line of JSON for each figure, and nothing else;
/// progress goes to its standard error.
final class Child {

    /// What a child says to the JVM that started it.
    sealed interface Line {}

    record Found(Figure figure) implements Line {}

    record Skipped(String why) implements Line {}

    static final JsonMapper JSON = RecordForm.mapper(JsonMapper.builder());

    private Child() {}

    /// @param arguments the subject's word
    public static void main(String[] arguments) throws IOException {
        PrintStream out = System.out;
        System.setOut(System.err); // whatever a library prints is no figure
        Subject.named(arguments[0]).orElseThrow().gauge().measure(new Sheet() {
            @Override
            public void write(Figure figure) {
                say(out, new Found(figure));
            }

            @Override
            public void skip(String why) {
                say(out, new Skipped(why));
            }

            @Override
            public void progress(String now) {
                Progress.show(arguments[0] + ": " + now);
            }
        });
        System.exit(0); // whatever threads are left
    }

    private static void say(PrintStream out, Line line) {
        try {
            out.println(JSON.writerFor(Line.class).writeValueAsString(line));
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException(bug);
        }
    }

    static Line read(String line) throws IOException {
        return JSON.readValue(line, Line.class);
    }

    /// Another main class with this JVM's flags.
    static List<String> command(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(java());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static String java() {
        return System.getProperty("godwit.java", System.getProperty("java.home") + "/bin/java");
    }

    /// This JVM's command with other flags and another main class.
    static List<String> command(Subject subject, Given given) {
        List<String> command = new ArrayList<>();
        command.add(java());
        boolean ownCollector = subject.flags().stream().anyMatch(Child::isCollector);
        for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (!ownCollector || !isCollector(flag)) {
                command.add(flag);
            }
        }
        command.addAll(subject.flags());
        command.add("-D" + Progress.WATCHED + "=" + Progress.isWatched());
        command.addAll(given.flags());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Child.class.getName(), subject.word()));
        return command;
    }

    private static boolean isCollector(String flag) {
        return flag.matches("-XX:\\+Use\\w+GC");
    }
}
