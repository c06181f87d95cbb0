package dev.platte.payload.ext;

import java.util.List;

/**
 * A regular file of an image.
 *
 * @param path from the root of the file system, {@code /} first; of several hard links the first
 *     that was found
 * @param size bytes, as the inode has it
 * @param runs where its content lies, in the file's order; holes and blocks that were only reserved
 *     have none
 */
public record ExtFile(String path, long size, List<Run> runs) {
    /**
     * Bytes of the file that lie side by side in the image.
     *
     * @param offset bytes from the start of the image
     * @param length bytes; a multiple of the file system's block size
     */
    public record Run(long offset, long length) {}

    public ExtFile {
        runs = List.copyOf(runs);
    }
}
