package dev.platte.client.install;

import dev.platte.client.gpt.GptException;
import dev.platte.client.http.Pause;
import dev.platte.client.slot.SlotException;
import dev.platte.omaha.value.ErrorCode;
import dev.platte.payload.apply.ApplyListener;
import dev.platte.payload.apply.Checkpoint;
import dev.platte.payload.apply.Destination;
import dev.platte.payload.apply.Target;
import dev.platte.payload.format.Manifest.ImageInfo;
import dev.platte.payload.format.PayloadException;
import dev.platte.payload.format.PayloadMetadata;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Hears how the applier goes, opens the slot before the first write, and keeps the place where a
 * broken download can go on: in memory after every operation, on the disk every few megabytes and
 * when the process ends in an orderly way.
 */
final class Journey implements ApplyListener {
    private static final Logger LOG = System.getLogger(Journey.class.getName());

    /** A place costs a sync of the slot and two of the state directory. */
    private static final long SAVE_EVERY = 16L << 20;

    private final SlotTarget target;
    private final KernelFile kernel;
    private final SavedProgress saved;
    private final Origin origin;

    private Optional<SavedProgress.Place> place;
    private long savedPosition;
    private boolean isUnsaved;
    private boolean isDelta;
    private BooleanSupplier isToEnd = () -> false;
    private byte[] metadata = new byte[0];
    private String url = "";
    private String etag = "";
    private LongConsumer progress = bytes -> {};
    private @Nullable IOException broken;

    Journey(
            SlotTarget target,
            KernelFile kernel,
            SavedProgress saved,
            Origin origin,
            Optional<SavedProgress.Place> start) {
        this.target = target;
        this.kernel = kernel;
        this.saved = saved;
        this.origin = origin;
        this.place = start;
        this.savedPosition = position();
    }

    /** The byte where the next transfer goes on; 0 from the beginning. */
    long position() {
        return place.map(SavedProgress.Place::position).orElse(0L);
    }

    /** The place for a transfer from that address; an ETag counts only where it came from. */
    Optional<SavedProgress.Place> place(URI from) {
        return place.map(
                p ->
                        p.url().equals(from.toString())
                                ? p
                                : new SavedProgress.Place(
                                        p.checkpoint(), p.metadata(), from.toString(), ""));
    }

    SlotTarget target() {
        return target;
    }

    Destination destination() {
        return Destination.of(target, origin.slot());
    }

    Optional<Destination> kernel() throws IOException {
        Optional<Target> to = kernel.target();
        return to.isEmpty()
                ? Optional.empty()
                : Optional.of(new Destination(to.get(), origin.kernel()));
    }

    /** Whether what came last is a delta; false before anything came. */
    boolean isDelta() {
        return isDelta;
    }

    /** A transfer stands. */
    void begins(URI from, PayloadSource.Opened opened, LongConsumer listener, Pause pause) {
        isToEnd = pause::isOver;
        url = from.toString();
        etag = opened.etag();
        progress = listener;
        broken = null;
        if (opened.position() == 0) {
            place = Optional.empty();
            savedPosition = 0;
        } else {
            metadata = place.map(SavedProgress.Place::metadata).orElse(metadata);
        }
    }

    /** Opens the slot for a download that goes on. */
    void openTarget(byte[] saved) throws IOException, PayloadException {
        openTarget(PayloadMetadata.of(saved));
    }

    @Override
    public void opened(PayloadMetadata read) throws IOException {
        isDelta = read.manifest().isDelta();
        ours(
                () -> {
                    kernel.require(read.manifest());
                    if (place.isEmpty()) {
                        metadata = read.bytes();
                        saved.metadata(metadata);
                    }
                    openTarget(read);
                });
    }

    @Override
    public void progressed(long received, long total) {
        progress.accept(received);
    }

    /** Nothing arrives meanwhile that would notice that the process is to end. */
    @Override
    public void copied(long bytes, long total) throws IOException {
        if (isToEnd.getAsBoolean()) {
            throw new IOException("told to end while the running slot was copied");
        }
    }

    @Override
    public void narrowed(Optional<Checkpoint> only) throws IOException {
        place = only.map(this::placeOf);
        isUnsaved = place.isPresent();
        ours(place.isPresent() ? this::save : saved::suspend);
    }

    @Override
    public void reached(Checkpoint checkpoint) throws IOException {
        place = Optional.of(placeOf(checkpoint));
        isUnsaved = true;
        boolean isCopied = checkpoint.nextOperation() == 0;
        if (isCopied || position() - savedPosition >= SAVE_EVERY) {
            ours(this::save);
        }
    }

    private SavedProgress.Place placeOf(Checkpoint checkpoint) {
        return new SavedProgress.Place(checkpoint, metadata, url, etag);
    }

    /** Keeps the place over the end of the process; else the one before it is as good. */
    void keep() {
        try {
            if (place.isPresent() && isUnsaved) {
                save();
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the place in the payload is not kept: {0}", e.getMessage());
        }
    }

    /**
     * What is in the slot is of no use. A place that cannot be forgotten leads to a slot that does
     * not hold what was signed, which is found before it boots.
     */
    void forget() {
        place = Optional.empty();
        savedPosition = 0;
        try {
            saved.forget();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the place in the payload stays: {0}", e.getMessage());
        }
    }

    /** A failure of the slot or the state directory is not the network's, and not tried again. */
    void throwIfOurs(IOException thrown) throws InstallException {
        IOException cause = broken;
        if (thrown instanceof SlotException || thrown instanceof GptException) {
            cause = thrown;
        }
        if (cause == null) {
            return;
        }
        if (cause instanceof SlotException || cause instanceof GptException) {
            throw new InstallException(ErrorCode.INSTALL_DEVICE_OPEN, cause.getMessage(), cause);
        }
        throw stateLost(cause);
    }

    private void openTarget(PayloadMetadata read) throws IOException {
        kernel.require(read.manifest());
        target.open(read.manifest().newPartition().map(ImageInfo::size).orElse(0L));
        kernel.makeRoom();
    }

    private void save() throws IOException {
        target.sync();
        kernel.sync();
        saved.save(place.orElseThrow());
        savedPosition = position();
        isUnsaved = false;
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    private void ours(Work work) throws IOException {
        try {
            work.run();
        } catch (IOException e) {
            broken = e;
            throw e;
        }
    }

    private static InstallException stateLost(IOException e) {
        return new InstallException(
                ErrorCode.DOWNLOAD_STATE_INITIALIZATION,
                "the progress of the download could not be kept: " + e.getMessage(),
                e);
    }
}
