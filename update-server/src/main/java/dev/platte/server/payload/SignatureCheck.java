package dev.platte.server.payload;

import dev.platte.db.blob.Blob;
import dev.platte.db.catalog.TrustedKey;
import dev.platte.db.upload.Contents;
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
import dev.platte.payload.format.Manifest;
import dev.platte.payload.format.Manifest.ImageInfo;
import dev.platte.payload.format.Manifest.Procedure;
import dev.platte.payload.format.PayloadException;
import dev.platte.payload.format.PayloadMetadata;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads an uploaded payload whole, says who signed it, and what it makes from what. */
@Component
final class SignatureCheck implements PayloadCheck {

    @Override
    public Checked check(Path file, Blob whole, List<TrustedKey> trusted) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            VerifiedPayload proof =
                    PayloadVerifier.verify(
                            in,
                            trust(trusted),
                            Expected.of(whole.size(), Sha256.ofHex(whole.sha256())));
            return new Checked(
                    List.of(proof.signer().fingerprint().hex()),
                    contents(proof.metadata().manifest()));
        } catch (PayloadException e) {
            throw refused(e);
        }
    }

    @Override
    public Contents contents(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return contents(PayloadMetadata.read(in).manifest());
        } catch (PayloadException e) {
            throw refused(e);
        }
    }

    private static Contents contents(Manifest manifest) {
        ImageInfo made =
                manifest.newPartition()
                        .orElseThrow(() -> refused("The payload does not say what it makes."));
        Contents.From from = null;
        if (manifest.isDelta()) {
            ImageInfo old =
                    manifest.oldPartition()
                            .orElseThrow(
                                    () -> refused("The delta does not say what it starts from."));
            from = new Contents.From(image(old), kernel(manifest, Procedure::oldInfo));
        }
        return new Contents(image(made), kernel(manifest, Procedure::newInfo), from);
    }

    private interface Side {
        Optional<ImageInfo> of(Procedure kernel);
    }

    private static Contents.@Nullable Image kernel(Manifest manifest, Side side) {
        return manifest.kernel().flatMap(side::of).map(SignatureCheck::image).orElse(null);
    }

    private static Contents.Image image(ImageInfo info) {
        return new Contents.Image(info.size(), info.sha256().hex());
    }

    private static RefusedException refused(PayloadException e) {
        RefusedException refusal = refused(e.getMessage() + ".");
        refusal.initCause(e);
        return refusal;
    }

    private static RefusedException refused(String why) {
        return RefusedException.invalid("payload-refused", why);
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
