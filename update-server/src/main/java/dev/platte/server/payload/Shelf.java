package dev.platte.server.payload;

import dev.platte.db.blob.Blobs;
import dev.platte.db.catalog.ExtraFile;
import dev.platte.db.catalog.PackageState;
import dev.platte.db.catalog.Payload;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.db.snapshot.CatalogSnapshot;
import dev.platte.db.snapshot.SnapshotSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Which payloads are served: those of published packages, by the name they were offered under.
 * Drafts are nobody's business, and what was withdrawn is gone unless another published package has
 * the same file.
 */
@Component
final class Shelf {

    private static final Logger LOG = LoggerFactory.getLogger(Shelf.class);

    /**
     * How often a miss may look into the database: another replica may have offered what this one
     * has not heard of yet.
     */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    /** What a request finds. */
    sealed interface Found {

        record Served(Representation representation) implements Found {}

        /** It was served once, and the package was withdrawn. */
        record Withdrawn() implements Found {}

        record Unknown() implements Found {}

        /** The catalogue has it and the disk has not. */
        record Missing() implements Found {}
    }

    private record Address(String folder, String name) {}

    private record Item(String sha256, long size, boolean withdrawn) {}

    private record Index(CatalogSnapshot snapshot, Map<Address, Item> items) {}

    private final SnapshotSource snapshots;
    private final Blobs blobs;
    private final InstantSource time;
    private final AtomicReference<@Nullable Index> index = new AtomicReference<>();
    private final AtomicReference<Instant> looked = new AtomicReference<>(Instant.EPOCH);

    Shelf(SnapshotSource snapshots, Blobs blobs, InstantSource time) {
        this.snapshots = snapshots;
        this.blobs = blobs;
        this.time = time;
    }

    /**
     * @param folder 64 lower-case hex digits, else nothing is found
     * @param name as offered
     */
    Found find(String folder, String name) {
        Address address = new Address(folder, name);
        Item item = indexOf(snapshots.current()).items().get(address);
        if (item == null && mayLookAgain()) {
            item = indexOf(fresh()).items().get(address);
        }
        if (item == null) {
            return new Found.Unknown();
        }
        if (item.withdrawn()) {
            return new Found.Withdrawn();
        }
        long size = item.size();
        String sha256 = item.sha256();
        Optional<Path> file = blobs.find(sha256);
        return file.<Found>map(path -> new Found.Served(new Representation(path, size, sha256)))
                .orElseGet(Found.Missing::new);
    }

    private boolean mayLookAgain() {
        Instant now = time.instant();
        Instant before = looked.get();
        return !now.isBefore(before.plus(LOOK_AGAIN)) && looked.compareAndSet(before, now);
    }

    private CatalogSnapshot fresh() {
        try {
            return snapshots.refresh();
        } catch (DataAccessException | TransactionException e) {
            LOG.debug("the catalogue cannot be read now", e);
            return snapshots.current();
        }
    }

    private Index indexOf(CatalogSnapshot snapshot) {
        Index now = index.get();
        if (now == null || now.snapshot() != snapshot) {
            now = new Index(snapshot, build(snapshot));
            index.set(now);
        }
        return now;
    }

    private static Map<Address, Item> build(CatalogSnapshot snapshot) {
        Map<Address, Item> items = new HashMap<>();
        for (ApplicationSnapshot application : snapshot.applications()) {
            for (UpdatePackage found : application.packages()) {
                if (found.state() != PackageState.DRAFT) {
                    found.payloads().forEach(payload -> add(items, found, payload));
                }
            }
        }
        return Map.copyOf(items);
    }

    /** Also what mirrors alone serve: an operator may want it from here. */
    private static void add(Map<Address, Item> items, UpdatePackage found, Payload payload) {
        boolean withdrawn = found.state() == PackageState.WITHDRAWN;
        String folder = found.folder(payload);
        add(
                items,
                new Address(folder, payload.fileName()),
                new Item(payload.sha256(), payload.size(), withdrawn));
        for (ExtraFile file : found.files()) {
            if (file.stored()) {
                add(
                        items,
                        new Address(folder, file.name()),
                        new Item(file.sha256(), file.size(), withdrawn));
            }
        }
    }

    private static void add(Map<Address, Item> items, Address address, Item item) {
        items.merge(address, item, (one, other) -> one.withdrawn() ? other : one);
    }
}
