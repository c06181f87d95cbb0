package dev.platte.server.ledger;

import dev.platte.db.fleet.HostEvent;
import dev.platte.db.fleet.HostState;
import dev.platte.db.fleet.OpenAttempt;
import dev.platte.db.fleet.PollRecord;
import dev.platte.db.fleet.Progress;
import dev.platte.omaha.request.Event;
import dev.platte.omaha.value.EventResult;
import dev.platte.omaha.value.EventType;
import dev.platte.omaha.value.ReadableVersion;
import dev.platte.omaha.value.Version;
import dev.platte.policy.decide.Decider;
import dev.platte.policy.decide.Decision.Offer;
import dev.platte.policy.decide.Decision.Settled;
import dev.platte.policy.decide.Decision.Slot;
import dev.platte.policy.decide.Standing;
import dev.platte.policy.limit.Tally;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one entry: what is kept of it, and what its host gets. Pure.
 *
 * @param said to be written first
 * @param begun to be written after it: a new attempt for a host whose last one has just ended
 */
record Outcome(Optional<Settled> settled, PollRecord said, Optional<PollRecord> begun) {

    static Outcome of(Poll poll, Entry entry, Optional<Progress> known) {
        OpenAttempt open = known.map(Progress::open).orElse(null);
        String lastBoot = known.map(progress -> progress.host().facts().bootId()).orElse(null);
        HostLife.After after = HostLife.next(new HostLife.Before(lastBoot, open), entry.news());
        OpenAttempt still = advanced(open, after.state());
        List<String> fellBackFrom = known.map(Progress::fellBackFrom).orElse(List.of());
        if (after.state() == HostState.FELL_BACK && open != null) {
            fellBackFrom = with(fellBackFrom, open.version());
        }
        Standing standing = standing(still, fellBackFrom);
        Optional<Settled> settled =
                Optional.ofNullable(entry.decision())
                        .map(decision -> Decider.settle(decision, standing, poll.at()));
        Optional<Long> granted = settled.flatMap(Outcome::granted);
        boolean ended = open != null && still == null;
        if (granted.isPresent() && !ended) {
            return new Outcome(
                    settled,
                    record(poll, entry, HostState.GRANTED, granted.get(), after.error(), true),
                    Optional.empty());
        }
        return new Outcome(
                settled,
                record(poll, entry, after.state(), null, after.error(), true),
                granted.map(id -> record(poll, entry, HostState.GRANTED, id, null, false)));
    }

    private static @Nullable OpenAttempt advanced(
            @Nullable OpenAttempt open, @Nullable HostState state) {
        if (open == null || state == null) {
            return open;
        }
        return state.open()
                ? new OpenAttempt(
                        open.packageId(),
                        open.version(),
                        open.groupId(),
                        open.fromVersion(),
                        open.bootId(),
                        state)
                : null;
    }

    private static Standing standing(@Nullable OpenAttempt open, List<String> fellBackFrom) {
        Standing.Attempt attempt =
                open == null
                        ? null
                        : new Standing.Attempt(
                                open.groupId() == null ? null : Ledger.rolloutOf(open.groupId()),
                                Long.toString(open.packageId()),
                                stage(open.state()));
        List<ReadableVersion> versions =
                fellBackFrom.stream()
                        .flatMap(version -> Version.of(version).readable().stream())
                        .toList();
        return new Standing(attempt, Tally.EMPTY, versions);
    }

    private static Standing.Stage stage(HostState state) {
        return switch (state) {
            case GRANTED -> Standing.Stage.GRANTED;
            case DOWNLOADING -> Standing.Stage.DOWNLOADING;
            case DOWNLOADED -> Standing.Stage.DOWNLOADED;
            case INSTALLED -> Standing.Stage.INSTALLED;
            case UNKNOWN, COMPLETE, FAILED, FELL_BACK, TIMED_OUT ->
                    throw new IllegalStateException(state + " is not the state of an open attempt");
        };
    }

    /** The package that is granted anew; asking again for an open attempt takes nothing. */
    private static Optional<Long> granted(Settled settled) {
        return settled instanceof Offer offer && offer.slot() != Slot.HELD
                ? Optional.of(Long.valueOf(offer.move().to().id()))
                : Optional.empty();
    }

    private static PollRecord record(
            Poll poll,
            Entry entry,
            @Nullable HostState state,
            @Nullable Long packageId,
            @Nullable Long error,
            boolean withEvents) {
        return new PollRecord(
                poll.id(),
                entry.ordinal(),
                poll.at(),
                entry.host(),
                entry.groupId(),
                entry.facts(),
                state,
                packageId,
                error,
                withEvents ? events(entry) : List.of());
    }

    private static List<HostEvent> events(Entry entry) {
        return entry.news().events().stream()
                .filter(Outcome::isNews)
                .map(event -> event(event, entry.facts().version()))
                .toList();
    }

    /**
     * update_engine sends 3/2 with every poll; it says something only where it names the version it
     * came from.
     */
    private static boolean isNews(Event event) {
        return !event.is(EventType.UPDATE_COMPLETE, EventResult.SUCCESS_REBOOT)
                || event.rebootedFrom().isPresent();
    }

    private static HostEvent event(Event event, String version) {
        return new HostEvent(
                event.type().code(),
                event.result().code(),
                event.errorCode().map(code -> Integer.toUnsignedLong(code.raw())).orElse(null),
                event.nextVersion().map(Version::text).orElse(version),
                event.previousVersion().map(Version::text).orElse(null));
    }

    private static List<String> with(List<String> some, String more) {
        return Stream.concat(some.stream(), Stream.of(more)).distinct().toList();
    }
}
