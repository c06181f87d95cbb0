package dev.platte.web.trust;

import dev.platte.db.catalog.Payload;
import dev.platte.db.catalog.TrustedKey;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.web.page.Mark;
import java.util.List;
import java.util.stream.Stream;

/**
 * A key that an application trusts or trusted.
 *
 * @param signed how many packages have a payload that it signed
 * @param alone those that no other trusted key signed
 */
record KeyLine(TrustedKey key, Mark mark, int signed, int alone) {

    static KeyLine of(TrustedKey key, ApplicationSnapshot owner) {
        List<UpdatePackage> signed =
                owner.packages().stream()
                        .filter(one -> signers(one).anyMatch(key.fingerprint()::equals))
                        .toList();
        long alone =
                signed.stream()
                        .filter(one -> signers(one).allMatch(key.fingerprint()::equals))
                        .count();
        return new KeyLine(key, mark(key), signed.size(), Math.toIntExact(alone));
    }

    private static Stream<String> signers(UpdatePackage one) {
        return one.payloads().stream().map(Payload::signedBy).flatMap(List::stream);
    }

    private static Mark mark(TrustedKey key) {
        return key.revoked() == null
                ? new Mark("done", "Trusted", "Payloads that it signed are taken.")
                : new Mark("failed", "Revoked", "It counts no longer for new uploads.");
    }
}
