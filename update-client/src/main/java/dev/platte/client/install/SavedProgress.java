package dev.platte.client.install;

import static java.util.Objects.requireNonNull;

import dev.platte.client.poll.Offer;
import dev.platte.client.state.Fields;
import dev.platte.client.state.StateDir;
import dev.platte.omaha.value.ErrorCode;
import dev.platte.payload.apply.Checkpoint;
import java.io.IOException;
import java.util.Optional;

/** How far a download came, kept over the end of the process. */
final class SavedProgress {
    private static final String RECORD = "checkpoint";
    private static final String METADATA = "checkpoint-metadata";

    /** update_engine: after so many resumed tries that failed, from the beginning. */
    private static final long MOST_RESUMES = 10;

    /** For the manifest of a large image, the place in it, and what the boot needs to know. */
    private static final long ROOM = 1 << 20;

    private final StateDir state;
    private final Offer offer;
    private final String slot;
    private long resumes;

    /** For that payload in that slot. */
    SavedProgress(StateDir state, Offer offer, String slot) {
        this.state = state;
        this.offer = offer;
        this.slot = slot;
    }

    /**
     * A host that cannot remember what it flipped must not flip: nothing is changed before that.
     */
    static void requireMemory(StateDir state) throws InstallException {
        try {
            state.requireWritable(ROOM);
        } catch (IOException e) {
            throw new InstallException(
                    ErrorCode.DOWNLOAD_STATE_INITIALIZATION,
                    "nothing is installed while the state directory cannot be written: "
                            + e.getMessage(),
                    e);
        }
    }

    /**
     * Where to go on.
     *
     * @param metadata header and manifest of the payload
     * @param etag of the file at {@code url}; empty without one
     */
    record Place(Checkpoint checkpoint, byte[] metadata, String url, String etag) {
        Place {
            requireNonNull(checkpoint, "checkpoint");
            requireNonNull(url, "url");
            requireNonNull(etag, "etag");
        }

        long position() {
            return Math.addExact(metadata.length, checkpoint.dataOffset());
        }
    }

    /** The place for this payload and slot; what is of another one, or used up, is forgotten. */
    Optional<Place> load() throws IOException {
        Optional<Fields> fields = state.read(RECORD);
        Optional<byte[]> metadata = state.readRaw(METADATA);
        if (fields.isEmpty() || metadata.isEmpty()) {
            forget();
            return Optional.empty();
        }
        Fields f = fields.get();
        resumes = f.number("resumes").orElse(MOST_RESUMES);
        boolean ours =
                f.text("sha256").equals(Optional.of(offer.sha256().hex()))
                        && f.text("slot").equals(Optional.of(slot));
        if (!ours || resumes >= MOST_RESUMES) {
            forget();
            return Optional.empty();
        }
        try {
            Checkpoint checkpoint = Checkpoint.decode(f.text("place").orElse(""));
            Place place =
                    new Place(
                            checkpoint,
                            metadata.get(),
                            f.text("url").orElse(""),
                            f.text("etag").orElse(""));
            resumes++;
            write(place);
            return Optional.of(place);
        } catch (IllegalArgumentException e) {
            state.reject(RECORD, "its place is none");
            forget();
            return Optional.empty();
        }
    }

    /** Header and manifest, before the first place. */
    void metadata(byte[] bytes) throws IOException {
        forget();
        state.writeRaw(METADATA, bytes);
    }

    /** The slot must be synced up to here. */
    void save(Place place) throws IOException {
        write(place);
    }

    /** There is no place to go on at for now; the next one is of the same payload. */
    void suspend() throws IOException {
        state.remove(RECORD);
    }

    void forget() throws IOException {
        resumes = 0;
        state.remove(RECORD);
        state.remove(METADATA);
    }

    private void write(Place place) throws IOException {
        state.write(
                RECORD,
                new Fields()
                        .with("sha256", offer.sha256().hex())
                        .with("slot", slot)
                        .with("place", place.checkpoint().encode())
                        .with("url", place.url())
                        .with("etag", place.etag())
                        .with("resumes", resumes));
    }
}
