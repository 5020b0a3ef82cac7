package io.godwit.array;

import io.godwit.log.LogDevice;
import java.io.IOException;

/// A disk as it is, in which tests plant what a careless array would do to it.
class Planted implements LogDevice {

    private final LogDevice device;

    Planted(LogDevice device) {
        this.device = device;
    }

    @Override
    public byte[] read(String file) throws IOException {
        return device.read(file);
    }

    @Override
    public void append(String file, byte[] bytes) throws IOException {
        device.append(file, bytes);
    }

    @Override
    public void force(String file) throws IOException {
        device.force(file);
    }

    @Override
    public void replace(String file, byte[] bytes) throws IOException {
        device.replace(file, bytes);
    }
}
