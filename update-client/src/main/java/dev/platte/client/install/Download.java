package dev.platte.client.install;

import static java.util.Objects.requireNonNull;

import dev.platte.client.backoff.Tries;
import dev.platte.client.config.Transfer.Retries;
import dev.platte.client.http.Pause;
import dev.platte.client.poll.Offer;
import dev.platte.keys.verify.TrustSet;
import dev.platte.omaha.value.ErrorCode;
import dev.platte.payload.apply.AppliedPayload;
import dev.platte.payload.apply.ApplyRequest;
import dev.platte.payload.apply.Expected;
import dev.platte.payload.apply.PayloadApplier;
import dev.platte.payload.format.PayloadException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Brings the payload from its addresses through the applier into the slot. A broken transfer is
 * taken up again at the last finished operation; an address that gives something else is given up
 * for the next one.
 */
final class Download {
    private static final Logger LOG = System.getLogger(Download.class.getName());

    private final Offer offer;
    private final PayloadSource source;
    private final Journey journey;
    private final Means means;

    /**
     * What a download needs beside its ends.
     *
     * @param spool a directory for what must not fill the heap
     */
    record Means(TrustSet trust, Retries retries, Pause pause, Path spool, Tries tries) {
        Means {
            requireNonNull(tries, "tries");
            requireNonNull(trust, "trust");
            requireNonNull(retries, "retries");
            requireNonNull(pause, "pause");
            requireNonNull(spool, "spool");
        }
    }

    Download(Offer offer, PayloadSource source, Journey journey, Means means) {
        this.offer = offer;
        this.source = source;
        this.journey = journey;
        this.means = means;
    }

    /**
     * Runs to the end of the payload.
     *
     * @param progress hears how many bytes of the file have arrived
     * @throws InstallException all addresses failed, or the payload is refused
     * @throws InterruptedException the process is told to end; the place is saved
     */
    AppliedPayload run(LongConsumer progress) throws InstallException, InterruptedException {
        Iterator<URI> left = means.tries().addresses().iterator();
        while (true) {
            URI url = left.next();
            InstallException failed;
            try {
                AppliedPayload applied = fromOne(url, heard(url, progress));
                means.tries().completed();
                return applied;
            } catch (SourceException e) {
                failed = new InstallException(e.code(), e.getMessage(), e.httpStatus(), e);
            } catch (IOException e) {
                failed =
                        new InstallException(
                                ErrorCode.DOWNLOAD_TRANSFER,
                                "the download broke: " + e.getMessage(),
                                e);
            } catch (InstallException e) {
                failed = e;
            }
            means.tries().failed(url, failed.failure().code());
            if (!left.hasNext() || !isOfAddress(failed)) {
                end(failed);
                throw failed;
            }
            LOG.log(Level.WARNING, "{0}; going on with the next address", failed.getMessage());
        }
    }

    /** Whether another address might do better: what fails on this host fails with all of them. */
    private static boolean isOfAddress(InstallException failed) {
        return failed.getCause() instanceof PayloadException
                || failed.failure().code().equals(ErrorCode.DOWNLOAD_TRANSFER)
                || failed.getCause() instanceof SourceException;
    }

    /** A place is of use after a broken transfer only; what gave us nonsense may have changed. */
    private void end(InstallException failed) {
        if (failed.getCause() instanceof SourceException) {
            journey.forget();
        } else if (failed.failure().code().equals(ErrorCode.DOWNLOAD_TRANSFER)) {
            journey.keep();
        }
    }

    private LongConsumer heard(URI url, LongConsumer progress) {
        return bytes -> {
            means.tries().received(url);
            progress.accept(bytes);
        };
    }

    private AppliedPayload fromOne(URI url, LongConsumer progress)
            throws IOException, InstallException, InterruptedException {
        int left = means.retries().times();
        long best = journey.position();
        while (true) {
            try {
                return once(url, progress);
            } catch (SourceException e) {
                if (!e.isOfPart() || journey.position() == 0) {
                    throw e;
                }
                LOG.log(Level.WARNING, "{0}; beginning anew", e.getMessage());
                journey.forget();
                continue;
            } catch (IOException e) {
                if (means.pause().isOver() || Thread.currentThread().isInterrupted()) {
                    journey.keep();
                    throw stopped(e);
                }
                boolean came = journey.position() > best;
                best = Math.max(best, journey.position());
                left = (came ? means.retries().times() : left) - 1;
                if (left < 0) {
                    throw e;
                }
                LOG.log(
                        Level.WARNING,
                        "the download broke: {0}; going on at byte {1}",
                        e.getMessage(),
                        Long.toString(journey.position()));
            }
            pause();
        }
    }

    private void pause() throws InterruptedException {
        try {
            means.pause().of(means.retries().pause());
        } catch (InterruptedException e) {
            journey.keep();
            throw e;
        }
    }

    private AppliedPayload once(URI url, LongConsumer progress)
            throws IOException, InstallException, InterruptedException {
        Optional<SavedProgress.Place> place = journey.place(url);
        long from = place.map(SavedProgress.Place::position).orElse(0L);
        String etag = place.map(SavedProgress.Place::etag).orElse("");
        try (PayloadSource.Opened opened = source.open(url, from, etag)) {
            journey.begins(url, opened, progress, means.pause());
            PayloadApplier applier = applier();
            if (place.isPresent() && opened.position() == from) {
                journey.openTarget(place.get().metadata());
                return applier.resume(
                        place.get().checkpoint(), place.get().metadata(), opened.in());
            }
            return applier.apply(opened.in());
        } catch (PayloadException e) {
            Optional<IOException> disk = journey.target().broken();
            journey.forget();
            throw new InstallException(
                    ErrorCode.of(e.exitCode()),
                    disk.map(_ -> "the slot cannot be written: ").orElse("") + e.getMessage(),
                    disk.<Exception>map(broken -> broken).orElse(e));
        } catch (IOException e) {
            journey.throwIfOurs(e);
            throw e;
        } catch (InterruptedException e) {
            journey.keep();
            throw e;
        }
    }

    private PayloadApplier applier() throws IOException {
        return new PayloadApplier(
                new ApplyRequest(
                        means.trust(),
                        Expected.of(offer.size(), offer.sha256()),
                        journey.destination(),
                        journey.kernel(),
                        ApplyRequest.Resources.ofThisMachine(means.spool()),
                        journey));
    }

    private static InterruptedException stopped(IOException cause) {
        Thread.interrupted();
        InterruptedException e = new InterruptedException("told to end during the download");
        e.initCause(cause);
        return e;
    }
}
