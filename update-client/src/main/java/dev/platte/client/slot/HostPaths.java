package dev.platte.client.slot;

import java.nio.file.Path;

/** Where the kernel tells about this host; other directories in tests and for images. */
public record HostPaths(Path proc, Path sys, Path dev) {
    /** A running Linux host. */
    public static HostPaths ofThisHost() {
        return new HostPaths(Path.of("/proc"), Path.of("/sys"), Path.of("/dev"));
    }
}
