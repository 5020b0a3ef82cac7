package io.godwit.log;

import io.godwit.log.Frames.Content;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/// An append-only file of frames on a device.
public final class FrameFile {

    private final LogDevice device;
    private final String name;
    private long size;
    private long durable;

    private FrameFile(LogDevice device, String name, long size) {
        this.device = device;
        this.name = name;
        this.size = size;
        this.durable = size;
    }

    /// A file just opened, and what is in it.
    public record Opened(FrameFile file, List<Frame> frames, long tornBytes) {}

    /// Opens the file and cuts a torn tail. What is left is durable.
    ///
    /// @throws IOException if the file is damaged before its end
    public static Opened open(LogDevice device, String name) throws IOException {
        byte[] bytes = device.read(name);
        return switch (Frames.decode(bytes)) {
            case Content.Damaged(int at) ->
                throw new IOException("the log " + name + " is damaged at byte " + at + " of " + bytes.length
                        + ", before its end: it holds promises that can't be read. Don't repair it: replace the disk");
            case Content.Usable(var frames, int sound) -> {
                if (sound < bytes.length) {
                    device.replace(name, Arrays.copyOf(bytes, sound));
                } else if (sound > 0) {
                    device.force(name); // an earlier process may have been killed before it did
                }
                yield new Opened(new FrameFile(device, name, sound), frames, bytes.length - sound);
            }
        };
    }

    public void append(Frame frame) throws IOException {
        byte[] bytes = Frames.encode(frame, durable);
        device.append(name, bytes);
        size += bytes.length;
    }

    /// Returns when all appended frames are durable.
    public void force() throws IOException {
        if (durable < size) {
            device.force(name);
            durable = size;
        }
    }

    /// The frames as they are in the file now.
    public List<Frame> frames() throws IOException {
        return switch (Frames.decode(device.read(name))) {
            case Content.Usable usable -> usable.frames();
            case Content.Damaged(int at) -> throw new IOException("the log " + name + " is damaged at byte " + at);
        };
    }

    /// Puts these frames, durably, in the place of all.
    public void replaceAll(List<Frame> frames) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Frame frame : frames) {
            bytes.writeBytes(Frames.encode(frame, bytes.size()));
        }
        device.replace(name, bytes.toByteArray());
        size = bytes.size();
        durable = size;
    }

    public long sizeBytes() {
        return size;
    }
}
