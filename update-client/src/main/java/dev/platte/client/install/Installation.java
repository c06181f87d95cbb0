package dev.platte.client.install;

import static java.util.Objects.requireNonNull;

import dev.platte.client.backoff.Tries;
import dev.platte.client.config.Settings;
import dev.platte.client.config.Transfer;
import dev.platte.client.http.Http;
import dev.platte.client.http.Pause;
import dev.platte.client.poll.Offer;
import dev.platte.client.rate.RateLimit;
import dev.platte.client.slot.ReadBack;
import dev.platte.client.slot.Slot;
import dev.platte.client.slot.Slots;
import dev.platte.client.slot.VerifiedImage;
import dev.platte.client.state.BootMemory;
import dev.platte.client.state.DeltaMemory;
import dev.platte.client.state.Flip;
import dev.platte.client.state.StateDir;
import dev.platte.keys.verify.TrustSet;
import dev.platte.omaha.value.ErrorCode;
import dev.platte.payload.apply.AppliedPayload;
import dev.platte.payload.format.PayloadException;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One update from its offer to its flip. The steps are called in this order, each once: {@link
 * #prepare}, {@link #download}, {@link #readBack}, {@link #flip}. Whatever fails or ends before the
 * flip leaves the running slot as it was and the other one as it was or not bootable.
 */
public final class Installation implements Closeable {
    private static final Logger LOG = System.getLogger(Installation.class.getName());
    private static final ErrorCode READ_BACK = ErrorCode.of(4);

    private final Settings settings;
    private final StateDir state;
    private final Slots slots;
    private final Offer offer;

    private @Nullable Journey journey;
    private @Nullable KernelFile kernel;
    private @Nullable Origin origin;
    private @Nullable TrustSet trust;
    private @Nullable AppliedPayload applied;
    private @Nullable VerifiedImage verified;
    private boolean resumed;

    /** Looks at nothing yet. */
    public Installation(Settings settings, StateDir state, Slots slots, Offer offer) {
        this.settings = requireNonNull(settings);
        this.state = requireNonNull(state);
        this.slots = requireNonNull(slots);
        this.offer = requireNonNull(offer);
    }

    /**
     * Looks for keys, disk and an earlier place, and changes nothing on the disk.
     *
     * @return the byte of the payload where the download goes on; 0 from the beginning
     */
    public long prepare() throws InstallException {
        SavedProgress.requireMemory(state);
        trust = TrustedKeys.of(settings.places().payloadKeys());
        try {
            Slot running = slots.running();
            if (!running.flags().successful()) {
                throw new InstallException(
                        ErrorCode.INSTALL_DEVICE_OPEN,
                        "the running slot is not confirmed; run update-client confirm first",
                        null);
            }
            Slot target = slots.target();
            KernelFile file = KernelFile.of(settings.places().root(), target.name());
            kernel = file;
            SavedProgress saved = new SavedProgress(state, offer, letter(target));
            Optional<SavedProgress.Place> place = saved.load();
            resumed = place.isPresent();
            Origin from =
                    Origin.of(
                            slots.runningContent(),
                            KernelFile.of(settings.places().root(), running.name()).path());
            origin = from;
            Journey begun =
                    new Journey(
                            new SlotTarget(slots, new BootMemory(state)), file, saved, from, place);
            journey = begun;
            return begun.position();
        } catch (IOException e) {
            throw new InstallException(
                    ErrorCode.INSTALL_DEVICE_OPEN, "the disk cannot be used: " + e.getMessage(), e);
        }
    }

    /** Whether the download went on at an earlier place (bit 30 of the error code). */
    public boolean resumed() {
        return resumed;
    }

    /** Hears how the download goes. */
    public interface Listener {
        /** So many bytes of the payload file have arrived in all. */
        void received(long bytes);

        /** What was installed earlier and waited for its reboot is gone: something newer comes. */
        void slotGivenUp();
    }

    /**
     * How the payload comes.
     *
     * @param tries what became of this offer before, and becomes of it now
     */
    public record Transport(Http http, Pause pause, Tries tries) {
        public Transport {
            requireNonNull(http, "http");
            requireNonNull(pause, "pause");
            requireNonNull(tries, "tries");
        }
    }

    /**
     * Brings the payload into the slot.
     *
     * @throws InterruptedException the process was told to end; the place is kept
     */
    public void download(Transport transport, Listener listener)
            throws InstallException, InterruptedException {
        Journey begun = requireNonNull(journey, "prepare first");
        Transfer transfer = settings.transfer();
        begun.target().whenGivenUp(listener::slotGivenUp);
        begun.target().pace(RateLimit.of(transfer.rates().disk(), transport.pause()));
        Download download =
                new Download(
                        offer,
                        new PayloadSource(
                                transport.http(),
                                transfer.credentials(),
                                RateLimit.of(transfer.rates().network(), transport.pause()),
                                offer.size()),
                        begun,
                        new Download.Means(
                                requireNonNull(trust),
                                transfer.retries(),
                                transport.pause(),
                                state.path(),
                                transport.tries()));
        try {
            applied = download.run(listener::received);
        } catch (InstallException e) {
            throw noted(e);
        }
    }

    /**
     * Reads the slot back past the page cache and compares it with the signed manifest.
     *
     * @throws InterruptedException the process was told to end; the place is kept
     */
    public void readBack(Pause pause) throws InstallException, InterruptedException {
        try {
            compare(RateLimit.of(settings.transfer().rates().disk(), pause));
        } catch (InstallException e) {
            throw noted(e);
        }
    }

    /**
     * After a delta failed the full payload is asked for, unless it was the network that failed, or
     * the slot that could not be opened (update_engine counts all but the former).
     */
    private InstallException noted(InstallException e) {
        int code = e.failure().code().code();
        if (requireNonNull(journey).isDelta()
                && code != ErrorCode.DOWNLOAD_TRANSFER.code()
                && code != ErrorCode.INSTALL_DEVICE_OPEN.code()) {
            LOG.log(Level.WARNING, "the delta was of no use here; the next is a full payload");
            try {
                new DeltaMemory(state).failed();
            } catch (IOException unwritten) {
                e.addSuppressed(unwritten);
            }
        }
        return e;
    }

    private void compare(RateLimit limit) throws InstallException, InterruptedException {
        AppliedPayload payload = requireNonNull(applied, "download first");
        try {
            switch (slots.readBack(payload, limit)) {
                case ReadBack.Matches matches -> verified = matches.image();
                case ReadBack.Differs differs -> {
                    requireNonNull(journey).forget();
                    throw new InstallException(
                            ErrorCode.NEW_ROOTFS_VERIFICATION,
                            "the slot does not hold what was written: SHA-256 of its %d bytes is %s, the manifest says %s"
                                    .formatted(
                                            differs.size(), differs.actual(), differs.expected()),
                            null);
                }
            }
            requireNonNull(kernel).readBack(payload);
        } catch (PayloadException e) {
            requireNonNull(journey).forget();
            throw new InstallException(ErrorCode.of(e.exitCode()), e.getMessage(), e);
        } catch (IOException e) {
            requireNonNull(journey).forget();
            throw new InstallException(
                    READ_BACK, "the slot cannot be read back: " + e.getMessage(), e);
        }
    }

    /**
     * Puts the new kernel in its place, where {@code postinst} and the bootloader look for it, and
     * runs {@code postinst} of the verified image.
     *
     * @throws InterruptedException the process was told to end; the slot does not boot
     */
    public void postinst(Pause pause) throws InstallException, InterruptedException {
        VerifiedImage image = requireNonNull(verified, "read back first");
        try {
            KernelFile file = requireNonNull(kernel);
            file.install(requireNonNull(applied));
            Optional<Path> brought =
                    applied.kernel().isEmpty() ? Optional.empty() : file.installed();
            new LastWord(settings, offer).of(slots, image, brought, pause);
        } catch (IOException e) {
            throw new InstallException(
                    ErrorCode.POSTINSTALL_RUNNER,
                    "the new image cannot be prepared: " + e.getMessage(),
                    e);
        }
    }

    /**
     * Makes the new slot the next to boot: what must be known after the boot is written first, and
     * the partition table is the very last thing on the disk.
     */
    public void flip() throws InstallException {
        VerifiedImage image = requireNonNull(verified, "read back first");
        BootMemory memory = new BootMemory(state);
        try {
            memory.flipping(
                    new Flip(
                            image.slot().name().toLowerCase(Locale.ROOT),
                            offer.version(),
                            offer.sha256().hex(),
                            settings.host().version(),
                            settings.host().bootId(),
                            false));
            new DeltaMemory(state).forget();
            requireNonNull(journey).forget();
            slots.flip(image);
        } catch (IOException e) {
            throw new InstallException(
                    ErrorCode.POSTINSTALL_RUNNER,
                    "the flip failed: " + e.getMessage() + Undoing.flip(slots, memory),
                    e);
        }
    }

    /** After a failure: leaves nothing on the boot partition. */
    public void discard() throws IOException {
        KernelFile file = kernel;
        if (file != null) {
            file.discard();
        }
    }

    @Override
    public void close() throws IOException {
        KernelFile file = kernel;
        if (file != null) {
            file.close();
        }
        Origin from = origin;
        if (from != null) {
            from.close();
        }
    }

    private static String letter(Slot slot) {
        return slot.name().name().toLowerCase(Locale.ROOT);
    }
}
