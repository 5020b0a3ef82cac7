package io.godwit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.godwit.client.DoorClient;
import io.godwit.client.DoorClient.Answer;
import io.godwit.portable.Manifest;
import io.godwit.portable.NotPortable;
import io.godwit.portable.PortableReader;
import io.godwit.unit.MemorySize;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Takes a VM out of a fleet as one portable file, and brings it into one.
final class VmFreight {

    /// A door allows as much for what takes long.
    private static final Duration PATIENCE = Duration.ofMinutes(11);

    private VmFreight() {}

    @Command(
            name = "export",
            description = "Writes a VM, as it is at one instant or as a snapshot has it, into one portable file.",
            mixinStandardHelpOptions = true)
    static final class Export implements Callable<Integer> {

        @Parameters(paramLabel = "VM", description = "its name")
        private String vm = "";

        @Option(names = "--to", paramLabel = "FILE", description = "a new file", required = true)
        private Path to = Path.of("");

        @Option(names = "--memory", description = "with what its guest has in memory, so that it goes on from there")
        private boolean memory;

        @Option(names = "--snapshot", paramLabel = "NAME", description = "as it was then (default: as it is now)")
        private Optional<String> snapshot = Optional.empty();

        @Mixin
        private Reach reach = new Reach();

        @Override
        public Integer call() {
            if (to.toString().isEmpty()) {
                reach.err().println("--to is empty: name a new file");
                return Godwit.INVALID;
            }
            if (Files.exists(to)) {
                reach.err().println("--to " + to + ": is there already: name a new file");
                return Godwit.INVALID;
            }
            if (!Files.isDirectory(to.toAbsolutePath().normalize().getParent())) {
                reach.err().println("--to " + to + ": there is no such folder: make it, or name another file");
                return Godwit.INVALID;
            }
            if (memory && snapshot.isPresent()) {
                reach.err().println("--memory is the snapshot's matter: it has a memory or none; leave it out");
                return Godwit.INVALID;
            }
            return reach.with(client -> {
                if (snapshot.isPresent()) {
                    return write(client, snapshot.get());
                }
                String temporary = unused(client);
                ObjectNode form = JsonNodeFactory.instance.objectNode().put("as", temporary);
                if (memory) {
                    form.put("memory", true);
                }
                int taken = new Copying(reach, client, vm).take("snapshot", form);
                if (taken != 0) {
                    return taken;
                }
                int written = write(client, temporary);
                client.call("DELETE", path("/snapshots/" + temporary), Optional.empty(), VmCommand.PATIENCE);
                return written;
            });
        }

        /// A name that no snapshot of the VM has.
        private String unused(DoorClient client) {
            JsonNode known = client.get(path("")).body().path("copies").path("snapshots");
            int number = 1;
            while (known.findValuesAsText("name").contains("export-" + number)) {
                number++;
            }
            return "export-" + number;
        }

        private String path(String rest) {
            return "/v1/vms/" + Names.inPath(vm) + rest;
        }

        private int write(DoorClient client, String name) {
            Path part = to.resolveSibling(to.getFileName() + ".part");
            try {
                Optional<Answer> refused =
                        client.read(path("/snapshots/" + Names.inPath(name) + "/file"), body -> save(body, part));
                if (refused.isPresent()) {
                    return reach.refused(refused.get());
                }
                Manifest manifest = check(part);
                Files.move(part, to, StandardCopyOption.ATOMIC_MOVE);
                reach.print(vm + " is in " + to + ", " + new MemorySize(Files.size(to)).roughly() + ": its disk"
                        + (manifest.memory()
                                ? ", and its memory of " + manifest.spec().memory()
                                : "") + ", epoch "
                        + manifest.epoch());
                return 0;
            } catch (NotPortable broken) {
                reach.err().println("nothing was exported: what came is no whole file: " + broken.sentence());
            } catch (IOException failed) {
                reach.err().println("nothing was exported: --to " + to + ": " + reason(failed));
            } finally {
                delete(part);
            }
            return Reach.REFUSED;
        }

        private static void save(InputStream body, Path part) throws IOException {
            Files.copy(body, part, StandardCopyOption.REPLACE_EXISTING);
        }

        private static void delete(Path part) {
            try {
                Files.deleteIfExists(part);
            } catch (IOException left) {
                part.toFile().deleteOnExit();
            }
        }
    }

    @Command(
            name = "import",
            description = "Makes a VM from a portable file; one with a memory goes on from there.",
            mixinStandardHelpOptions = true)
    static final class Import implements Callable<Integer> {

        @Parameters(paramLabel = "FILE", description = "what `godwit vm export` wrote")
        private Path file = Path.of("");

        @Option(names = "--as", paramLabel = "NAME", description = "what the VM is called here", required = true)
        private String name = "";

        @Option(names = "--disk", paramLabel = "ARRAY", description = "where its disk is to be")
        private Optional<String> disk = Optional.empty();

        @Mixin
        private Reach reach = new Reach();

        @Override
        public Integer call() {
            if (file.toString().isEmpty()) {
                reach.err().println("FILE is empty: name one that `godwit vm export` wrote");
                return Godwit.INVALID;
            }
            try {
                Manifest manifest = check(file);
                return reach.with(client -> bring(client, manifest));
            } catch (NotPortable refused) {
                reach.err().println(file + " can't be imported: " + refused.sentence());
            } catch (IOException unreadable) {
                reach.err().println(file + " can't be imported: " + reason(unreadable));
            }
            return Godwit.INVALID;
        }

        private int bring(DoorClient client, Manifest manifest) {
            String path = "/v1/vms/" + Names.inPath(name) + "/import"
                    + disk.map(array -> "?disk=" + Names.inPath(array)).orElse("");
            try {
                return reach.told(
                        client.send(path, file, PATIENCE),
                        body -> reach.print(name + " is made from " + file + ", once "
                                + manifest.spec().id()
                                + (manifest.memory() ? ": it goes on from its memory" : ": it boots from its disk")));
            } catch (IOException gone) {
                reach.err().println(file + " can't be imported: " + reason(gone));
                return Godwit.INVALID;
            }
        }
    }

    private static Manifest check(Path file) throws IOException, NotPortable {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return PortableReader.check(in);
        }
    }

    private static String reason(IOException failed) {
        return switch (failed) {
            case NoSuchFileException _ -> "there is no such file or folder";
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException _ -> "it is there already: name a new file";
            case FileSystemException known when known.getReason() != null -> known.getReason();
            default -> String.valueOf(failed.getMessage());
        };
    }
}
