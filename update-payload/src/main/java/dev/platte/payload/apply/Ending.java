package dev.platte.payload.apply;

import dev.platte.keys.verify.TrustSet;
import dev.platte.keys.verify.VerificationKey;
import dev.platte.omaha.value.Sha256;
import dev.platte.payload.format.Fault;
import dev.platte.payload.format.Manifest.SignatureRoom;
import dev.platte.payload.format.Part;
import dev.platte.payload.format.PayloadException;
import dev.platte.payload.format.PayloadMetadata;
import dev.platte.payload.format.SignatureList;
import java.io.IOException;

/**
 * What makes a payload believed: size, hash, signature. update_engine checks all of it when
 * everything is written and skips the signature when it has no key; we refuse at once what cannot
 * be believed later, and always ask for a key.
 */
final class Ending {
    private final PayloadMetadata metadata;
    private final TrustSet trust;
    private final Expected expected;
    private final SignatureRoom room;

    private Ending(
            PayloadMetadata metadata, TrustSet trust, Expected expected, SignatureRoom room) {
        this.metadata = metadata;
        this.trust = trust;
        this.expected = expected;
        this.room = room;
    }

    /** Refuses by what header and manifest alone tell. */
    static Ending foresee(PayloadMetadata metadata, TrustSet trust, Expected expected)
            throws PayloadException {
        long size = metadata.payloadSize();
        if (expected.size().isPresent() && expected.size().getAsLong() != size) {
            throw new PayloadException(
                    Fault.SIZE,
                    new Part.WholeFile(),
                    0,
                    "the manifest makes it %d bytes, the offer says %d"
                            .formatted(size, expected.size().getAsLong()));
        }
        SignatureRoom room = metadata.manifest().signatures().orElse(new SignatureRoom(0, 0));
        if (room.size() == 0) {
            throw new PayloadException(
                    Fault.UNSIGNED,
                    new Part.ManifestBytes(),
                    metadata.size(),
                    "it has no signature; sign it with a trusted key");
        }
        if (trust.isEmpty()) {
            throw new PayloadException(
                    Fault.UNTRUSTED,
                    new Part.SignatureData(),
                    signaturesAt(metadata, room),
                    "no key is trusted, so no signature counts; install a public key");
        }
        return new Ending(metadata, trust, expected, room);
    }

    private static long signaturesAt(PayloadMetadata metadata, SignatureRoom room) {
        return metadata.size() + room.offset();
    }

    /** Reads the signatures, which must end the file, and decides. */
    VerifiedPayload check(Incoming in) throws IOException, PayloadException {
        Sha256 signed = in.hash().soFar();
        byte[] bytes = new byte[Math.toIntExact(room.size())];
        in.read(bytes, 0, bytes.length, new Part.SignatureData());
        in.requireEnd();
        Sha256 whole = in.hash().soFar();
        if (expected.sha256().isPresent() && !expected.sha256().get().equals(whole)) {
            throw new PayloadException(
                    Fault.HASH,
                    new Part.WholeFile(),
                    0,
                    "SHA-256 is %s, the offer says %s".formatted(whole, expected.sha256().get()));
        }
        long at = signaturesAt(metadata, room);
        SignatureList signatures = SignatureList.read(bytes, at);
        if (signatures.entries().isEmpty()) {
            throw new PayloadException(
                    Fault.UNSIGNED,
                    new Part.SignatureData(),
                    at,
                    "the list of signatures is empty");
        }
        VerificationKey signer =
                trust.signerOf(signed.bytes(), signatures.signatures())
                        .orElseThrow(() -> untrusted(at, signatures.entries().size()));
        return new VerifiedPayload(metadata, in.offset(), whole, signer);
    }

    private PayloadException untrusted(long at, int signatures) {
        return new PayloadException(
                Fault.UNTRUSTED,
                new Part.SignatureData(),
                at,
                "none of the %d signatures was made by a trusted key over these bytes (trusted: %s)"
                        .formatted(signatures, trust));
    }
}
