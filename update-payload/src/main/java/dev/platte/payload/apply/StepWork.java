package dev.platte.payload.apply;

import dev.platte.omaha.value.Sha256;
import dev.platte.payload.bsdiff.BsdiffException;
import dev.platte.payload.bsdiff.Bspatch;
import dev.platte.payload.bzip.Bzip2Decoder;
import dev.platte.payload.bzip.Bzip2Exception;
import dev.platte.payload.format.Blob;
import dev.platte.payload.format.Fault;
import dev.platte.payload.format.Operation;
import dev.platte.payload.format.PayloadException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One step done: the data's hash first, then what it says. For one thread at a time; its memory is
 * used again.
 */
final class StepWork implements AutoCloseable {
    private static final int PIECE = 256 * 1024;

    private final MessageDigest digest = Sha256.newDigest();
    private final Bzip2Decoder decoder = new Bzip2Decoder();
    private final SpoolFile aside;
    private @Nullable FromOld old;

    StepWork(Path spool) {
        aside = new SpoolFile(spool);
    }

    /** What only deltas need. */
    private static final class FromOld {
        final Bspatch patch;
        final byte[] window = new byte[Before.WINDOW];
        final byte[] piece = new byte[PIECE];

        FromOld(Bzip2Decoder decoder) {
            patch = new Bspatch(decoder);
        }
    }

    /** Checks the data and writes the result. */
    void run(Step step, StagedBlob data) throws PayloadException {
        try {
            check(step, data);
            ExtentWriter out = new ExtentWriter(step);
            switch (step.operation()) {
                case Operation.Replace _ -> data.copyTo(out);
                case Operation.ReplaceBz _ -> {
                    if (step.blob().isPresent()) {
                        decompress(data, out);
                    }
                }
                case Operation.Move _, Operation.Bsdiff _ -> {
                    // A result that is not wanted is not made: there is no old image for it either.
                    if (step.target().isPresent()) {
                        change(step, data, out);
                    }
                }
            }
            out.finish();
        } catch (Bzip2Exception | BsdiffException e) {
            throw step.refuse(Fault.OPERATION, e.getMessage(), e);
        } catch (IOException e) {
            throw step.refuse(Fault.OPERATION, "cannot be carried out: " + e.getMessage(), e);
        }
    }

    private void decompress(StagedBlob data, ByteSink out)
            throws Bzip2Exception, IOException, PayloadException {
        decoder.open(data.bits());
        for (int n = decoder.next(); n >= 0; n = decoder.next()) {
            out.write(decoder.piece(), 0, n);
        }
    }

    /**
     * Makes blocks from old ones. Where an operation writes into what it reads, nothing is written
     * before all is made.
     */
    private void change(Step step, StagedBlob data, ByteSink out)
            throws BsdiffException, IOException, PayloadException {
        boolean atOnce = step.turn().isRepeatable();
        aside.clear();
        ByteSink to = atOnce ? out : aside::append;
        FromOld means = old == null ? old = new FromOld(decoder) : old;
        switch (step.operation()) {
            case Operation.Replace _, Operation.ReplaceBz _ ->
                    throw new IllegalStateException("made from nothing old");
            case Operation.Move move -> {
                long length = Math.multiplyExact(blocks(move), step.site().blockSize());
                Before before = new Before(step, length, means.window);
                requireSource(step, before, means.piece);
                copy(before, means.piece, to);
            }
            case Operation.Bsdiff patch -> {
                Before before = new Before(step, patch.sourceLength(), means.window);
                requireSource(step, before, means.piece);
                means.patch.open(data, before, patch.targetLength());
                for (int n = PIECE; n == PIECE; ) {
                    n = means.patch.read(means.piece, 0, PIECE);
                    to.write(means.piece, 0, n);
                }
            }
        }
        if (!atOnce) {
            int n;
            for (long at = 0; (n = aside.read(at, means.piece)) > 0; at += n) {
                out.write(means.piece, 0, n);
            }
        }
    }

    private static long blocks(Operation.Move move) {
        return move.source().stream().mapToLong(extent -> extent.numBlocks()).sum();
    }

    private static void copy(Before before, byte[] piece, ByteSink to)
            throws IOException, PayloadException {
        for (long at = 0; at < before.size(); at += PIECE) {
            int length = (int) Math.min(PIECE, before.size() - at);
            before.read(at, piece, 0, length);
            to.write(piece, 0, length);
        }
    }

    private void requireSource(Step step, Before before, byte[] piece)
            throws IOException, PayloadException {
        Optional<Sha256> wanted = step.operation().sourceSha256();
        if (wanted.isEmpty()) {
            return;
        }
        copy(before, piece, digest::update);
        Sha256 found = Sha256.ofDigest(digest.digest());
        if (!wanted.get().equals(found)) {
            throw step.refuse(
                    Fault.SOURCE,
                    "SHA-256 of what it reads is %s, the manifest says %s"
                            .formatted(found, wanted.get()));
        }
    }

    private void check(Step step, StagedBlob data) throws IOException, PayloadException {
        if (step.blob().isEmpty()) {
            return;
        }
        requireHash(step, Sha256.ofDigest(data.digest(digest)));
    }

    /** update_engine: no hash is 38, another hash is 29. */
    static void requireHash(Step step, Sha256 found) throws PayloadException {
        Optional<Sha256> wanted = step.operation().blob().flatMap(Blob::sha256);
        if (wanted.isEmpty()) {
            throw step.refuse(Fault.OPERATION_HASH_MISSING, "the manifest has no hash for it");
        }
        if (!wanted.get().equals(found)) {
            throw step.refuse(
                    Fault.OPERATION_HASH,
                    "SHA-256 is %s, the manifest says %s".formatted(found, wanted.get()));
        }
    }

    @Override
    public void close() throws IOException {
        aside.close();
    }
}
