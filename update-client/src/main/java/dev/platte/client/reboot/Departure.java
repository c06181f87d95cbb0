package dev.platte.client.reboot;

import dev.platte.client.config.Settings;
import dev.platte.client.reboot.Gate.Slot;
import java.time.Duration;
import java.util.Optional;

/** The way down: what stops it, the hooks, a last look, and the reboot. */
final class Departure {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration USUAL = Duration.ofMinutes(1);
    private static final Duration GOING_DOWN = Duration.ofMinutes(10);

    private final Means means;
    private final Wishes wishes;
    private final Keeper keeper;
    private final Ticker ticker;

    /** What it is done with. */
    record Means(
            Checks checks,
            Courtesy courtesy,
            Hooks hooks,
            Power power,
            Exit exit,
            RebootTries tries) {}

    /** Keeps the updater from beginning anything while the host goes down. */
    interface Exit {
        /** Whether the updater rests, and rests from now on. */
        boolean close();

        /** The host stays up. */
        void open();

        /** For who has no updater. */
        Exit FREE =
                new Exit() {
                    @Override
                    public boolean close() {
                        return true;
                    }

                    @Override
                    public void open() {}
                };
    }

    Departure(Means means, Wishes wishes, Keeper keeper, Ticker ticker) {
        this.means = means;
        this.wishes = wishes;
        this.keeper = keeper;
        this.ticker = ticker;
    }

    Happening look(Settings settings, Wish wish) {
        return obstacle(settings, wish, false)
                .<Happening>map(this::obstructed)
                .orElseGet(() -> new Happening.Clear(Optional.empty()));
    }

    private Optional<Obstacle> obstacle(Settings settings, Wish wish, boolean held) {
        Duration logins = settings.reboot().patience().logins();
        return means.tries()
                .spent(settings, wish)
                .or(() -> means.checks().look(settings, ticker.now()))
                .or(() -> means.courtesy().look(wish, logins, held, ticker.elapsed()));
    }

    Happening drain(Settings settings, Slot slot) throws InterruptedException {
        keeper.noteDrained();
        Renewal renewal = Renewal.begin(keeper, settings, slot.wish());
        try {
            return means.hooks()
                    .drain(settings, slot.wish())
                    .<Happening>map(this::obstructed)
                    .orElseGet(Happening.Drained::new);
        } finally {
            renewal.end();
        }
    }

    /** Everything once more, since hooks may take their time; the lock last. */
    Happening lastLook(Settings settings, Slot slot) throws InterruptedException {
        Optional<Wish> still = wishes.now(settings);
        if (still.isEmpty() && !slot.told()) {
            return obstructed(new Obstacle.Busy("nothing waits for it any more"));
        }
        Wish wish = still.orElse(slot.wish());
        Optional<Obstacle> here = obstacle(settings, slot.wish(), true);
        if (here.isEmpty()) {
            return keeper.confirm(settings, wish);
        }
        if (keeper.untilRenewal().filter(Duration::isZero).isPresent()) {
            keeper.renew(settings, wish, "waiting");
        }
        return obstructed(here.get());
    }

    Happening stuck(Settings settings, Gate.Stuck stuck) throws InterruptedException {
        Duration held = ticker.elapsed().minus(stuck.since());
        Duration patience = settings.reboot().patience().held();
        Duration pause = stuck.obstacle() instanceof Obstacle.Refused ? USUAL : SOON;
        if (stuck.slot().told()) {
            // Whatever is wanted now changes nothing.
            ticker.await(pause);
            return new Happening.Tick();
        }
        if (isHopeless(stuck) || held.compareTo(patience) >= 0) {
            return new Happening.PatienceEnded();
        }
        return wishes.rest(settings, Optional.of(stuck.slot().wish()), pause);
    }

    /** locksmith 0.7 held its slot until the next window, for a week where need was. */
    private static boolean isHopeless(Gate.Stuck stuck) {
        return stuck.obstacle() instanceof Obstacle.WindowClosed
                || stuck.obstacle() instanceof Obstacle.WindowEnds
                || stuck.obstacle() instanceof Obstacle.LockChanged;
    }

    Happening leave(Settings settings, Slot slot) throws InterruptedException {
        Optional<Duration> until = slot.until();
        if (until.isPresent() && ticker.elapsed().compareTo(until.get()) >= 0) {
            return obstructed(
                    new Obstacle.LockSays(
                            "slot_expired", "the slot was held too long", Optional.empty()));
        }
        if (!means.exit().close()) {
            return obstructed(new Obstacle.Busy("the updater is at work"));
        }
        Happening happening = go(settings, slot);
        if (happening instanceof Happening.Obstructed) {
            means.exit().open();
        }
        return happening;
    }

    private Happening go(Settings settings, Slot slot) throws InterruptedException {
        if (wishes.now(settings).isEmpty() && !slot.told()) {
            return obstructed(new Obstacle.Busy("nothing waits for it any more"));
        }
        if (!keeper.noteTold(true)) {
            return obstructed(new Obstacle.Disk("the slot cannot be remembered"));
        }
        means.courtesy().bye(slot.wish());
        return switch (means.power().go(settings)) {
            case Power.Answer.Accepted() -> {
                means.tries().count(settings, slot.wish());
                yield new Happening.Accepted(ticker.elapsed());
            }
            case Power.Answer.Rejected(String why) -> {
                keeper.noteTold(slot.told());
                yield obstructed(new Obstacle.Refused(why));
            }
        };
    }

    Happening gone(Settings settings, Duration since) throws InterruptedException {
        Duration usual = settings.reboot().patience().reboot();
        Duration patience = usual.compareTo(GOING_DOWN) > 0 ? usual : GOING_DOWN;
        Duration ago = ticker.elapsed().minus(since);
        if (ago.compareTo(patience) >= 0) {
            means.exit().open();
            return obstructed(new Obstacle.StillUp(ago));
        }
        ticker.await(USUAL);
        return new Happening.Tick();
    }

    private Happening obstructed(Obstacle obstacle) {
        return new Happening.Obstructed(obstacle, ticker.elapsed());
    }
}
