package dev.platte.server.api;

import dev.platte.db.catalog.PackageState;
import dev.platte.db.catalog.Payload;
import dev.platte.db.catalog.PayloadKind;
import dev.platte.db.catalog.UpdatePackage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A package as it is shown. */
record PackageView(
        String version,
        String arch,
        PackageState state,
        String notes,
        List<String> mirrors,
        List<PayloadView> payloads,
        @Nullable String withdrawnReason,
        Instant created,
        @Nullable Instant published,
        @Nullable Instant withdrawn) {

    /** A file of a package as it is shown; hashes in hex, size in bytes. */
    record PayloadView(
            PayloadKind kind,
            String fileName,
            long size,
            String sha256,
            String sha1,
            List<String> signedBy,
            Instant added) {

        static PayloadView of(Payload payload) {
            return new PayloadView(
                    payload.kind(),
                    payload.fileName(),
                    payload.size(),
                    payload.sha256(),
                    payload.sha1(),
                    payload.signedBy(),
                    payload.added());
        }
    }

    static PackageView of(UpdatePackage found) {
        return new PackageView(
                found.version(),
                found.arch(),
                found.state(),
                found.notes(),
                found.mirrors(),
                found.payloads().stream().map(PayloadView::of).toList(),
                found.withdrawnReason(),
                found.created(),
                found.published(),
                found.withdrawn());
    }
}
