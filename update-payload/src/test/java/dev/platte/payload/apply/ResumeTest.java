package dev.platte.payload.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.platte.omaha.value.Sha256;
import dev.platte.payload.format.PayloadException;
import dev.platte.payload.format.PayloadMetadata;
import dev.platte.payload.format.Vectors;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumeTest {
    private static final long IMAGE = 4 << 20;
    private static final byte[] PAYLOAD = Vectors.bytes("full-kernel-signed.crau");

    @TempDir Path directory;

    /** Remembers what it hears. */
    private static final class Diary implements ApplyListener {
        final List<Checkpoint> checkpoints = new ArrayList<>();
        byte[] metadata = {};
        long received;

        @Override
        public void opened(PayloadMetadata opened) {
            metadata = opened.bytes();
        }

        @Override
        public void progressed(long bytes, long total) {
            assertThat(total).isEqualTo(PAYLOAD.length);
            assertThat(bytes).isGreaterThan(received);
            received = bytes;
        }

        @Override
        public void reached(Checkpoint checkpoint) {
            checkpoints.add(checkpoint);
        }
    }

    @Test
    void aDownloadGoesOnFromEachCheckpointInAnotherProcess() throws Exception {
        Diary first = applied();
        assertThat(first.checkpoints)
                .extracting(Checkpoint::nextOperation)
                .containsExactly(1, 2, 3, 4, 5);
        assertThat(first.received).isEqualTo(PAYLOAD.length);
        for (Checkpoint checkpoint : first.checkpoints) {
            try (Workbench bench = new Workbench(directory, IMAGE)) {
                // What came before the checkpoint is on the disk already.
                bench.apply(PAYLOAD, Vectors.trust("key-1"));
                Checkpoint saved = Checkpoint.decode(checkpoint.encode());
                int offset = Math.toIntExact(first.metadata.length + saved.dataOffset());
                AppliedPayload applied =
                        bench.applier(Vectors.trust("key-1"), expected(), ApplyListener.SILENT)
                                .resume(saved, first.metadata, from(offset));
                assertThat(applied.payload().sha256())
                        .isEqualTo(Vectors.sum("full-kernel-signed.crau"));
                ReadBack.partition(bench.partition(), applied.partition());
            }
        }
    }

    @Test
    void aBrokenStreamLeavesAllThatArrivedInTheCheckpoints() throws Exception {
        Diary diary = new Diary();
        try (Workbench bench = new Workbench(directory, IMAGE)) {
            InputStream broken =
                    new SequenceInputStream(
                            new ByteArrayInputStream(PAYLOAD, 0, 530_300),
                            new InputStream() {
                                @Override
                                public int read() throws IOException {
                                    throw new IOException("connection reset");
                                }
                            });
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(
                            () ->
                                    bench.applier(Vectors.trust("key-1"), expected(), diary)
                                            .apply(broken))
                    .withMessage("connection reset");
            Checkpoint last = diary.checkpoints.getLast();
            assertThat(last.nextOperation()).isEqualTo(4);
            AppliedPayload applied =
                    bench.applier(Vectors.trust("key-1"), expected(), ApplyListener.SILENT)
                            .resume(
                                    last,
                                    diary.metadata,
                                    from(
                                            Math.toIntExact(
                                                    diary.metadata.length + last.dataOffset())));
            assertThat(bench.partitionHash(IMAGE)).isEqualTo(Vectors.sum("usr-2.img"));
            assertThat(bench.kernelHash()).isEqualTo(Vectors.sum("kernel-2.bin"));
            assertThat(applied.payload().signer()).isEqualTo(Vectors.publicKey("key-1"));
        }
    }

    @Test
    void anotherManifestIsNotSlippedIn() throws Exception {
        Checkpoint checkpoint = applied().checkpoints.getFirst();
        byte[] other =
                PayloadMetadata.read(new ByteArrayInputStream(Vectors.bytes("full-signed.crau")))
                        .bytes();
        assertRefused(checkpoint, other, "not the one of the checkpoint");
    }

    @Test
    void aCheckpointThatContradictsTheManifestIsRefused() throws Exception {
        Diary diary = applied();
        Checkpoint good = diary.checkpoints.getFirst();
        assertRefused(
                new Checkpoint(2, good.dataOffset(), good.hashState(), good.metadata()),
                diary.metadata,
                "for 2 operations");
        assertRefused(
                new Checkpoint(9, good.dataOffset(), good.hashState(), good.metadata()),
                diary.metadata,
                "beyond the last");
        assertRefused(
                new Checkpoint(1, good.dataOffset(), new byte[] {1, 2}, good.metadata()),
                diary.metadata,
                "hash state is damaged");
    }

    @Test
    void textThatIsNoCheckpointIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Checkpoint.decode("1 2 3"));
        assertThatIllegalArgumentException().isThrownBy(() -> Checkpoint.decode(""));
    }

    private void assertRefused(Checkpoint checkpoint, byte[] metadata, String why)
            throws Exception {
        try (Workbench bench = new Workbench(directory, IMAGE)) {
            PayloadApplier applier =
                    bench.applier(Vectors.trust("key-1"), Expected.ANYTHING, ApplyListener.SILENT);
            assertThatExceptionOfType(PayloadException.class)
                    .isThrownBy(() -> applier.resume(checkpoint, metadata, from(0)))
                    .withMessageContaining(why)
                    .satisfies(e -> assertThat(e.exitCode()).isEqualTo(20));
            assertThat(bench.partitionHash(IMAGE)).isEqualTo(Sha256.of(new byte[(int) IMAGE]));
        }
    }

    private Diary applied() throws Exception {
        Diary diary = new Diary();
        try (Workbench bench = new Workbench(directory, IMAGE)) {
            bench.applier(Vectors.trust("key-1"), expected(), diary)
                    .apply(new ByteArrayInputStream(PAYLOAD));
        }
        return diary;
    }

    private static Expected expected() {
        return Expected.of(PAYLOAD.length, Vectors.sum("full-kernel-signed.crau"));
    }

    private static InputStream from(int offset) {
        return new ByteArrayInputStream(PAYLOAD, offset, PAYLOAD.length - offset);
    }
}
