package dev.platte.server.api;

import dev.platte.db.catalog.ExtraFile;
import dev.platte.db.catalog.Payload;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.server.outgoing.Mirrors;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Whether the files of a package lie where hosts are sent for them. */
@RestController
@RequestMapping(Answers.BASE + "/applications/{app}/packages/{arch}/{version}")
final class MirrorController {

    /**
     * One file at one mirror.
     *
     * @param good hosts get there what they were offered, as far as was looked
     * @param size that the mirror says, in bytes
     * @param sha256 of what was fetched from it
     * @param failure what is wrong
     */
    record MirrorView(
            String mirror,
            String file,
            String url,
            boolean good,
            @Nullable Integer status,
            @Nullable Long size,
            @Nullable String sha256,
            @Nullable String failure,
            long tookMillis) {}

    /** A file as it was offered. */
    private record Offered(String name, long size, String sha256) {}

    private final Mirrors mirrors;
    private final Lookup lookup;

    MirrorController(Mirrors mirrors, Lookup lookup) {
        this.mirrors = mirrors;
        this.lookup = lookup;
    }

    /**
     * Looks at every file of the package at each of its mirrors.
     *
     * @param digest whether to fetch and hash them, else only their sizes are asked for
     */
    @PostMapping("/check")
    List<MirrorView> check(
            @PathVariable String app,
            @PathVariable String arch,
            @PathVariable String version,
            @RequestParam(defaultValue = "false") boolean digest) {
        UpdatePackage found = lookup.packageOf(lookup.application(app), arch, version);
        List<Offered> files = new ArrayList<>();
        for (Payload payload : found.payloads()) {
            files.add(new Offered(payload.fileName(), payload.size(), payload.sha256()));
        }
        for (ExtraFile file : found.files()) {
            files.add(new Offered(file.name(), file.size(), file.sha256()));
        }
        return mirrors.alone(
                () ->
                        found.mirrors().stream()
                                .flatMap(
                                        mirror ->
                                                files.stream()
                                                        .map(file -> look(mirror, file, digest)))
                                .toList());
    }

    private MirrorView look(String mirror, Offered file, boolean digest) {
        String url = mirror + file.name();
        Mirrors.Found found = digest ? mirrors.fetch(url, file.size()) : mirrors.head(url);
        String failure = failure(file, found, digest);
        return new MirrorView(
                mirror,
                file.name(),
                url,
                failure == null,
                found.status(),
                found.size(),
                found.sha256(),
                failure,
                found.took().toMillis());
    }

    private static @Nullable String failure(Offered file, Mirrors.Found found, boolean digest) {
        if (found.failure() != null) {
            return found.failure();
        }
        Long size = found.size();
        if (size == null) {
            return "The answer does not say its size.";
        }
        if (size != file.size()) {
            return "It has %d bytes there, not %d.".formatted(size, file.size());
        }
        return digest && !file.sha256().equals(found.sha256())
                ? "Its SHA-256 there is " + found.sha256() + ", not " + file.sha256() + "."
                : null;
    }
}
