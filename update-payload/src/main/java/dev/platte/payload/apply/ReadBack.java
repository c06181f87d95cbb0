package dev.platte.payload.apply;

import dev.platte.omaha.value.Sha256;
import dev.platte.payload.format.Fault;
import dev.platte.payload.format.Manifest.ImageInfo;
import dev.platte.payload.format.Part;
import dev.platte.payload.format.PayloadException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Compares what a disk gives back with what the manifest says. */
public final class ReadBack {
    private static final int PIECE = 256 * 1024;

    private ReadBack() {}

    /**
     * Reads the partition's first bytes, as many as the image has.
     *
     * @throws PayloadException with update_engine's 15 when they are not the image
     */
    public static void partition(InputStream written, ImageInfo image)
            throws IOException, PayloadException {
        check(written, image, Fault.PARTITION_HASH, new Part.WrittenPartition());
    }

    /**
     * Reads the kernel's first bytes, as many as it has.
     *
     * @throws PayloadException with update_engine's 16 when they are not the kernel
     */
    public static void kernel(InputStream written, ImageInfo image)
            throws IOException, PayloadException {
        check(written, image, Fault.KERNEL_HASH, new Part.WrittenKernel());
    }

    private static void check(InputStream in, ImageInfo image, Fault fault, Part part)
            throws IOException, PayloadException {
        MessageDigest digest = Sha256.newDigest();
        byte[] piece = new byte[PIECE];
        long left = image.size();
        while (left > 0) {
            int read = in.readNBytes(piece, 0, (int) Math.min(left, PIECE));
            if (read == 0) {
                throw new PayloadException(
                        fault,
                        part,
                        image.size() - left,
                        "ends before its %d bytes".formatted(image.size()));
            }
            digest.update(piece, 0, read);
            left -= read;
        }
        Sha256 found = Sha256.ofDigest(digest.digest());
        if (!found.equals(image.sha256())) {
            throw new PayloadException(
                    fault,
                    part,
                    0,
                    "SHA-256 is %s, the manifest says %s".formatted(found, image.sha256()));
        }
    }
}
