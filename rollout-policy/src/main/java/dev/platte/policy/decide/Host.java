package dev.platte.policy.decide;

import dev.platte.omaha.value.Architecture;
import dev.platte.omaha.value.MachineId;
import dev.platte.omaha.value.Version;
import dev.platte.omaha.value.VersionPrefix;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The host that asks: what its poll says, and what the operators have said about it.
 *
 * @param architecture null if the host does not say it
 * @param canary it goes before the others, by tag or list
 * @param hold what an operator decided for this host alone; null: it goes with its group
 */
public record Host(
        MachineId id,
        Version version,
        @Nullable Architecture architecture,
        Wishes wishes,
        boolean canary,
        @Nullable Hold hold) {

    /**
     * What a poll asks for beside "is there anything?" (Omaha v3, section updatecheck).
     *
     * @param forced a person is waiting for the answer ({@code installsource="ondemandupdate"})
     * @param sameVersion offer the version the host has, too ({@code sameversionupdate})
     * @param rollbackAllowed the host would go back ({@code rollback_allowed}); whether it is sent
     *     back is the operator's decision, so this only shows in the reasons
     * @param deltaOkay the host takes deltas ({@code delta_okay})
     * @param prefix the versions it lets itself be moved to ({@code targetversionprefix}); null:
     *     all
     */
    public record Wishes(
            boolean forced,
            boolean sameVersion,
            boolean rollbackAllowed,
            boolean deltaOkay,
            @Nullable VersionPrefix prefix) {

        /** A timer's poll without special wishes, as update_engine sends it. */
        public static final Wishes NONE = new Wishes(false, false, false, false, null);
    }

    /**
     * What an operator decided for one host, until an instant: forgotten pins are how hosts grow
     * old.
     */
    public sealed interface Hold {

        /** The first instant at which it is as if nobody had said it. */
        Instant until();

        /** Who decided. */
        String by();

        /** Why, for people. */
        String why();
    }

    /** The host stays where it is. */
    public record Pinned(Instant until, String by, String why) implements Hold {}

    /**
     * The host is moved to one release instead of its group's, up or down. Ramp, canaries and
     * limits are the rollout's and do not hold it; pause, window and withdrawal do.
     */
    public record Aimed(Release at, Instant until, String by, String why) implements Hold {}

    /** A host that only polls. */
    public Host(MachineId id, Version version, @Nullable Architecture architecture) {
        this(id, version, architecture, Wishes.NONE, false, null);
    }

    @Nullable Hold holdAt(Instant now) {
        return hold != null && now.isBefore(hold.until()) ? hold : null;
    }
}
