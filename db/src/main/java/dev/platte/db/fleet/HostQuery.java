package dev.platte.db.fleet;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which hosts of an application: those that share an alias' or address' beginning in the order of
 * those, silent ones from the longest on, all others, and all that are equal, in the order of their
 * machine ids. Retired hosts are left out unless they are what is looked for.
 *
 * @param kind what the counters tell hosts apart by
 * @param marks what else must hold, all of it
 * @param after the machine id of the last host of the page before
 * @param limit 1 to 500
 */
public record HostQuery(
        long applicationId, Kind kind, List<Mark> marks, @Nullable String after, int limit) {

    /** Absent parts match all. */
    public record Kind(
            @Nullable Long groupId, @Nullable String version, @Nullable HostState state) {

        /** All hosts. */
        public static final Kind ANY = new Kind(null, null, null);
    }

    /** What single hosts are known by. */
    public sealed interface Mark {

        /** How the machine id begins. */
        record Named(String prefix) implements Mark {}

        /** How the alias begins, in any case. */
        record Aliased(String prefix) implements Mark {}

        /** How the address begins that it last polled from, as it is written. */
        record Addressed(String prefix) implements Mark {}

        /** The last error it reported, whatever flags it came with. */
        record Erred(long code) implements Mark {}

        /** Not seen since. */
        record SilentSince(Instant instant) implements Mark {}

        /** Not counted any more. */
        record Retired() implements Mark {}
    }

    public HostQuery {
        marks = List.copyOf(marks);
        if (limit < 1 || limit > 500) {
            throw new IllegalArgumentException("limit is 1 to 500, not " + limit);
        }
    }

    /** All hosts of an application, the first page. */
    public static HostQuery all(long applicationId, int limit) {
        return new HostQuery(applicationId, Kind.ANY, List.of(), null, limit);
    }

    public HostQuery of(Kind other) {
        return new HostQuery(applicationId, other, marks, after, limit);
    }

    /** The same, of which this must hold, too. */
    public HostQuery with(Mark mark) {
        return new HostQuery(
                applicationId,
                kind,
                Stream.concat(marks.stream(), Stream.of(mark)).toList(),
                after,
                limit);
    }

    /** The page after this machine id; absent: the first. */
    public HostQuery after(@Nullable String machineId) {
        return new HostQuery(applicationId, kind, marks, machineId, limit);
    }
}
