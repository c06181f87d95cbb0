package dev.platte.server.api;

import dev.platte.db.catalog.ExtraFile;
import dev.platte.db.catalog.PackageState;
import dev.platte.db.catalog.Payload;
import dev.platte.db.catalog.PayloadKind;
import dev.platte.db.catalog.UpdatePackage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A package as it is shown.
 *
 * @param mirrors where its files also lie, in the order in which hosts try them
 * @param ownStore whether hosts are also sent to this server, after the mirrors
 */
record PackageView(
        String version,
        String arch,
        PackageState state,
        String notes,
        List<String> mirrors,
        boolean ownStore,
        List<PayloadView> payloads,
        List<FileView> files,
        @Nullable String withdrawnReason,
        Instant created,
        @Nullable Instant published,
        @Nullable Instant withdrawn) {

    /**
     * A file of a package as it is shown; hashes in hex, size in bytes.
     *
     * @param source the version that a delta starts from; absent for a full payload
     */
    record PayloadView(
            PayloadKind kind,
            @Nullable String source,
            String fileName,
            long size,
            String sha256,
            String sha1,
            List<String> signedBy,
            Instant added) {

        static PayloadView of(Payload payload) {
            return new PayloadView(
                    payload.kind(),
                    payload.source() == null ? null : payload.source().version(),
                    payload.fileName(),
                    payload.size(),
                    payload.sha256(),
                    payload.sha1(),
                    payload.signedBy(),
                    payload.added());
        }
    }

    /**
     * A file beside the payload as it is shown.
     *
     * @param required whether a host's update fails without it
     * @param stored whether this server has it; else only mirrors have
     */
    record FileView(
            String name,
            long size,
            String sha256,
            String sha1,
            boolean required,
            boolean stored,
            Instant added) {

        static FileView of(ExtraFile file) {
            return new FileView(
                    file.name(),
                    file.size(),
                    file.sha256(),
                    file.sha1(),
                    file.required(),
                    file.stored(),
                    file.added());
        }
    }

    static PackageView of(UpdatePackage found) {
        return new PackageView(
                found.version(),
                found.arch(),
                found.state(),
                found.notes(),
                found.mirrors(),
                found.ownStore(),
                found.payloads().stream().map(PayloadView::of).toList(),
                found.files().stream().map(FileView::of).toList(),
                found.withdrawnReason(),
                found.created(),
                found.published(),
                found.withdrawn());
    }
}
