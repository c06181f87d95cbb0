package dev.platte.payload.apply;

import dev.platte.payload.format.PayloadMetadata;
import java.io.IOException;

/** Hears how an application goes, on the thread that called it. */
public interface ApplyListener {
    /** Hears nothing. */
    ApplyListener SILENT = new ApplyListener() {};

    /** Header and manifest are read and checked; save their bytes to be able to resume. */
    default void opened(PayloadMetadata metadata) throws IOException {}

    /**
     * More of the payload has arrived.
     *
     * @param received bytes of the file so far
     * @param total bytes of the whole file
     */
    default void progressed(long received, long total) {}

    /** All operations before the checkpoint are written, not yet synced. */
    default void reached(Checkpoint checkpoint) throws IOException {}
}
