package dev.platte.server.ledger;

import dev.platte.db.fleet.AttemptStep;
import dev.platte.db.fleet.HostEvent;
import dev.platte.db.fleet.HostState;
import dev.platte.db.fleet.HostStep;
import dev.platte.db.fleet.NewAttempt;
import dev.platte.db.fleet.OpenAttempt;
import dev.platte.db.fleet.PollRecord;
import dev.platte.db.fleet.Progress;
import dev.platte.omaha.request.Event;
import dev.platte.omaha.value.EventResult;
import dev.platte.omaha.value.EventType;
import dev.platte.omaha.value.ReadableVersion;
import dev.platte.omaha.value.Version;
import dev.platte.policy.decide.Decider;
import dev.platte.policy.decide.Decision.NeedsGrant;
import dev.platte.policy.decide.Decision.NotNow;
import dev.platte.policy.decide.Decision.Offer;
import dev.platte.policy.decide.Decision.Preliminary;
import dev.platte.policy.decide.Decision.Settled;
import dev.platte.policy.decide.Decision.Slot;
import dev.platte.policy.decide.Decision.UpToDate;
import dev.platte.policy.decide.Move;
import dev.platte.policy.decide.Rollout;
import dev.platte.policy.decide.Standing;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One entry's turn in the transaction of its batch: what its host has come to, what it is granted,
 * what is kept. The host's row is locked; the books are open for what {@link #concerns} names.
 */
final class Turn {

    /**
     * What came of it.
     *
     * @param settled what the host gets; empty if it did not ask
     */
    record Result(Optional<Settled> settled, HostStep step) {}

    private final Poll poll;
    private final Entry entry;
    private final Progress before;
    private final boolean duplicate;
    private final HostLife.After after;

    Turn(Poll poll, Entry entry, Progress before) {
        this.poll = poll;
        this.entry = entry;
        this.before = before;
        this.duplicate = before.boots().after(entry.facts().bootId(), poll.at()).duplicate();
        this.after =
                HostLife.next(
                        new HostLife.Before(before.boots().last(), attempt(), duplicate),
                        entry.news());
    }

    /** The attempt that news may move: the open one, or one that was given up too early. */
    private @Nullable OpenAttempt attempt() {
        return before.open() == null ? before.lapsed() : before.open();
    }

    /**
     * Adds the rollouts that are counted or looked at in this turn.
     *
     * @param again the host has several turns: what an earlier one leaves is not known yet
     */
    void concerns(boolean again, Set<UUID> uids, Set<Long> ids) {
        if (again || isSettled()) {
            Entry.Ask ask = entry.ask();
            if (ask != null) {
                Stream.of(
                                Optional.ofNullable(ask.facts().rolling()),
                                Optional.ofNullable(ask.facts().stable()))
                        .flatMap(Optional::stream)
                        .map(Rollout::id)
                        .map(UUID::fromString)
                        .forEach(uids::add);
            }
        }
        OpenAttempt attempt = attempt();
        if (attempt != null
                && attempt.rollout() != null
                && (again || after.state() != null || isSettled())) {
            ids.add(attempt.rollout().id());
        }
    }

    /** Whether the second half of the decision has a say: it may grant, or hold a grant up. */
    private boolean isSettled() {
        return entry.ask() != null
                && switch (entry.ask().decision()) {
                    case UpToDate upToDate -> false;
                    case NeedsGrant grant -> true;
                    case NotNow notNow -> notNow.move() != null && before.open() != null;
                };
    }

    Result take(Books books) {
        OpenAttempt open = before.open();
        OpenAttempt still = stillOpen();
        AttemptStep moved = moved(books);
        List<String> fellBackFrom = fellBackFrom();
        Settled settled = settle(books, still, fellBackFrom);
        if (!(settled instanceof Offer offer) || offer.slot() == Slot.HELD) {
            return new Result(
                    Optional.ofNullable(settled),
                    new HostStep(before, record(after.state()), moved, null));
        }
        // An attempt that the news ended is gone already; one that goes on makes room.
        AttemptStep ended =
                still == null || open == null
                        ? moved
                        : books.step(
                                open.at(still.state()),
                                HostState.REPLACED,
                                entry.terms(),
                                poll.at(),
                                null,
                                false);
        return new Result(
                Optional.of(settled),
                new HostStep(before, record(HostState.GRANTED), ended, begin(books, offer.move())));
    }

    private @Nullable OpenAttempt stillOpen() {
        OpenAttempt open = before.open();
        HostState state = after.state();
        if (open == null || state == null) {
            return open;
        }
        return state.open() ? open.at(state) : null;
    }

    /** Also a poll without news is word from the host: its lease begins anew. */
    private @Nullable AttemptStep moved(Books books) {
        OpenAttempt attempt = attempt();
        if (attempt == null || before.open() == null && after.state() == null) {
            return null;
        }
        HostState to = after.state() == null ? attempt.state() : after.state();
        return books.step(attempt, to, entry.terms(), poll.at(), after.error(), !duplicate);
    }

    private @Nullable Settled settle(
            Books books, @Nullable OpenAttempt still, List<String> fellBackFrom) {
        Entry.Ask ask = entry.ask();
        if (ask == null) {
            return null;
        }
        return switch (isSettled() ? Decider.decide(books.fresh(ask.facts())) : ask.decision()) {
            case UpToDate upToDate -> upToDate;
            case NotNow notNow when notNow.move() == null || still == null -> notNow;
            case NotNow notNow -> settle(books, notNow, notNow.move(), still, fellBackFrom);
            case NeedsGrant grant -> settle(books, grant, grant.move(), still, fellBackFrom);
        };
    }

    private Settled settle(
            Books books,
            Preliminary decision,
            Move move,
            @Nullable OpenAttempt still,
            List<String> fellBackFrom) {
        return Decider.settle(
                decision,
                new Standing(
                        still == null ? null : standing(still),
                        books.tally(move),
                        readable(fellBackFrom),
                        failed()),
                books.now(move, poll.at()));
    }

    private NewAttempt begin(Books books, Move move) {
        return new NewAttempt(
                before.host().id(),
                entry.groupId(),
                books.granted(move),
                Long.parseLong(move.to().id()),
                entry.facts().version(),
                entry.facts().bootId(),
                books.now(move, poll.at()),
                books.lease(move, entry.terms()));
    }

    private List<String> fellBackFrom() {
        OpenAttempt open = before.open();
        return after.state() == HostState.FELL_BACK && open != null
                ? Stream.concat(before.fellBackFrom().stream(), Stream.of(open.version()))
                        .distinct()
                        .toList()
                : before.fellBackFrom();
    }

    /** What it could not install, this poll's news included. */
    private Set<String> failed() {
        Set<String> failed = new HashSet<>();
        before.failed().forEach(id -> failed.add(Long.toString(id)));
        OpenAttempt open = before.open();
        if (open != null && after.state() == HostState.FAILED && !after.isTransfer()) {
            failed.add(Long.toString(open.packageId()));
        }
        return failed;
    }

    private static Standing.Attempt standing(OpenAttempt open) {
        return new Standing.Attempt(
                open.rollout() == null ? null : open.rollout().uid().toString(),
                Long.toString(open.packageId()),
                stage(open.state()));
    }

    private static Standing.Stage stage(HostState state) {
        return switch (state) {
            case GRANTED -> Standing.Stage.GRANTED;
            case DOWNLOADING -> Standing.Stage.DOWNLOADING;
            case DOWNLOADED -> Standing.Stage.DOWNLOADED;
            case INSTALLED -> Standing.Stage.INSTALLED;
            case UNKNOWN, COMPLETE, FAILED, FELL_BACK, TIMED_OUT, REPLACED ->
                    throw new IllegalStateException(state + " is not the state of an open attempt");
        };
    }

    private static List<ReadableVersion> readable(List<String> versions) {
        return versions.stream()
                .flatMap(version -> Version.of(version).readable().stream())
                .toList();
    }

    private PollRecord record(@Nullable HostState state) {
        return record(poll, entry, state, after.error());
    }

    /** What is kept of an entry before anything is known of its host. */
    static PollRecord plain(Poll poll, Entry entry) {
        return record(poll, entry, null, null);
    }

    private static PollRecord record(
            Poll poll, Entry entry, @Nullable HostState state, @Nullable Long error) {
        return new PollRecord(
                poll.id(),
                entry.ordinal(),
                poll.at(),
                entry.host(),
                entry.groupId(),
                entry.facts(),
                state,
                null,
                error,
                events(entry));
    }

    private static List<HostEvent> events(Entry entry) {
        List<HostEvent> events = new ArrayList<>();
        for (Event event : entry.news().events()) {
            if (isNews(event)) {
                events.add(event(event, entry.facts().version()));
            }
        }
        return events;
    }

    /**
     * update_engine sends 3/2 with every poll; it says something only where it names the version it
     * came from.
     */
    static boolean isNews(Event event) {
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
}
