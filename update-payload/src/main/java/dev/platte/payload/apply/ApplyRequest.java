package dev.platte.payload.apply;

import dev.platte.keys.verify.TrustSet;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is to be applied where.
 *
 * @param trust whose signatures count
 * @param expected what the offer said
 * @param partition where the image goes; its source is needed for deltas
 * @param kernel where the kernel goes; without it a kernel in the payload is checked and not
 *     written
 * @param resources what may be used
 * @param listener who wants to hear of it
 */
public record ApplyRequest(
        TrustSet trust,
        Expected expected,
        Destination partition,
        Optional<Destination> kernel,
        Resources resources,
        ApplyListener listener) {

    /**
     * @param workers threads that decompress and patch; each needs about 14 MiB of heap
     * @param spool a directory for operation data of more than 2 MiB, which is checked before it is
     *     used and must not fill the heap
     */
    public record Resources(int workers, Path spool) {
        private static final long HEAP_PER_WORKER = 14L << 20;

        public Resources {
            if (workers < 1) {
                throw new IllegalArgumentException("at least one worker is needed");
            }
        }

        /** One worker per core, fewer where the heap is small. */
        public static Resources ofThisMachine(Path spool) {
            Runtime runtime = Runtime.getRuntime();
            long byHeap = Math.max(1, runtime.maxMemory() / 2 / HEAP_PER_WORKER);
            return new Resources((int) Math.min(runtime.availableProcessors(), byHeap), spool);
        }
    }
}
