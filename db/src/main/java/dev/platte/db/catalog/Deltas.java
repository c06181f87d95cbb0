package dev.platte.db.catalog;

import dev.platte.db.verb.Caller;
import dev.platte.db.verb.RefusedException;
import org.springframework.stereotype.Service;

/** Deltas of packages, as far as they differ from full payloads: they can be done without. */
@Service
public final class Deltas {

    private final Packages packages;
    private final PayloadRepository payloads;

    Deltas(Packages packages, PayloadRepository payloads) {
        this.packages = packages;
        this.payloads = payloads;
    }

    /**
     * Takes one away; hosts that would have got it get the full payload.
     *
     * @param sourcePackageId where it starts from
     * @throws RefusedException {@code package-unknown}, {@code delta-unknown}, {@code
     *     reason-required}, {@code changed-meanwhile}
     */
    public UpdatePackage drop(long packageId, long sourcePackageId, long seen, Caller caller) {
        caller.requiredReason();
        return packages.change(
                packageId,
                seen,
                "package.detach",
                caller,
                (entity, before) -> {
                    Payload delta =
                            before.delta(sourcePackageId)
                                    .orElseThrow(
                                            () ->
                                                    RefusedException.notFound(
                                                            "delta-unknown",
                                                            "The package has no delta from there."));
                    payloads.deleteById(delta.id());
                    payloads.flush();
                    entity.fileAdded();
                });
    }
}
