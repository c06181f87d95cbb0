package dev.platte.client.reboot;

import dev.platte.client.config.RebootSettings;
import dev.platte.client.config.Settings;
import dev.platte.client.lock.RebootLock;
import dev.platte.client.lock.RebootLock.Claim;
import dev.platte.client.lock.RebootLock.Moment;
import dev.platte.client.lock.RebootLock.Reply;
import dev.platte.client.state.StateDir;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The slot: asked for, confirmed and given back, and remembered on disk from before the first
 * request until it is surely gone.
 */
final class Keeper {
    private static final Logger LOG = System.getLogger(Keeper.class.getName());

    /** locksmith's pace, from 10 s to 5 min, with the chance that it lacked. */
    private static final Duration FIRST = Duration.ofSeconds(10);

    private static final Duration LONGEST = Duration.ofMinutes(5);

    /** So many times in the time that a slot is held for, so that one that is lost does no harm. */
    private static final int RENEWALS = 3;

    /** Whatever a server says. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final Opening opening;
    private final StateDir state;
    private final Ticker ticker;
    private final RandomGenerator chance;
    private Optional<SlotRecord> record = Optional.empty();
    private int failures;
    private volatile Optional<Duration> renewal = Optional.empty();

    /** How the lock is reached. */
    @FunctionalInterface
    interface Opening {
        /**
         * @return empty where no lock is kept
         */
        Optional<RebootLock> open(RebootSettings.Lock settings, String group) throws IOException;
    }

    Keeper(Opening opening, StateDir state, Ticker ticker, RandomGenerator chance) {
        this.opening = opening;
        this.state = state;
        this.ticker = ticker;
        this.chance = chance;
    }

    /** The slot that may be ours. */
    Optional<SlotRecord> held() {
        return record;
    }

    /** What the last process left. */
    Optional<SlotRecord> begin() {
        try {
            record = SlotRecord.read(state);
        } catch (IOException e) {
            LOG.log(Level.ERROR, "which slot is ours is not known: {0}", e.getMessage());
        }
        return record;
    }

    Happening ask(Settings settings, Wish wish) throws InterruptedException {
        RebootSettings.Lock lock = settings.reboot().lock();
        if (record.filter(held -> !held.isOf(lock)).isPresent()) {
            // A place in another queue, or even a slot: first that one goes back.
            Happening back = giveBack(settings, "moving");
            if (back instanceof Happening.Kept(String why)) {
                return new Happening.Denied(new Obstacle.LockSilent(why), backOff());
            }
        }
        if (!remember(
                new SlotRecord(
                        SlotRecord.Lock.of(lock),
                        settings.host().bootId(),
                        wish,
                        record.filter(held -> held.isOf(lock)).flatMap(SlotRecord::since),
                        false,
                        record.filter(SlotRecord::drained).isPresent()))) {
            return new Happening.Denied(
                    new Obstacle.Disk("a slot could not be remembered"), backOff());
        }
        return switch (take(settings, wish, "asking")) {
            case Taken.Yes(Optional<Duration> until) -> {
                failures = 0;
                record.ifPresent(held -> remember(held.since(ticker.now())));
                yield new Happening.Granted(until);
            }
            case Taken.No(Obstacle why, Optional<Duration> retryAfter) ->
                    new Happening.Denied(
                            why, retryAfter.map(this::spread).orElseGet(this::backOff));
        };
    }

    /** Whether the slot still counts, asked right before the host goes down. */
    Happening confirm(Settings settings, Wish wish) throws InterruptedException {
        Optional<SlotRecord> other = record.filter(held -> !held.isOf(settings.reboot().lock()));
        if (other.isPresent()) {
            return new Happening.Obstructed(
                    new Obstacle.LockChanged(other.get().lock().group()), ticker.elapsed());
        }
        return switch (take(settings, wish, "rebooting")) {
            case Taken.Yes(Optional<Duration> until) -> new Happening.Clear(until);
            case Taken.No(Obstacle why, Optional<Duration> _) ->
                    new Happening.Obstructed(why, ticker.elapsed());
        };
    }

    private sealed interface Taken {
        record Yes(Optional<Duration> until) implements Taken {}

        record No(Obstacle why, Optional<Duration> retryAfter) implements Taken {}
    }

    private Taken take(Settings settings, Wish wish, String stage) throws InterruptedException {
        RebootSettings.Lock names = settings.reboot().lock();
        Duration before = ticker.elapsed();
        try (Opened opened = Opened.of(opening.open(names, names.group()))) {
            Optional<RebootLock> lock = opened.lock();
            if (lock.isEmpty()) {
                return new Taken.Yes(Optional.empty());
            }
            if (names.host().isBlank()) {
                return new Taken.No(
                        new Obstacle.LockSays(
                                "invalid_client_identity",
                                "this host has no machine id",
                                Optional.empty()),
                        Optional.empty());
            }
            return switch (lock.get().take(claim(settings, names.host(), wish, stage))) {
                case Reply.Held(Optional<Duration> hold) -> {
                    renewal = hold.map(time -> before.plus(time.dividedBy(RENEWALS)));
                    yield new Taken.Yes(hold.map(before::plus));
                }
                case Reply.Refused(
                                String kind,
                                String reason,
                                Optional<Duration> retryAfter,
                                Optional<Long> position) ->
                        new Taken.No(new Obstacle.LockSays(kind, reason, position), retryAfter);
            };
        } catch (IOException e) {
            return new Taken.No(
                    new Obstacle.LockSilent(String.valueOf(e.getMessage())), Optional.empty());
        }
    }

    /**
     * How long until the slot should be renewed; empty where it is ours until it is given back.
     * From any thread.
     */
    Optional<Duration> untilRenewal() {
        return renewal.map(at -> at.minus(ticker.elapsed()))
                .map(left -> left.isNegative() ? Duration.ZERO : left);
    }

    /** Says that the slot is still needed, and nothing else. */
    void renew(Settings settings, Wish wish, String stage) throws InterruptedException {
        if (take(settings, wish, stage) instanceof Taken.No(Obstacle why, Optional<Duration> _)) {
            LOG.log(Level.WARNING, "the slot is not renewed: {0}", why.sentence());
            renewal = Optional.of(ticker.elapsed().plus(FIRST));
        }
    }

    /** Gives back what may be ours, to whom it was taken from. */
    Happening giveBack(Settings settings, String stage) throws InterruptedException {
        RebootSettings.Lock names = settings.reboot().lock();
        String group = record.map(held -> held.lock().group()).orElse(names.group());
        String host = record.map(held -> held.lock().host()).orElse(names.host());
        Wish wish = record.map(SlotRecord::wish).orElse(new Wish("", ""));
        if (record.isPresent() && !record.get().lock().keeper().equals(names.keeper().toString())) {
            LOG.log(
                    Level.WARNING,
                    "a slot was taken from {0}, and the settings name {1} now: if it is still held there, free it by hand",
                    record.get().lock().keeper(),
                    names.keeper());
        }
        try (Opened opened = Opened.of(opening.open(names, group))) {
            Optional<RebootLock> lock = opened.lock();
            if (lock.isPresent() && !host.isBlank()) {
                String words = lock.get().giveBack(claim(settings, host, wish, stage));
                LOG.log(Level.INFO, "{0}: {1}", lock.get().name(), words);
                Greeting.done(settings);
            }
            failures = 0;
            return new Happening.GaveBack();
        } catch (IOException e) {
            return new Happening.Kept(String.valueOf(e.getMessage()));
        }
    }

    private static Claim claim(Settings settings, String host, Wish wish, String stage) {
        return new Claim(
                host,
                new Moment(
                        settings.host().bootId(),
                        settings.service().machineAlias(),
                        settings.host().version(),
                        wish.from(),
                        wish.to(),
                        stage,
                        true));
    }

    void noteDrained() {
        record.ifPresent(held -> remember(held.afterDrain()));
    }

    /** Whether it could be noted that the host was told to go down, or that it was not. */
    boolean noteTold(boolean told) {
        return record.map(held -> remember(held.told(told))).orElse(true);
    }

    /** The slot is not ours any more. */
    void forget() {
        try {
            SlotRecord.remove(state);
        } catch (IOException e) {
            // The next start gives it back once more, which harms nobody.
            LOG.log(Level.WARNING, "{0}", e.getMessage());
        }
        record = Optional.empty();
        renewal = Optional.empty();
    }

    private boolean remember(SlotRecord held) {
        try {
            held.write(state);
            record = Optional.of(held);
            return true;
        } catch (IOException e) {
            LOG.log(Level.ERROR, "the slot cannot be remembered: {0}", e.getMessage());
            return false;
        }
    }

    /** The pause before the next try, longer each time, and never the same for all hosts. */
    Duration backOff() {
        Duration pause = FIRST.multipliedBy(1L << Math.min(failures, 5));
        failures++;
        return spread(pause.compareTo(LONGEST) < 0 ? pause : LONGEST);
    }

    private Duration spread(Duration told) {
        Duration pause = told.compareTo(SHORTEST) > 0 ? told : SHORTEST;
        return pause.plusMillis(chance.nextLong(1 + pause.toMillis() / 5));
    }

    /** A lock while it is asked. */
    private record Opened(Optional<RebootLock> lock) implements AutoCloseable {
        static Opened of(Optional<RebootLock> lock) {
            return new Opened(lock);
        }

        @Override
        public void close() {
            lock.ifPresent(RebootLock::close);
        }
    }
}
