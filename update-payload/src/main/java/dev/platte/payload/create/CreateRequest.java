package dev.platte.payload.create;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * A full payload to be made.
 *
 * @param image the partition's image; a multiple of 4096 bytes
 * @param kernel the kernel that goes with it, of any size
 * @param out the payload; appears whole or not at all
 * @param workers threads that compress; each needs about 12 MiB of heap
 * @param progress hears how many bytes of image and kernel are done
 */
public record CreateRequest(
        Path image,
        Optional<Path> kernel,
        Path out,
        Signing signing,
        int workers,
        LongConsumer progress) {
    private static final long HEAP_PER_WORKER = 12L << 20;

    public CreateRequest {
        if (workers < 1) {
            throw new IllegalArgumentException("at least one worker is needed");
        }
    }

    /** One worker per core, fewer where the heap is small. */
    public static int workersOfThisMachine() {
        Runtime runtime = Runtime.getRuntime();
        long byHeap = Math.max(1, runtime.maxMemory() / 2 / HEAP_PER_WORKER);
        return (int) Math.min(runtime.availableProcessors(), byHeap);
    }
}
