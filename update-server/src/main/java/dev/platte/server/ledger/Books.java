package dev.platte.server.ledger;

import dev.platte.db.decision.RolloutWords;
import dev.platte.db.fleet.AttemptStep;
import dev.platte.db.fleet.HostState;
import dev.platte.db.fleet.OpenAttempt;
import dev.platte.db.rollout.GroupPolicy;
import dev.platte.db.rollout.RolloutCounts;
import dev.platte.db.rollout.RolloutCounts.Count;
import dev.platte.policy.decide.Facts;
import dev.platte.policy.decide.Move;
import dev.platte.policy.decide.Rollout;
import dev.platte.policy.limit.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The books of all rollouts that one transaction concerns: opened under the locks of their rows,
 * kept entry by entry, closed before the commit. What a rule does while they are open holds for the
 * very next entry.
 */
final class Books {

    private final Map<Long, Book> byId = new HashMap<>();
    private final Map<String, Book> byUid = new HashMap<>();

    private Books(List<RolloutCounts.Locked> locked) {
        for (RolloutCounts.Locked one : locked) {
            Book book = new Book(one);
            byId.put(one.rollout().id(), book);
            byUid.put(one.rollout().uid().toString(), book);
        }
    }

    /** Locks the rollouts, known by either name, in one statement; none: no statement. */
    static Books open(RolloutCounts counts, Set<UUID> uids, Set<Long> ids) {
        return new Books(counts.lock(uids, ids));
    }

    /**
     * The facts as the locked rows know them: a snapshot may be behind, a halt must not be.
     *
     * @return the same facts where no row knows better
     */
    Facts fresh(Facts facts) {
        Optional<Book> rolling = book(facts.rolling());
        Optional<Book> stable = book(facts.stable());
        Optional<Book> any = rolling.or(() -> stable);
        if (any.isEmpty()) {
            return facts;
        }
        Facts.Group group = facts.group();
        return new Facts(
                facts.host(),
                new Facts.Group(
                        group.name(),
                        any.get().locked().groupPaused(),
                        group.windows(),
                        group.forcedPassesRamp()),
                fresh(facts.rolling(), rolling),
                fresh(facts.stable(), stable),
                catalogue(facts, rolling, stable),
                facts.now());
    }

    private static @Nullable Rollout fresh(@Nullable Rollout known, Optional<Book> book) {
        return known == null || book.isEmpty()
                ? known
                : RolloutWords.of(book.get().rollout(), known.target());
    }

    private static Facts.Catalogue catalogue(
            Facts facts, Optional<Book> rolling, Optional<Book> stable) {
        List<Facts.Withdrawn> withdrawn = new ArrayList<>(facts.catalogue().withdrawn());
        withdrawn(facts.rolling(), rolling).ifPresent(withdrawn::add);
        withdrawn(facts.stable(), stable).ifPresent(withdrawn::add);
        return new Facts.Catalogue(facts.catalogue().floors(), withdrawn);
    }

    private static Optional<Facts.Withdrawn> withdrawn(
            @Nullable Rollout known, Optional<Book> book) {
        return known == null
                ? Optional.empty()
                : book.map(one -> one.locked().withdrawn())
                        .map(why -> new Facts.Withdrawn(known.target().version(), why));
    }

    private Optional<Book> book(@Nullable Rollout rollout) {
        return rollout == null ? Optional.empty() : Optional.ofNullable(byUid.get(rollout.id()));
    }

    Tally tally(Move move) {
        return move.rolloutId() == null ? Tally.EMPTY : of(move.rolloutId()).tally();
    }

    /** By the clock under whose order grants and releases of this rollout are counted. */
    Instant now(Move move, Instant otherwise) {
        return move.rolloutId() == null ? otherwise : of(move.rolloutId()).locked().now();
    }

    /** The row's id, for the attempt that begins; null: no rollout counts it. */
    @Nullable Long granted(Move move) {
        if (move.rolloutId() == null) {
            return null;
        }
        Book book = of(move.rolloutId());
        book.granted(move.limits());
        return book.locked().rollout().id();
    }

    /**
     * An attempt goes on or ends: its slot is given back, its end counted.
     *
     * @param at when, where no rollout counts it
     * @param counts its end is counted; not that of a host whose id two machines share
     */
    AttemptStep step(
            OpenAttempt attempt,
            HostState to,
            Entry.Terms terms,
            Instant at,
            @Nullable Long error,
            boolean counts) {
        OpenAttempt.Under under = attempt.rollout();
        if (under == null) {
            return new AttemptStep(
                    attempt.id(), to, at, lease(terms.leases(), to), error, false, null);
        }
        boolean moved = to != attempt.state();
        Book book = byId.get(under.id());
        if (book == null && !moved) {
            return new AttemptStep(
                    attempt.id(), to, at, lease(terms.leases(), to), error, false, null);
        }
        Book open = of(under.uid().toString());
        if (attempt.state().holdsSlot() && !to.holdsSlot()) {
            open.released();
        }
        boolean counted = counts && !to.open() && to != HostState.REPLACED;
        OpenAttempt.Counted earlier = under.counted();
        if (counted) {
            boolean canary =
                    terms.canary() && attempt.packageId() == open.locked().rollout().packageId();
            open.ended(to, earlier == null ? null : earlier.state(), canary);
        }
        return new AttemptStep(
                attempt.id(),
                to,
                open.locked().now(),
                lease(open.locked().rollout().pace().leases(), to),
                error,
                counted,
                counted && earlier != null && earlier.attemptId() != attempt.id()
                        ? earlier.attemptId()
                        : null);
    }

    private static @Nullable Duration lease(GroupPolicy.Leases leases, HostState to) {
        if (!to.open()) {
            return null;
        }
        return to == HostState.INSTALLED ? leases.reboot() : leases.progress();
    }

    /** How long a host may be silent that is granted this. */
    Duration lease(Move move, Entry.Terms terms) {
        return move.rolloutId() == null
                ? terms.leases().progress()
                : of(move.rolloutId()).locked().rollout().pace().leases().progress();
    }

    /** Writes what was counted, and what rules made of it. */
    void close(RolloutCounts counts) {
        List<Count> changed =
                byId.values().stream().flatMap(book -> book.count().stream()).toList();
        counts.write(changed);
        for (Book book : byId.values()) {
            book.crossed().ifPresent(crossed -> counts.halt(book.locked(), crossed));
            book.soakedAt().ifPresent(at -> counts.canariesThrough(book.locked(), at));
        }
    }

    private Book of(String uid) {
        Book book = byUid.get(uid);
        if (book == null) {
            throw new IllegalStateException("rollout " + uid + " is counted without its lock");
        }
        return book;
    }
}
