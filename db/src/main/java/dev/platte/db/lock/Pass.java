package dev.platte.db.lock;

import dev.platte.db.lock.Admission.Asking;
import dev.platte.db.lock.LockAnswer.Outcome;
import dev.platte.db.lock.LockAsk.Kind;
import dev.platte.db.lock.Queue.Key;
import dev.platte.db.lock.Queue.Seen;
import dev.platte.db.lock.Queue.Waiting;
import dev.platte.policy.lock.Candidate;
import dev.platte.policy.lock.Candidate.CanariesBack;
import dev.platte.policy.lock.Turn;
import dev.platte.policy.lock.WaitReason;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Requests of different hosts, answered together: first those that give slots back, then those that
 * want one, in the order of the queue.
 */
final class Pass {

    /** Who says nothing of itself asks every five minutes and a bit, as zincati does. */
    private static final Duration ZINCATI = Duration.ofMinutes(12);

    private final Queue queue;
    private final Admission admission;
    private final Surroundings surroundings;
    private final Instant now;
    private final List<Seen> seen = new ArrayList<>();

    Pass(JdbcClient sql, Instant now, LockTokens tokens, Map<String, GroupBook> books) {
        this.queue = new Queue(sql);
        this.admission = new Admission(sql, now, tokens, books);
        this.surroundings = new Surroundings(sql);
        this.now = now;
    }

    /** Answers those of the requests that this pass is about. */
    void take(List<LockAsk> asks, List<Integer> round, LockAnswer[] answers) {
        List<Asking> admitted = admission.of(asks, round, answers);
        for (Asking each : admitted) {
            if (each.ask().kind() == Kind.STEADY_STATE) {
                answers[each.index()] = steady(each);
            }
        }
        Map<GroupBook, List<Asking>> wanting = new LinkedHashMap<>();
        for (Asking each : admitted) {
            if (each.ask().kind() == Kind.PRE_REBOOT) {
                wanting.computeIfAbsent(each.book(), book -> new ArrayList<>()).add(each);
            }
        }
        want(wanting, answers);
        queue.write(seen, now);
    }

    private LockAnswer steady(Asking each) {
        if (each.isStale()) {
            return new LockAnswer.Steady(Outcome.HELD_NONE);
        }
        saw(each, null);
        return new LockAnswer.Steady(
                each.book()
                        .held(each.ask().host())
                        .map(slot -> each.book().steady(slot, each.ask().said()))
                        .orElse(Outcome.HELD_NONE));
    }

    private void want(Map<GroupBook, List<Asking>> wanting, LockAnswer[] answers) {
        Map<Asking, Candidate> candidates = new LinkedHashMap<>();
        Map<Key, Waiting> places = new LinkedHashMap<>();
        wanting.forEach((book, all) -> judge(book, all, candidates, places));
        Map<Key, Integer> positions = places.isEmpty() ? Map.of() : queue.positions(places, now);
        wanting.forEach(
                (book, all) -> {
                    int granted = 0;
                    List<Asking> inOrder =
                            all.stream()
                                    .sorted(
                                            Comparator.comparing(
                                                    each -> positions.getOrDefault(each.key(), 0)))
                                    .toList();
                    for (Asking each : inOrder) {
                        Candidate candidate = Objects.requireNonNull(candidates.get(each));
                        Waiting place = places.get(each.key());
                        if (place == null) {
                            answers[each.index()] = holder(each, candidate);
                            continue;
                        }
                        int position = positions.getOrDefault(each.key(), 1) - granted;
                        LockAnswer answer = newcomer(each, candidate.at(position), place);
                        granted += answer instanceof LockAnswer.Holds ? 1 : 0;
                        answers[each.index()] = answer;
                    }
                });
    }

    /** What bears on each host before anybody takes a slot, and where it would stand. */
    private void judge(
            GroupBook book,
            List<Asking> all,
            Map<Asking, Candidate> candidates,
            Map<Key, Waiting> places) {
        Set<String> versions = new HashSet<>();
        Set<String> ids = new HashSet<>();
        for (Asking each : all) {
            Stream.ofNullable(each.ask().said().to()).forEach(versions::add);
            Stream.ofNullable(each.machineId()).forEach(ids::add);
        }
        LockGroup group = book.group();
        Surroundings.Holds holds = surroundings.holds(group, ids, versions);
        Map<String, CanariesBack> back = surroundings.canariesBack(group, versions);
        for (Asking each : all) {
            String to = each.ask().said().to();
            String machine = each.machineId();
            boolean canary = group.rules().order().isCanary(each.ask().host());
            Candidate candidate =
                    new Candidate(
                            canary || machine != null && group.rules().order().isCanary(machine),
                            holds.rolloutStopped(machine, to),
                            holds.notEligible(to),
                            to == null ? null : back.get(to),
                            1);
            candidates.put(each, candidate);
            if (book.slot(each.ask().host()).isEmpty() && !each.isStale()) {
                places.put(each.key(), place(each, candidate));
            }
        }
    }

    private Waiting place(Asking each, Candidate candidate) {
        GroupBook book = each.book();
        String machine = each.machineId();
        int rank = book.group().rules().order().rank(each.ask().host());
        if (machine != null) {
            rank = Math.max(rank, book.group().rules().order().rank(machine));
        }
        boolean blocked =
                Turn.again(book.group().rules(), book.occupancy(), candidate, now)
                                instanceof Turn.Wait(WaitReason reason, Duration _)
                        && reason.ownToHost();
        HostRow known = each.known();
        // Of those that come together, who came first.
        Instant came = now.plus(each.index(), ChronoUnit.MICROS);
        return new Waiting(
                known == null ? came : known.place(came), rank, blocked, now, null, null);
    }

    /** A host with a slot keeps it, and may still be told not to go down now. */
    private LockAnswer holder(Asking each, Candidate candidate) {
        GroupBook book = each.book();
        Optional<LockSlot> slot = book.slot(each.ask().host());
        if (slot.isEmpty() || each.isStale() && !slot.get().mayBeDown()) {
            return new LockAnswer.Waits(
                    new WaitReason.NotEligible("a later request of this host was answered already"),
                    Duration.ofSeconds(15),
                    false,
                    book.holders());
        }
        if (!each.isStale()) {
            saw(each, null);
            if (slot.get().mayBeDown()) {
                book.renew(slot.get(), each.ask().said());
            }
        }
        Turn turn = Turn.again(book.group().rules(), book.occupancy(), candidate, now);
        return switch (turn) {
            case Turn.Go() -> {
                boolean settling = !slot.get().mayBeDown();
                if (settling) {
                    // Its own slot need not settle for itself.
                    book.grant(each.ask(), null, null);
                }
                yield new LockAnswer.Holds(!settling, book.group().rules().hold());
            }
            case Turn.Wait(WaitReason reason, Duration retryAfter) ->
                    new LockAnswer.Waits(
                            reason, retryAfter, slot.get().mayBeDown(), book.holders());
        };
    }

    private LockAnswer newcomer(Asking each, Candidate candidate, Waiting place) {
        GroupBook book = each.book();
        Turn turn = Turn.of(book.group().rules(), book.occupancy(), candidate, now);
        return switch (turn) {
            case Turn.Go() -> {
                book.grant(each.ask(), null, null);
                saw(each, null);
                yield new LockAnswer.Holds(false, book.group().rules().hold());
            }
            case Turn.Wait(WaitReason reason, Duration retryAfter) -> {
                boolean knows = each.ask().said().seq() > 0;
                // Twice as long as it was told, and a while: one lost request costs no place.
                Duration patience = knows ? retryAfter.multipliedBy(2).plusMinutes(1) : ZINCATI;
                saw(each, place.told(reason.kind(), reason.sentence(), now.plus(patience)));
                yield new LockAnswer.Waits(reason, retryAfter, false, book.holders());
            }
        };
    }

    private void saw(Asking each, @Nullable Waiting waiting) {
        seen.add(
                new Seen(
                        each.key(), each.ask().said(), each.machineId(), each.resolved(), waiting));
    }
}
