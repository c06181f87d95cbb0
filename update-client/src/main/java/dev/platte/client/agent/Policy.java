package dev.platte.client.agent;

import dev.platte.client.agent.State.Release;
import dev.platte.client.backoff.Tries;
import dev.platte.client.config.Settings;
import dev.platte.client.poll.Failure;
import dev.platte.client.poll.Offer;
import dev.platte.client.state.BootMemory;
import dev.platte.omaha.value.ErrorCode;
import dev.platte.omaha.value.InstallSource;
import dev.platte.omaha.value.ReadableVersion;
import dev.platte.omaha.value.Version;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** Whether this host takes an offer, and why not. */
final class Policy {
    private final Settings settings;
    private final BootMemory memory;
    private final InstallSource source;
    private final boolean install;

    /**
     * For one attempt.
     *
     * @param install whether whoever wanted the check wants an offer installed, too
     */
    Policy(Settings settings, BootMemory memory, InstallSource source, boolean install) {
        this.settings = settings;
        this.memory = memory;
        this.source = source;
        this.install = install;
    }

    /**
     * Judges an offer.
     *
     * @param waiting what is installed and waits for its reboot
     * @param tries what became of this offer before
     */
    Outcome of(Offer offer, Optional<Release> waiting, Tries tries) throws IOException {
        if (waiting.isPresent() && waiting.get().sha256().equals(offer.sha256().hex())) {
            return new Outcome.NothingOffered("nothing newer");
        }
        if (memory.isBad(offer.version(), offer.sha256().hex())) {
            return declined(
                    offer,
                    "%s did not come up healthy on this host, or somebody rolled it back; waiting for something newer"
                            .formatted(offer.name()));
        }
        Optional<String> older = isNotNewer(offer);
        if (older.isPresent()) {
            return declined(offer, older.get());
        }
        if (!install || !settings.service().acceptance().automatic() && !source.isOnDemand()) {
            return new Outcome.OfferLeft(offer, words(offer));
        }
        // Who asks for it by hand has repaired what failed, or wants to see it fail.
        Optional<Instant> until = source.isOnDemand() ? Optional.empty() : tries.notBefore();
        return until.isPresent()
                ? new Outcome.OfferDeclined(
                        offer,
                        new Failure(
                                ErrorCode.DEFERRED_FOR_BACKOFF,
                                "%s could not be installed in %d attempts"
                                        .formatted(offer.name(), tries.attempts())),
                        until)
                : new Outcome.OfferTaken(offer);
    }

    private static Outcome declined(Offer offer, String why) {
        return new Outcome.OfferDeclined(
                offer, new Failure(ErrorCode.IGNORED_BY_POLICY, why), Optional.empty());
    }

    /**
     * Why an offer is no update: whoever can answer for the server could send this host back to a
     * release with known holes. update_engine installs whatever is offered.
     */
    private Optional<String> isNotNewer(Offer offer) {
        Version offered = Version.of(offer.version());
        Version running = Version.of(settings.host().version());
        if (!(offered instanceof ReadableVersion to)
                || !(running instanceof ReadableVersion from)) {
            return offered.text().equals(running.text()) && !running.text().isEmpty()
                    ? Optional.of("%s is what runs".formatted(offer.name()))
                    : Optional.empty();
        }
        if (to.standsWith(from)) {
            return Optional.of("%s is offered, which is what runs".formatted(offer.name()));
        }
        boolean allowed = offer.terms().rollback() || settings.service().acceptance().downgrade();
        return to.isNewerThan(from) || allowed
                ? Optional.empty()
                : Optional.of(
                        "%s is older than %s, which runs, and the server did not prove that it means it (CUP_KEY, or ALLOW_DOWNGRADE=true)"
                                .formatted(offer.name(), running.text()));
    }

    private String words(Offer offer) {
        return "%s is offered: %d bytes, sha256 %s, from %s; %s"
                .formatted(
                        offer.name(),
                        offer.size(),
                        offer.sha256().hex(),
                        offer.urls(),
                        settings.service().acceptance().automatic()
                                ? "nobody installed it yet"
                                : "it waits for update-client update (AUTO_INSTALL=false)");
    }
}
