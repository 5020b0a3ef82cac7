package io.godwit.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/// A directory of real files, locked against a second process.
public final class FileLogDevice implements LogDevice, AutoCloseable {

    private final Path directory;
    private final FileChannel lockFile;
    private final Map<String, FileChannel> open = new LinkedHashMap<>();

    private FileLogDevice(Path directory, FileChannel lockFile) {
        this.directory = directory;
        this.lockFile = lockFile;
    }

    /// Opens the directory, which is made if there is none.
    ///
    /// @throws IOException if another process has it open
    public static FileLogDevice open(Path directory) throws IOException {
        Files.createDirectories(directory);
        FileChannel channel =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!isLocked(channel)) {
            channel.close();
            throw new IOException(directory + " is in use by another process");
        }
        return new FileLogDevice(directory, channel);
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException taken) {
            return false;
        }
    }

    @Override
    public byte[] read(String file) throws IOException {
        Path path = directory.resolve(file);
        return Files.exists(path) ? Files.readAllBytes(path) : new byte[0];
    }

    @Override
    public void append(String file, byte[] bytes) throws IOException {
        writeFully(channel(file), bytes);
    }

    @Override
    public void force(String file) throws IOException {
        channel(file).force(false);
    }

    @Override
    public void replace(String file, byte[] bytes) throws IOException {
        FileChannel old = open.remove(file);
        if (old != null) {
            old.close();
        }
        Path next = directory.resolve(file + ".next");
        try (FileChannel channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            writeFully(channel, bytes);
            channel.force(true);
        }
        Files.move(next, directory.resolve(file), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceDirectory();
    }

    private FileChannel channel(String file) throws IOException {
        FileChannel known = open.get(file);
        if (known != null) {
            return known;
        }
        boolean isNew = !Files.exists(directory.resolve(file));
        FileChannel channel =
                FileChannel.open(directory.resolve(file), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        open.put(file, channel);
        if (isNew) {
            forceDirectory();
        }
        return channel;
    }

    /// A new name is durable when its directory is.
    private void forceDirectory() throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void writeFully(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            int written = channel.write(buffer);
            if (written < 0) {
                throw new IOException("the file ended while it was written");
            }
        }
    }

    @Override
    public void close() {
        try {
            for (FileChannel channel : open.values()) {
                channel.close();
            }
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
