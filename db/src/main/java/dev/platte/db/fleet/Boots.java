package dev.platte.db.fleet;

import dev.platte.omaha.value.BootId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The boots of a host, to tell one machine from two that share an id: a boot id is random, so one
 * that comes back after another one was seen belongs to a second machine.
 *
 * @param last the boot id it was last seen with; absent: never said
 * @param previous the one before
 * @param returns how often one came back that had been left
 * @param duplicateSince when it came back for the second time; absent: one machine, as far as known
 */
public record Boots(
        @Nullable String last,
        @Nullable String previous,
        int returns,
        @Nullable Instant duplicateSince) {

    /** Once may be a poll that was long on its way. */
    private static final int SURE = 2;

    /** No boot known. */
    public static final Boots NONE = new Boots(null, null, 0, null);

    /** After a poll that said this. */
    public Boots after(@Nullable String said, Instant at) {
        if (said == null || said.isBlank() || isSame(said, last)) {
            return this;
        }
        int now = isSame(said, previous) ? returns + 1 : returns;
        Instant since = duplicateSince == null && now >= SURE ? at : duplicateSince;
        return new Boots(said, last, now, since);
    }

    /** Whether what its boots say cannot be trusted. */
    public boolean duplicate() {
        return duplicateSince != null;
    }

    private static boolean isSame(String said, @Nullable String known) {
        return known != null
                && !known.isBlank()
                && said.length() <= BootId.MAX_LENGTH
                && known.length() <= BootId.MAX_LENGTH
                && new BootId(said).isSameBootAs(new BootId(known));
    }
}
