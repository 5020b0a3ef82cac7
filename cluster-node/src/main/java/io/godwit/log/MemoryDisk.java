package io.godwit.log;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// A disk of virtual time. It outlives the node that writes to it: a new process opens it again, and from then on the
/// old one can do nothing more. A loss of power takes what was not forced, or leaves a torn part of it.
public final class MemoryDisk {

    /// All that was written, of which a part at the beginning is durable.
    private static final class File {
        private byte[] bytes = new byte[256];
        private int size;
        private int durable;

        private byte[] all() {
            return Arrays.copyOf(bytes, size);
        }

        private void append(byte[] more) {
            if (size + more.length > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more.length));
            }
            System.arraycopy(more, 0, bytes, size, more.length);
            size += more.length;
        }

        private void force() {
            durable = size;
        }

        private void settle(byte[] durableBytes) {
            bytes = durableBytes;
            size = durableBytes.length;
            durable = size;
        }
    }

    private final Map<String, File> files = new TreeMap<>();
    private int session;
    private boolean forgetsForce;

    /// The device for a new process.
    public LogDevice open() {
        return new Session(++session);
    }

    /// As `kill -9` does: the operating system still has what the process wrote, forced or not.
    public void killProcess() {
        session++;
    }

    /// As pulling the plug does. Of what was not forced a random part of the beginning stays, its last byte spoiled.
    public void losePower(RandomGenerator random) {
        session++;
        for (File file : files.values()) {
            byte[] all = file.all();
            int kept = file.durable + random.nextInt(file.size - file.durable + 1);
            byte[] left = Arrays.copyOf(all, kept);
            if (kept > file.durable) {
                left[kept - 1] ^= 0x10;
            }
            file.settle(left);
        }
    }

    /// The disk is replaced by an empty one.
    public void loseEverything() {
        session++;
        files.clear();
    }

    /// Spoils a byte of what is durable.
    public void spoil(String file, long position) {
        files.get(file).bytes[Math.toIntExact(position)] ^= 0x10;
    }

    /// From now on the disk reports as durable what is not: a planted fault, against which no log can help.
    public void forgetForce() {
        forgetsForce = true;
    }

    /// Bytes of a file, durable or not.
    public long size(String file) {
        File known = files.get(file);
        return known == null ? 0 : known.size;
    }

    private final class Session implements LogDevice {
        private final int number;

        Session(int number) {
            this.number = number;
        }

        private File file(String name) throws IOException {
            if (number != session) {
                throw new IOException("the disk was taken over by a later process");
            }
            return files.computeIfAbsent(name, _ -> new File());
        }

        @Override
        public byte[] read(String name) throws IOException {
            return file(name).all();
        }

        @Override
        public void append(String name, byte[] bytes) throws IOException {
            file(name).append(bytes);
        }

        @Override
        public void force(String name) throws IOException {
            File file = file(name);
            if (!forgetsForce) {
                file.force();
            }
        }

        @Override
        public void replace(String name, byte[] bytes) throws IOException {
            file(name).settle(bytes.clone());
        }
    }
}
