package dev.platte.server.ledger;

import dev.platte.db.fleet.HostState;
import dev.platte.db.fleet.OpenAttempt;
import dev.platte.omaha.request.Event;
import dev.platte.omaha.value.BootId;
import dev.platte.omaha.value.ErrorCode;
import dev.platte.omaha.value.EventResult;
import dev.platte.omaha.value.EventType;
import dev.platte.omaha.value.ReadableVersion;
import dev.platte.omaha.value.Version;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far a host is on its way, as a pure function of where it was and what its poll says.
 *
 * <p>Events move an open attempt forward; versions and boot ids end it. What a host says without an
 * open attempt, or of a release that is not the one it was granted, is kept as an event and moves
 * nothing: a report that was told before, and is told again by a host that lost its note of that,
 * is no news of what it was granted since.
 */
final class HostLife {
    private static final Integer ROLLBACK = ErrorCode.ROLLBACK.code();

    /**
     * update_engine reports these with result 9 or 0: the update waits for a policy or its own
     * back-off, nothing failed.
     */
    private static final Set<Integer> DEFERRED =
            Set.of(
                    ErrorCode.IGNORED_BY_POLICY.code(),
                    ErrorCode.DEFERRED_BY_POLICY.code(),
                    ErrorCode.DEFERRED_FOR_BACKOFF.code());

    /**
     * @param lastBoot the boot id the host had when it was seen before; null: never said
     * @param open null if nothing was granted, or it has ended; one that timed out may yet turn out
     *     well
     * @param duplicate two machines share the id: what the boots say of one holds for neither
     */
    record Before(@Nullable String lastBoot, @Nullable OpenAttempt open, boolean duplicate) {}

    /**
     * @param state where the host is now; null: where it was
     * @param error the last error that the poll reported, flags included; null: none
     */
    record After(@Nullable HostState state, @Nullable Long error) {

        /** Whether the network is all that failed. */
        boolean isTransfer() {
            return error != null
                    && ErrorCode.of(error.intValue()).code() == ErrorCode.DOWNLOAD_TRANSFER.code();
        }
    }

    private HostLife() {}

    static After next(Before before, Entry.News said) {
        Long error = lastError(said.events());
        OpenAttempt open = before.open();
        if (open == null) {
            return new After(null, error);
        }
        HostState state = open.state();
        for (Event event : said.events()) {
            if (isAbout(open, event, said)) {
                state = afterEvent(state, event);
            }
        }
        state = afterVersion(state, before, open, said);
        return new After(state == open.state() ? null : state, error);
    }

    /** Omaha v3 lets an event say where the host was going; update_engine does not. */
    private static boolean isAbout(OpenAttempt open, Event event, Entry.News said) {
        Optional<ReadableVersion> named = event.nextVersion().flatMap(Version::readable);
        if (named.isPresent()) {
            return Version.of(open.version())
                    .readable()
                    .filter(named.get()::standsWith)
                    .isPresent();
        }
        // Nobody falls back from what was granted under this very boot.
        return !isFallBack(event) || rebooted(open.bootId(), said.boot()) != Answer.NO;
    }

    private static boolean isFallBack(Event event) {
        return failed(event)
                && event.errorCode().map(ErrorCode::code).filter(ROLLBACK::equals).isPresent();
    }

    private static HostState afterEvent(HostState state, Event event) {
        if (!state.open()) {
            return state;
        }
        if (failed(event)) {
            if (event.errorCode().filter(ErrorCode::isOfCheck).isPresent()) {
                // Nothing was tried: perhaps the first check after the reboot did not get through.
                return state;
            }
            return isFallBack(event) ? HostState.FELL_BACK : HostState.FAILED;
        }
        if (!event.result().equals(EventResult.SUCCESS)) {
            return state;
        }
        if (state == HostState.INSTALLED) {
            // It gave its slot back; a download that it begins by itself takes none.
            return state;
        }
        if (event.type().equals(EventType.UPDATE_DOWNLOAD_STARTED)) {
            return HostState.DOWNLOADING;
        }
        if (event.type().equals(EventType.UPDATE_DOWNLOAD_FINISHED)) {
            return HostState.DOWNLOADED;
        }
        boolean installed =
                event.type().equals(EventType.UPDATE_COMPLETE)
                        || event.type().equals(EventType.UPDATE_INSTALLED);
        return installed ? HostState.INSTALLED : state;
    }

    /**
     * Omaha v3, event results: 0 and the installer's errors; a deferral is none, whichever result
     * it came with.
     */
    private static boolean failed(Event event) {
        boolean error =
                switch (event.result().code()) {
                    case 0, 5, 6, 8 -> true;
                    default -> false;
                };
        return error && event.errorCode().map(ErrorCode::code).filter(DEFERRED::contains).isEmpty();
    }

    private static @Nullable Long lastError(List<Event> events) {
        return events.stream()
                .filter(HostLife::failed)
                .flatMap(event -> event.errorCode().stream())
                .reduce((first, second) -> second)
                .map(code -> Integer.toUnsignedLong(code.raw()))
                .orElse(null);
    }

    private static HostState afterVersion(
            HostState state, Before before, OpenAttempt open, Entry.News said) {
        boolean mayComplete = state.open() || state == HostState.TIMED_OUT;
        if (!mayComplete
                || !(said.version() instanceof ReadableVersion version)
                || !(Version.of(open.version()) instanceof ReadableVersion target)) {
            return state;
        }
        if (cameFrom(open, version)) {
            if (open.state() != HostState.INSTALLED
                    || before.duplicate()
                    || !cameBack(before, version, said)) {
                return state;
            }
            return version.standsWith(target) ? HostState.COMPLETE : HostState.FELL_BACK;
        }
        boolean past = version.isNewerThan(target) && !isDowngrade(open, target);
        boolean there = version.standsWith(target) || past;
        return there && rebooted(open.bootId(), said.boot()) != Answer.NO
                ? HostState.COMPLETE
                : state;
    }

    private static boolean isDowngrade(OpenAttempt open, ReadableVersion target) {
        return Version.of(open.fromVersion())
                .readable()
                .filter(from -> from.isNewerThan(target))
                .isPresent();
    }

    /**
     * A host that installed and still runs what it ran: it waits for its reboot, or it is back from
     * it. Another boot id tells; without boot ids, an update_engine that says "rebooted into an
     * update" and names the version it runs as the one it came from.
     */
    private static boolean cameBack(Before before, ReadableVersion version, Entry.News said) {
        return switch (rebooted(before.lastBoot(), said.boot())) {
            case YES -> true;
            case NO -> false;
            case UNKNOWN ->
                    said.events().stream()
                            .flatMap(event -> event.rebootedFrom().stream())
                            .flatMap(from -> from.readable().stream())
                            .anyMatch(version::standsWith);
        };
    }

    private static boolean cameFrom(OpenAttempt open, ReadableVersion version) {
        return Version.of(open.fromVersion()).readable().filter(version::standsWith).isPresent();
    }

    private enum Answer {
        YES,
        NO,
        UNKNOWN
    }

    private static Answer rebooted(@Nullable String earlier, Optional<BootId> now) {
        if (earlier == null || now.isEmpty()) {
            return Answer.UNKNOWN;
        }
        return new BootId(earlier).isSameBootAs(now.get()) ? Answer.NO : Answer.YES;
    }
}
