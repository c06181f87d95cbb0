package dev.platte.web.release;

import dev.platte.db.blob.Blobs;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.catalog.Channel;
import dev.platte.db.catalog.Payload;
import dev.platte.db.catalog.TrustedKey;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.fleet.Census;
import dev.platte.db.rollout.Group;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.payload.format.PayloadException;
import dev.platte.web.fleet.Counts;
import dev.platte.web.page.Who;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** One package: its files, what they say of themselves, and where it runs. */
@Controller
final class PackageController {

    private static final Logger LOG = LoggerFactory.getLogger(PackageController.class);

    private final ReleaseFinder finder;
    private final Catalog catalog;
    private final Census census;
    private final Blobs blobs;

    PackageController(ReleaseFinder finder, Catalog catalog, Census census, Blobs blobs) {
        this.finder = finder;
        this.catalog = catalog;
        this.census = census;
        this.blobs = blobs;
    }

    /** Hosts of a group that run it. */
    record Running(Group group, long hosts, long all) {}

    /** A channel that it may be made a floor of, or is. */
    record FloorLine(Channel channel, @Nullable String reason) {}

    /** Where a payload lies, with who signed it. */
    record FileLine(Payload payload, List<String> signedBy) {}

    @GetMapping("/packages/{id}")
    String release(@PathVariable long id, Who who, Model model) {
        ReleaseFinder.FoundPackage found = finder.release(id, who);
        ApplicationSnapshot owner = found.owner();
        UpdatePackage release = found.release();
        List<TrustedKey> keys = catalog.keys(owner.application().id());
        Counts counts = Counts.of(census, owner.application().id());
        model.addAttribute("owner", owner);
        model.addAttribute("card", PackageCard.of(owner, release, keys, counts));
        model.addAttribute("files", files(release, keys));
        model.addAttribute("manifest", manifest(release).orElse(null));
        model.addAttribute("running", running(owner, release, counts));
        model.addAttribute("floors", floors(owner, release));
        model.addAttribute(
                "targets",
                owner.channels().stream()
                        .filter(channel -> channel.arch().equals(release.arch()))
                        .filter(channel -> !Objects.equals(channel.packageId(), release.id()))
                        .toList());
        model.addAttribute(
                "sources",
                owner.packages().stream()
                        .filter(other -> other.arch().equals(release.arch()))
                        .filter(other -> other.id() != release.id() && other.full().isPresent())
                        .toList());
        return "release/one-package";
    }

    private static List<FileLine> files(UpdatePackage release, List<TrustedKey> keys) {
        return release.payloads().stream()
                .map(
                        payload ->
                                new FileLine(
                                        payload,
                                        payload.signedBy().stream()
                                                .map(print -> name(print, keys))
                                                .toList()))
                .toList();
    }

    private static String name(String fingerprint, List<TrustedKey> keys) {
        return keys.stream()
                .filter(key -> key.fingerprint().equals(fingerprint))
                .map(TrustedKey::name)
                .findFirst()
                .orElse("a key that is not known any more");
    }

    private Optional<ManifestView> manifest(UpdatePackage release) {
        Optional<Path> file = release.full().map(Payload::sha256).flatMap(blobs::find);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ManifestView.read(file.get()));
        } catch (IOException | PayloadException e) {
            // It was read when it was uploaded: the disk has changed it since.
            LOG.warn("the payload of package {} cannot be read", release.id(), e);
            return Optional.empty();
        }
    }

    private static List<Running> running(
            ApplicationSnapshot owner, UpdatePackage release, Counts counts) {
        return owner.groups().stream()
                .map(
                        group -> {
                            Counts all = counts.in(group.id(), release.arch());
                            return new Running(
                                    group, all.at(release.version()).hosts(), all.hosts());
                        })
                .filter(line -> line.hosts() > 0)
                .toList();
    }

    private static List<FloorLine> floors(ApplicationSnapshot owner, UpdatePackage release) {
        return owner.channels().stream()
                .filter(channel -> channel.arch().equals(release.arch()))
                .map(
                        channel ->
                                new FloorLine(
                                        channel,
                                        owner.floors(channel).stream()
                                                .filter(floor -> floor.packageId() == release.id())
                                                .map(floor -> floor.reason())
                                                .findFirst()
                                                .orElse(null)))
                .toList();
    }
}
