package dev.platte.payload.create;

import dev.platte.omaha.value.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How large the full payload would be, found out only as far as it matters. */
final class FullSize {
    private FullSize() {}

    /**
     * Whether the full payload's data alone takes more. It is compressed until it does: the smaller
     * a delta, the sooner that is.
     */
    static boolean isAbove(CreateRequest request, long size)
            throws IOException, CreateException, InterruptedException {
        long[] sum = {0};
        List<Path> files = new ArrayList<>(List.of(request.image()));
        request.kernel().ifPresent(files::add);
        try (ChunkStream chunks = new ChunkStream(request.workers())) {
            for (Path file : files) {
                try (InputStream in = Files.newInputStream(file)) {
                    chunks.run(
                            in,
                            Sha256.newDigest(),
                            chunk -> {
                                sum[0] += chunk.data().length;
                                return sum[0] <= size;
                            });
                }
                if (sum[0] > size) {
                    return true;
                }
            }
        }
        return false;
    }
}
