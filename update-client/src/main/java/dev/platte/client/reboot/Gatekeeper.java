package dev.platte.client.reboot;

import dev.platte.client.config.ConfigException;
import dev.platte.client.config.Settings;
import dev.platte.client.reboot.Gate.Looking;
import dev.platte.client.reboot.Gate.Returned;
import dev.platte.client.reboot.Gate.Slot;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Takes this host through the gate: performs what a state asks for, and lets {@link Move#next} say
 * what follows. All on one thread.
 */
final class Gatekeeper {
    private static final Logger LOG = System.getLogger(Gatekeeper.class.getName());

    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration USUAL = Duration.ofMinutes(1);
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration FIRST_PENALTY = Duration.ofMinutes(5);

    private final SettingsSource source;
    private final Ways ways;
    private final Wishes wishes;
    private final Keeper keeper;
    private final Ticker ticker;
    private final Consumer<Gate> shown;
    private Gate gate = new Gate.Quiet();
    private int inVain;

    /** Where settings come from; read anew for every step. */
    @FunctionalInterface
    interface SettingsSource {
        Settings read() throws ConfigException, IOException;
    }

    /** Down and back. */
    record Ways(Departure departure, Homecoming homecoming) {}

    /**
     * Does nothing yet.
     *
     * @param shown is told each state
     */
    Gatekeeper(
            SettingsSource source,
            Ways ways,
            Wishes wishes,
            Keeper keeper,
            Ticker ticker,
            Consumer<Gate> shown) {
        this.source = source;
        this.ways = ways;
        this.wishes = wishes;
        this.keeper = keeper;
        this.ticker = ticker;
        this.shown = shown;
    }

    Gate gate() {
        return gate;
    }

    /**
     * Goes on for ever.
     *
     * @throws InterruptedException the process ends; the only way out
     */
    void run() throws InterruptedException {
        begin();
        while (true) {
            step();
        }
    }

    /** Where the last process, or the last boot, left this host. */
    void begin() throws InterruptedException {
        go(first(settings()));
    }

    private Gate first(Settings settings) {
        Optional<SlotRecord> left = keeper.begin();
        if (left.isEmpty()) {
            // A slot of an earlier boot whose record is lost would never be given back.
            return Greeting.isDue(settings)
                    ? new Returned("looking how the host is")
                    : new Gate.Quiet();
        }
        SlotRecord slot = left.get();
        if (!slot.bootId().equals(settings.host().bootId())) {
            return new Returned("looking how the host is");
        }
        if (slot.told()) {
            return new Gate.Stuck(
                    new Slot(slot.wish(), Optional.empty(), true),
                    new Obstacle.StillUp(Duration.ZERO),
                    ticker.elapsed());
        }
        // A restart of the daemon frees nothing: it asks for what it may hold, or gives it back.
        return wishes.now(settings)
                .<Gate>map(wish -> new Looking(wish, true))
                .orElseGet(
                        () ->
                                new Gate.GivingBack(
                                        Optional.empty(),
                                        new Obstacle.Busy("nothing waits for it any more"),
                                        ""));
    }

    /** One thing that happens, and what follows. */
    void step() throws InterruptedException {
        Happening happening = happens(settings());
        Gate next = Move.next(gate, happening);
        if (happening instanceof Happening.GaveBack) {
            keeper.forget();
            inVain += gate instanceof Gate.GivingBack ? 1 : 0;
        }
        go(next);
    }

    private void go(Gate next) {
        if (next.getClass() != gate.getClass()) {
            String words = next.words();
            LOG.log(
                    Level.INFO,
                    "{0} -> {1}{2}",
                    gate.getClass().getSimpleName(),
                    next.getClass().getSimpleName(),
                    words.isEmpty() ? "" : ": " + words);
        }
        if (next instanceof Gate.Quiet) {
            inVain = 0;
        }
        gate = next;
        shown.accept(next);
    }

    /** Bad settings stop reboots until they are repaired; they are read again and again. */
    private Settings settings() throws InterruptedException {
        while (true) {
            try {
                return source.read();
            } catch (ConfigException | IOException e) {
                LOG.log(Level.ERROR, "no reboots until this is repaired: {0}", e.getMessage());
                ticker.await(USUAL);
            }
        }
    }

    private Happening happens(Settings settings) throws InterruptedException {
        Departure departure = ways.departure();
        return switch (gate) {
            // Whether the settings still say so.
            case Gate.Quiet() -> wishes.rest(settings, Optional.empty(), USUAL);
            case Looking(Wish wish, boolean _) -> departure.look(settings, wish);
            case Gate.Blocked(Wish wish, Obstacle obstacle) ->
                    wishes.rest(settings, Optional.of(wish), pause(obstacle));
            case Gate.Asking(Wish wish) -> keeper.ask(settings, wish);
            case Gate.Queued(Wish wish, Obstacle _, Duration retry) ->
                    wishes.rest(settings, Optional.of(wish), retry);
            case Gate.Draining(Slot slot) -> departure.drain(settings, slot);
            case Gate.Checking(Slot slot, Optional<Duration> _) ->
                    departure.lastLook(settings, slot);
            case Gate.Stuck stuck -> departure.stuck(settings, stuck);
            case Gate.Leaving(Slot slot, Optional<Duration> _) -> departure.leave(settings, slot);
            case Gate.Gone(Slot _, Duration since) -> departure.gone(settings, since);
            case Gate.GivingBack back -> ways.homecoming().giveBack(settings, back);
            case Returned _ -> ways.homecoming().returned(settings);
        };
    }

    /** Until something that stops the reboot is looked at again. */
    private Duration pause(Obstacle obstacle) {
        return switch (obstacle) {
            case Obstacle.Users _, Obstacle.Busy _, Obstacle.Blocked _ -> SOON;
            // A clock that is set, or a host that slept, is noticed within a minute.
            case Obstacle.WindowClosed _, Obstacle.WindowEnds _ -> SOON;
            case Obstacle.Inhibited _, Obstacle.Disk _ -> USUAL;
            case Obstacle.Hook _,
                    Obstacle.LockSays _,
                    Obstacle.LockSilent _,
                    Obstacle.LockChanged _,
                    Obstacle.Refused _,
                    Obstacle.InVain _,
                    Obstacle.StillUp _ ->
                    penalty();
        };
    }

    /** A slot that was taken in vain is not taken again at once. */
    private Duration penalty() {
        Duration penalty = FIRST_PENALTY.multipliedBy(1L << Math.clamp(inVain - 1, 0, 10));
        return penalty.compareTo(LONG) < 0 ? penalty : LONG;
    }
}
