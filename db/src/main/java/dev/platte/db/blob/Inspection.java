package dev.platte.db.blob;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Looks at a file that is whole and not yet visible; what it throws keeps it so.
 *
 * @param <E> how it refuses
 */
public interface Inspection<E extends Exception> {

    /**
     * @param file only for reading, only during this call
     */
    void of(Path file, Blob blob) throws IOException, E;
}
