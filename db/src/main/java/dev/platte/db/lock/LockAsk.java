package dev.platte.db.lock;

import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a host asks of a lock group.
 *
 * @param group the lock group's name, as said
 * @param host the host's id, as said
 */
public record LockAsk(Kind kind, String group, String host, Said said, Credential credential) {

    /** The two calls of the FleetLock protocol. */
    public enum Kind {
        /** RecursiveLock: it wants to reboot, or still wants to. */
        PRE_REBOOT,
        /** UnlockIfHeld: it is up, and does not want to reboot. */
        STEADY_STATE
    }

    public LockAsk {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(said);
        Objects.requireNonNull(credential);
    }

    /**
     * What clients say that know more than the protocol; all of it may be absent.
     *
     * @param seq grows with each request of a host: one that is not higher than the last one came
     *     late or twice, and changes nothing; 0: not said
     * @param from the version that runs, or ran before the reboot
     * @param to the version that it reboots into
     * @param version the version that runs now
     * @param stage what it does with its slot
     * @param healthy false: it is up, and not yet well
     */
    public record Said(
            long seq,
            @Nullable String bootId,
            @Nullable String hostname,
            @Nullable String from,
            @Nullable String to,
            @Nullable String version,
            @Nullable String stage,
            @Nullable Boolean healthy) {

        /** As zincati: nothing. */
        public static final Said NOTHING = new Said(0, null, null, null, null, null, null, null);
    }

    /** What it shows to be let in. */
    public sealed interface Credential {

        record None() implements Credential {}

        /**
         * @param hash of the token, as {@link LockTokens#hash} makes it
         */
        record Token(String hash) implements Credential {}

        /**
         * A certificate that TLS has verified.
         *
         * @param hosts ids that it names
         * @param groups lock groups that it names
         */
        record Certificate(Set<String> hosts, Set<String> groups) implements Credential {
            public Certificate {
                hosts = Set.copyOf(hosts);
                groups = Set.copyOf(groups);
            }
        }
    }
}
