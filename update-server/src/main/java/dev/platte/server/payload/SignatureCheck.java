package dev.platte.server.payload;

import dev.platte.db.blob.Blob;
import dev.platte.db.catalog.TrustedKey;
import dev.platte.db.upload.PayloadCheck;
import dev.platte.db.verb.RefusedException;
import dev.platte.keys.store.Pem;
import dev.platte.keys.verify.TrustSet;
import dev.platte.keys.verify.UnusableKeyException;
import dev.platte.keys.verify.VerificationKey;
import dev.platte.omaha.value.Sha256;
import dev.platte.payload.apply.Expected;
import dev.platte.payload.apply.PayloadVerifier;
import dev.platte.payload.apply.VerifiedPayload;
import dev.platte.payload.format.PayloadException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Reads an uploaded payload whole and says who signed it. */
@Component
final class SignatureCheck implements PayloadCheck {

    @Override
    public List<String> signers(Path file, Blob whole, List<TrustedKey> trusted, boolean delta)
            throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            VerifiedPayload proof =
                    PayloadVerifier.verify(
                            in,
                            trust(trusted),
                            Expected.of(whole.size(), Sha256.ofHex(whole.sha256())));
            boolean isDelta = proof.metadata().manifest().isDelta();
            if (isDelta != delta) {
                throw RefusedException.invalid(
                        "payload-kind-wrong",
                        isDelta
                                ? "The payload is a delta; name the version it starts from with ?source=VERSION."
                                : "The payload is a full one; leave ?source= away.");
            }
            return List.of(proof.signer().fingerprint().hex());
        } catch (PayloadException e) {
            RefusedException refusal =
                    RefusedException.invalid(
                            "payload-refused", String.valueOf(e.getMessage()) + ".");
            refusal.initCause(e);
            throw refusal;
        }
    }

    private static TrustSet trust(List<TrustedKey> trusted) {
        List<VerificationKey> keys = new ArrayList<>();
        for (TrustedKey key : trusted) {
            try {
                keys.add(Pem.readPublic(key.pem(), "key " + key.fingerprint()));
            } catch (UnusableKeyException e) {
                throw new IllegalStateException("a stored key cannot be read", e);
            }
        }
        return TrustSet.of(keys);
    }
}
