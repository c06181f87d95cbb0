package dev.platte.db.fleet;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One application of one poll, to be kept.
 *
 * @param pollId names the poll for ever, so that writing it twice is harmless; the same id may
 *     occur with several hosts or applications
 * @param ordinal the place of the application in the poll, from 0 to 255: its events are numbered
 *     from {@code 256 * ordinal}... below the next
 * @param at when it came
 * @param groupId the group the track named, if there is one
 * @param state where the host is now; absent: where it was
 * @param offeredPackageId of polls from elsewhere ({@link Fleet#recordPolls}): the package that was
 *     offered; opens an attempt, or replaces the open one
 * @param errorCode the error it reported now, if it did
 * @param events at most 128 are kept
 */
public record PollRecord(
        UUID pollId,
        int ordinal,
        Instant at,
        HostKey host,
        @Nullable Long groupId,
        HostFacts facts,
        @Nullable HostState state,
        @Nullable Long offeredPackageId,
        @Nullable Long errorCode,
        List<HostEvent> events) {

    static final int MAX_EVENTS = 128;

    public PollRecord {
        Objects.requireNonNull(pollId);
        Objects.requireNonNull(host);
        if (ordinal < 0 || ordinal > 255) {
            throw new IllegalArgumentException("ordinal is 0 to 255, not " + ordinal);
        }
        events = List.copyOf(events.subList(0, Math.min(MAX_EVENTS, events.size())));
    }
}
