package dev.platte.client.reboot;

import dev.platte.client.config.RebootSettings;
import dev.platte.client.state.Fields;
import dev.platte.client.state.StateDir;
import java.io.IOException;
import java.util.Optional;

/**
 * The slot that may be ours, on disk before the lock is asked and until it took the slot back: what
 * a restart of the daemon, and the next boot, go by.
 *
 * @param keeper who keeps the lock, in words
 * @param group the lock group
 * @param host what this host is called there
 * @param bootId the boot that asked; a later one gives the slot back
 * @param told the host was told to go down
 * @param drained hooks have made the host ready, and have to make it useful again
 */
record SlotRecord(
        String keeper,
        String group,
        String host,
        String bootId,
        Wish wish,
        boolean told,
        boolean drained) {
    private static final String NAME = "reboot-slot";

    /** Whether it is a slot of the lock that these settings name. */
    boolean isOf(RebootSettings.Lock lock) {
        return keeper.equals(lock.keeper().toString())
                && group.equals(lock.group())
                && host.equals(lock.host());
    }

    SlotRecord afterDrain() {
        return new SlotRecord(keeper, group, host, bootId, wish, told, true);
    }

    SlotRecord told(boolean other) {
        return new SlotRecord(keeper, group, host, bootId, wish, other, drained);
    }

    static Optional<SlotRecord> read(StateDir state) throws IOException {
        return state.read(NAME)
                .map(
                        fields ->
                                new SlotRecord(
                                        fields.text("keeper").orElse(""),
                                        fields.text("group").orElse(""),
                                        fields.text("host").orElse(""),
                                        fields.text("boot").orElse(""),
                                        new Wish(
                                                fields.text("from").orElse(""),
                                                fields.text("to").orElse("")),
                                        fields.number("told").orElse(0L) == 1,
                                        fields.number("drained").orElse(0L) == 1));
    }

    void write(StateDir state) throws IOException {
        state.write(
                NAME,
                new Fields()
                        .with("keeper", keeper)
                        .with("group", group)
                        .with("host", host)
                        .with("boot", bootId)
                        .with("from", wish.from())
                        .with("to", wish.to())
                        .with("told", told ? 1 : 0)
                        .with("drained", drained ? 1 : 0));
    }

    static void remove(StateDir state) throws IOException {
        state.remove(NAME);
    }
}
