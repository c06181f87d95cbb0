package dev.platte.db.feed;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.platte.policy.health.HaltRule;
import java.math.BigDecimal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What an event is about, as it is right after the event. */
public sealed interface Subject {

    /**
     * A rollout.
     *
     * @param version where it leads
     * @param open the share of the hosts that its ramp admits, in percent
     * @param crossed there when a rule halted it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RolloutNews(
            UUID id,
            String arch,
            String version,
            @Nullable String previousVersion,
            String state,
            BigDecimal open,
            Counts counts,
            HaltRule.@Nullable Crossed crossed)
            implements Subject {}

    /**
     * How the hosts of a rollout fare.
     *
     * @param open attempts that hold a slot
     */
    record Counts(long open, long updated, long failed, long timedOut, long fellBack) {}

    /** A package; its full payload's size in bytes where it has one. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PackageNews(
            String arch, String version, String state, @Nullable Long size, @Nullable String sha256)
            implements Subject {}

    /** A channel that moved; absent versions: it points, or pointed, to nothing. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ChannelNews(String name, String arch, @Nullable String from, @Nullable String to)
            implements Subject {}

    /**
     * A request for a second person.
     *
     * @param summary the change in words
     */
    record ApprovalNews(
            long id,
            String action,
            String subject,
            String summary,
            String state,
            long agreed,
            int needed)
            implements Subject {}

    /** Another system that is told what happens; its address without the path. */
    record WebhookNews(String name, String place) implements Subject {}

    /**
     * A lock group, or a host of it.
     *
     * @param name of the lock group
     * @param host absent: it happened to the whole group
     * @param version that the host rebooted into, where it said so
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LockNews(String name, @Nullable String host, @Nullable String version)
            implements Subject {}
}
