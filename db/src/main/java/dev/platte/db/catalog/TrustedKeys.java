package dev.platte.db.catalog;

import dev.platte.db.access.Changes;
import dev.platte.db.verb.Caller;
import dev.platte.db.verb.RefusedException;
import dev.platte.keys.store.Pem;
import dev.platte.keys.verify.VerificationKey;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;

/** The keys that applications trust; {@link Catalog} is how others reach them. */
@Service
final class TrustedKeys {

    private final TrustedKeyRepository keys;
    private final ApplicationRepository applications;
    private final Changes changes;

    TrustedKeys(TrustedKeyRepository keys, ApplicationRepository applications, Changes changes) {
        this.keys = keys;
        this.applications = applications;
        this.changes = changes;
    }

    List<TrustedKey> list(long applicationId) {
        return keys.findByApplicationIdOrderById(applicationId).stream()
                .map(TrustedKeyEntity::view)
                .toList();
    }

    TrustedKey trust(long applicationId, String name, VerificationKey key, Caller caller) {
        String label = Names.text("A key's name", name, 1, 100);
        return changes.change(
                caller,
                () -> {
                    if (!applications.existsById(applicationId)) {
                        throw RefusedException.notFound(
                                "application-unknown",
                                "There is no application " + applicationId + ".");
                    }
                    Optional<TrustedKeyEntity> known =
                            keys.findByApplicationIdAndFingerprint(
                                    applicationId, key.fingerprint().hex());
                    TrustedKey before = known.map(TrustedKeyEntity::view).orElse(null);
                    if (before != null && before.revoked() == null) {
                        throw RefusedException.conflict(
                                "key-trusted-already",
                                "The key "
                                        + key.fingerprint().hex()
                                        + " is trusted as "
                                        + before.name()
                                        + ".");
                    }
                    TrustedKeyEntity entity =
                            known.orElseGet(
                                    () ->
                                            new TrustedKeyEntity(
                                                    applicationId,
                                                    key.fingerprint().hex(),
                                                    label,
                                                    Pem.write(key),
                                                    changes.now()));
                    entity.trustAgain(label);
                    TrustedKey after = keys.saveAndFlush(entity).view();
                    changes.audit(caller, "key.trust", "key/" + after.id(), before, after);
                    return after;
                });
    }

    TrustedKey revoke(long applicationId, String fingerprint, long seen, Caller caller) {
        String reason = caller.requiredReason();
        return changes.change(
                caller,
                () -> {
                    TrustedKeyEntity entity =
                            keys.findByApplicationIdAndFingerprint(applicationId, fingerprint)
                                    .orElseThrow(
                                            () ->
                                                    RefusedException.notFound(
                                                            "key-unknown",
                                                            "The application trusts no key "
                                                                    + fingerprint
                                                                    + "."));
                    TrustedKey before = entity.view();
                    Changes.expect("The key", seen, before.revision());
                    if (before.revoked() != null) {
                        throw RefusedException.conflict(
                                "key-revoked", "The key was revoked at " + before.revoked() + ".");
                    }
                    entity.revoke(changes.now(), reason);
                    TrustedKey after = keys.saveAndFlush(entity).view();
                    changes.audit(caller, "key.revoke", "key/" + after.id(), before, after);
                    return after;
                });
    }
}
