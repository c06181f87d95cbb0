package dev.platte.web.release;

import dev.platte.db.catalog.Channel;
import dev.platte.db.catalog.Payload;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.omaha.value.ReadableVersion;
import dev.platte.omaha.value.Version;
import dev.platte.web.fleet.VersionSpread;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One package in a table.
 *
 * @param channels the channels that point to it
 * @param full the payload that every host can take; absent: not uploaded yet
 * @param signedBy fingerprints of the keys that signed it
 * @param hosts how many hosts run its version, on any architecture
 */
record PackageLine(
        UpdatePackage release,
        List<String> channels,
        @Nullable Payload full,
        List<String> signedBy,
        long hosts) {

    private static final Comparator<PackageLine> NEWEST_FIRST =
            Comparator.comparing(
                            (PackageLine line) ->
                                    Version.of(line.release().version()).readable().orElse(null),
                            Comparator.nullsLast(Comparator.<ReadableVersion>reverseOrder()))
                    .thenComparing(line -> line.release().arch());

    /** The newest first. */
    static List<PackageLine> of(ApplicationSnapshot application, VersionSpread spread) {
        return application.packages().stream()
                .map(release -> line(application, release, spread))
                .sorted(NEWEST_FIRST)
                .toList();
    }

    private static PackageLine line(
            ApplicationSnapshot application, UpdatePackage release, VersionSpread spread) {
        return new PackageLine(
                release,
                application.channels().stream()
                        .filter(channel -> Objects.equals(channel.packageId(), release.id()))
                        .map(Channel::name)
                        .toList(),
                release.full().orElse(null),
                release.full().map(Payload::signedBy).orElse(List.of()),
                spread.hosts(release.version()));
    }
}
