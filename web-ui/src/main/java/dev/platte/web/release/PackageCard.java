package dev.platte.web.release;

import dev.platte.db.catalog.Channel;
import dev.platte.db.catalog.Payload;
import dev.platte.db.catalog.PayloadKind;
import dev.platte.db.catalog.TrustedKey;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.omaha.value.ReadableVersion;
import dev.platte.omaha.value.Version;
import dev.platte.web.fleet.Counts;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One package as a card.
 *
 * @param full the payload that every host can take; absent: not uploaded yet
 * @param deltas how many versions have a smaller way to it
 * @param signedBy names of the trusted keys that signed it
 * @param channels the channels that point to it
 * @param floorOf the channels whose hosts must pass it
 * @param hosts how many hosts of its architecture run its version
 */
public record PackageCard(
        UpdatePackage release,
        @Nullable Payload full,
        long deltas,
        List<String> signedBy,
        List<String> channels,
        List<String> floorOf,
        long hosts) {

    /** By version; those that cannot be read last. */
    static final Comparator<PackageCard> NEWEST_FIRST =
            Comparator.comparing(
                            (PackageCard card) ->
                                    Version.of(card.release().version()).readable().orElse(null),
                            Comparator.nullsLast(Comparator.<ReadableVersion>reverseOrder()))
                    .thenComparing(card -> -card.release().id());

    static PackageCard of(
            ApplicationSnapshot owner,
            UpdatePackage release,
            List<TrustedKey> keys,
            Counts counts) {
        List<String> prints = release.full().map(Payload::signedBy).orElse(List.of());
        return new PackageCard(
                release,
                release.full().orElse(null),
                release.payloads().stream().filter(one -> one.kind() == PayloadKind.DELTA).count(),
                prints.stream().map(print -> name(print, keys)).toList(),
                channels(owner, channel -> Objects.equals(channel.packageId(), release.id())),
                channels(
                        owner,
                        channel ->
                                owner.floors(channel).stream()
                                        .anyMatch(floor -> floor.packageId() == release.id())),
                counts.where(row -> release.arch().equals(row.kind().arch()))
                        .at(release.version())
                        .hosts());
    }

    private static List<String> channels(
            ApplicationSnapshot owner, java.util.function.Predicate<Channel> which) {
        return owner.channels().stream().filter(which).map(Channel::name).toList();
    }

    private static String name(String fingerprint, List<TrustedKey> keys) {
        return keys.stream()
                .filter(key -> key.fingerprint().equals(fingerprint))
                .map(TrustedKey::name)
                .findFirst()
                .orElse(fingerprint.substring(0, 12));
    }

    /** The address of its page. */
    public String path() {
        return "/packages/" + release.id();
    }

    /** Whether channels may point to it. */
    public boolean published() {
        return release.offerable();
    }
}
