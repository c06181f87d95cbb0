package dev.platte.server.api;

import dev.platte.db.catalog.Application;
import dev.platte.db.fleet.HostQuery;
import dev.platte.db.fleet.HostQuery.Mark;
import dev.platte.db.fleet.HostState;
import dev.platte.server.edge.ProblemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which hosts are meant: all that is said must hold, absent parts match all.
 *
 * @param group track or id
 * @param version what they run
 * @param state such as installed, failed, fell-back
 * @param prefix what the machine id begins with
 * @param alias what the alias begins with, in any case
 * @param address what the address begins with that they last polled from
 * @param error the last error code they reported, whatever flags it came with
 * @param silentFor not seen for so long, in ISO 8601
 * @param retired those that are not counted any more, instead of those that are
 */
record HostChoice(
        @Nullable String group,
        @Nullable String version,
        @Nullable String state,
        @Nullable String prefix,
        @Nullable String alias,
        @Nullable String address,
        @Nullable Long error,
        @Nullable String silentFor,
        boolean retired) {

    static HostChoice of(Fields fields) {
        return new HostChoice(
                fields.optional("group").orElse(null),
                fields.optional("version").orElse(null),
                fields.optional("state").orElse(null),
                fields.optional("prefix").orElse(null),
                fields.optional("alias").orElse(null),
                fields.optional("address").orElse(null),
                fields.node("error").isPresent() ? (Long) fields.number("error") : null,
                fields.optional("silentFor").orElse(null),
                fields.flag("retired"));
    }

    /** Whether nothing narrows it; that hosts are retired does not. */
    boolean isEverything() {
        return group == null
                && version == null
                && state == null
                && prefix == null
                && alias == null
                && address == null
                && error == null
                && silentFor == null;
    }

    HostQuery query(Application application, Lookup lookup, Instant now, int limit) {
        return new HostQuery(
                application.id(),
                new HostQuery.Kind(
                        group == null ? null : lookup.group(application, group).id(),
                        version,
                        state == null ? null : state(state)),
                marks(now),
                null,
                limit);
    }

    private List<Mark> marks(Instant now) {
        List<Mark> marks = new ArrayList<>();
        text("prefix", prefix).map(Mark.Named::new).ifPresent(marks::add);
        text("alias", alias).map(Mark.Aliased::new).ifPresent(marks::add);
        text("address", address).map(Mark.Addressed::new).ifPresent(marks::add);
        if (error != null) {
            marks.add(new Mark.Erred(error));
        }
        if (silentFor != null) {
            marks.add(new Mark.SilentSince(now.minus(QueryTimes.duration("silentFor", silentFor))));
        }
        if (retired) {
            marks.add(new Mark.Retired());
        }
        return marks;
    }

    private static Optional<String> text(String name, @Nullable String value) {
        if (value != null && value.indexOf('\0') >= 0) {
            throw ProblemException.of(400, "choice-invalid", name + " has a zero byte.");
        }
        return Optional.ofNullable(value);
    }

    private static HostState state(String text) {
        try {
            return HostState.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(
                    400,
                    "state-invalid",
                    "There is no state " + text + "; states are such as installed or failed.");
        }
    }
}
