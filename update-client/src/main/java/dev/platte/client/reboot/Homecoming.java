package dev.platte.client.reboot;

import dev.platte.client.config.Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The way back: the host is made useful again, and the slot goes back. */
final class Homecoming {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final Hooks hooks;
    private final Unwell unwell;
    private final Wishes wishes;
    private final Keeper keeper;
    private final Ticker ticker;
    private @Nullable Duration wellSince;
    private Duration nextLook = Duration.ZERO;

    /** Whether the running release was found good. */
    @FunctionalInterface
    interface Unwell {
        /**
         * Why it is not to be trusted yet; empty: it is confirmed.
         *
         * @throws IOException that cannot be found out
         */
        Optional<String> why(Settings settings) throws IOException;
    }

    Homecoming(Hooks hooks, Unwell unwell, Wishes wishes, Keeper keeper, Ticker ticker) {
        this.hooks = hooks;
        this.unwell = unwell;
        this.wishes = wishes;
        this.keeper = keeper;
        this.ticker = ticker;
    }

    /** A slot that was not used. */
    Happening giveBack(Settings settings, Gate.GivingBack back) throws InterruptedException {
        if (!back.failure().isEmpty()) {
            Happening meanwhile = wishes.rest(settings, back.wish(), keeper.backOff());
            if (!(meanwhile instanceof Happening.Tick)) {
                return meanwhile;
            }
        }
        Optional<Obstacle> failed = resume(settings);
        return failed.isPresent()
                ? new Happening.Kept(failed.get().sentence())
                : keeper.giveBack(settings, "giving back");
    }

    /** One that was: only once the new boot is confirmed, has settled, and is used again. */
    Happening returned(Settings settings) throws InterruptedException {
        // What it waits for was shown before it waits.
        Duration pause = nextLook.minus(ticker.elapsed());
        if (pause.isPositive()) {
            ticker.await(pause);
        }
        Optional<String> trouble = trouble(settings);
        if (trouble.isPresent()) {
            wellSince = null;
            return later(trouble.get(), SOON);
        }
        Duration since = wellSince == null ? ticker.elapsed() : wellSince;
        wellSince = since;
        Duration settle = settings.reboot().patience().settle();
        Duration left = since.plus(settle).minus(ticker.elapsed());
        if (left.isPositive()) {
            return later("settling for " + settle.toSeconds() + " s", left);
        }
        Optional<Obstacle> failed = resume(settings);
        if (failed.isPresent()) {
            return later(failed.get().sentence(), keeper.backOff());
        }
        Happening happening = keeper.giveBack(settings, "back");
        return happening instanceof Happening.Kept(String why)
                ? later(why, keeper.backOff())
                : happening;
    }

    private Optional<String> trouble(Settings settings) {
        try {
            return unwell.why(settings);
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private Happening later(String why, Duration pause) {
        nextLook = ticker.elapsed().plus(pause);
        return new Happening.Kept(why);
    }

    private Optional<Obstacle> resume(Settings settings) throws InterruptedException {
        Optional<SlotRecord> held = keeper.held();
        return held.isPresent() && held.get().drained()
                ? hooks.resume(settings, held.get().wish())
                : Optional.empty();
    }
}
