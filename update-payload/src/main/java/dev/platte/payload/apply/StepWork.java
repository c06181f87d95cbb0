package dev.platte.payload.apply;

import dev.platte.omaha.value.Sha256;
import dev.platte.payload.format.Blob;
import dev.platte.payload.format.Fault;
import dev.platte.payload.format.Operation;
import dev.platte.payload.format.PayloadException;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * One step done: the data's hash first, then what it says. For one thread at a time; its memory is
 * used again.
 */
final class StepWork {
    private final MessageDigest digest = ReadBack.digest();
    private final Bzip2Decoder decoder = new Bzip2Decoder();

    /** Checks the data and writes the result. */
    void run(Step step, StagedBlob data) throws PayloadException {
        try {
            check(step, data);
            ExtentWriter out = new ExtentWriter(step);
            switch (step.operation()) {
                case Operation.Replace _ -> data.copyTo(out);
                case Operation.ReplaceBz _ -> {
                    if (step.blob().isPresent()) {
                        decoder.decode(data.bits(), out);
                    }
                }
                case Operation.Move _, Operation.Bsdiff _ ->
                        throw step.refuse(Fault.OPERATION, "belongs to a delta payload");
            }
            out.finish();
        } catch (Bzip2Exception e) {
            throw step.refuse(Fault.OPERATION, e.getMessage(), e);
        } catch (IOException e) {
            throw step.refuse(Fault.OPERATION, "cannot be written: " + e.getMessage(), e);
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
}
