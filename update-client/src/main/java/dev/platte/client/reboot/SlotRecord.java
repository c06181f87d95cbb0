package dev.platte.client.reboot;

import dev.platte.client.config.RebootSettings;
import dev.platte.client.state.Fields;
import dev.platte.client.state.StateDir;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * The slot that may be ours, on disk before the lock is asked and until it took the slot back: what
 * a restart of the daemon, and the next boot, go by.
 *
 * @param bootId the boot that asked; a later one gives the slot back
 * @param since when it was given; empty: it may be ours, and nobody said so yet
 * @param told the host was told to go down
 * @param drained hooks have made the host ready, and have to make it useful again
 */
record SlotRecord(
        Lock lock,
        String bootId,
        Wish wish,
        Optional<Instant> since,
        boolean told,
        boolean drained) {
    private static final String NAME = "reboot-slot";

    /**
     * Whose slot it is.
     *
     * @param keeper who keeps the lock, in words
     * @param group the lock group
     * @param host what this host is called there
     */
    record Lock(String keeper, String group, String host) {
        static Lock of(RebootSettings.Lock lock) {
            return new Lock(lock.keeper().toString(), lock.group(), lock.host());
        }
    }

    /** Whether it is a slot of the lock that these settings name. */
    boolean isOf(RebootSettings.Lock other) {
        return lock.equals(Lock.of(other));
    }

    /** Given; the first time counts. */
    SlotRecord since(Instant now) {
        return new SlotRecord(lock, bootId, wish, since.or(() -> Optional.of(now)), told, drained);
    }

    SlotRecord afterDrain() {
        return new SlotRecord(lock, bootId, wish, since, told, true);
    }

    SlotRecord told(boolean other) {
        return new SlotRecord(lock, bootId, wish, since, other, drained);
    }

    static Optional<SlotRecord> read(StateDir state) throws IOException {
        return state.read(NAME)
                .map(
                        fields ->
                                new SlotRecord(
                                        new Lock(
                                                fields.text("keeper").orElse(""),
                                                fields.text("group").orElse(""),
                                                fields.text("host").orElse("")),
                                        fields.text("boot").orElse(""),
                                        new Wish(
                                                fields.text("from").orElse(""),
                                                fields.text("to").orElse("")),
                                        fields.instant("since"),
                                        fields.number("told").orElse(0L) == 1,
                                        fields.number("drained").orElse(0L) == 1));
    }

    void write(StateDir state) throws IOException {
        Fields fields =
                new Fields()
                        .with("keeper", lock.keeper())
                        .with("group", lock.group())
                        .with("host", lock.host())
                        .with("boot", bootId)
                        .with("from", wish.from())
                        .with("to", wish.to())
                        .with("told", told ? 1 : 0)
                        .with("drained", drained ? 1 : 0);
        since.ifPresent(at -> fields.with("since", at));
        state.write(NAME, fields);
    }

    static void remove(StateDir state) throws IOException {
        state.remove(NAME);
    }
}
