package dev.platte.db.lock;

import dev.platte.db.lock.LockAsk.Credential;
import dev.platte.db.lock.Queue.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Who asks: requests of hosts that showed what their group wants to see, and what is known of them.
 */
final class Admission {

    /** A lookup that found nothing is not repeated with every request. */
    private static final Duration RESOLVED_FOR = Duration.ofMinutes(10);

    /**
     * One request that is let in.
     *
     * @param index its place among all
     * @param machineId what the fleet knows the host as; absent: it does not
     * @param resolved when that was looked up
     */
    record Asking(
            int index,
            LockAsk ask,
            GroupBook book,
            @Nullable HostRow known,
            @Nullable String machineId,
            Instant resolved) {

        Key key() {
            return new Key(book.group().id(), ask.host());
        }

        /** Came late, or twice: a later request of the host was answered already. */
        boolean isStale() {
            return known != null && ask.said().seq() > 0 && ask.said().seq() <= known.seq();
        }
    }

    private final Queue queue;
    private final MachineAliases aliases;
    private final Instant now;
    private final LockTokens tokens;
    private final Map<String, GroupBook> books;

    Admission(JdbcClient sql, Instant now, LockTokens tokens, Map<String, GroupBook> books) {
        this.queue = new Queue(sql);
        this.aliases = new MachineAliases(sql);
        this.now = now;
        this.tokens = tokens;
        this.books = books;
    }

    /** Those of the requests that are let in; the others are answered. */
    List<Asking> of(List<LockAsk> asks, List<Integer> round, LockAnswer[] answers) {
        Map<String, LockTokens.Opens> opens = tokens.opens(hashes(asks, round), now);
        List<Integer> let = new ArrayList<>();
        for (int index : round) {
            LockAsk ask = asks.get(index);
            GroupBook book = books.get(ask.group());
            if (book == null) {
                answers[index] = new LockAnswer.UnknownGroup();
                continue;
            }
            Optional<String> against = Doorkeeper.against(book.group(), ask, opens);
            if (against.isPresent()) {
                answers[index] = new LockAnswer.Stranger(against.get());
            } else {
                let.add(index);
            }
        }
        return resolved(let.stream().map(index -> unresolved(index, asks.get(index))).toList());
    }

    private Asking unresolved(int index, LockAsk ask) {
        GroupBook book = Objects.requireNonNull(books.get(ask.group()));
        return new Asking(index, ask, book, null, null, now);
    }

    private static Set<String> hashes(List<LockAsk> asks, List<Integer> round) {
        Set<String> hashes = new HashSet<>();
        for (int index : round) {
            if (asks.get(index).credential() instanceof Credential.Token(String hash)) {
                hashes.add(hash);
            }
        }
        return hashes;
    }

    private List<Asking> resolved(List<Asking> all) {
        Map<Key, HostRow> known = queue.known(all.stream().map(Asking::key).toList());
        Set<String> unknown = new HashSet<>();
        for (Asking each : all) {
            HostRow row = known.get(each.key());
            if (row == null
                    || row.machineId() == null
                            && row.resolved().isBefore(now.minus(RESOLVED_FOR))) {
                unknown.add(each.ask().host());
            }
        }
        Map<String, String> found = aliases.resolve(unknown, now);
        List<Asking> resolved = new ArrayList<>();
        for (Asking each : all) {
            String host = each.ask().host();
            HostRow row = known.get(each.key());
            boolean asked = row == null || unknown.contains(host);
            resolved.add(
                    new Asking(
                            each.index(),
                            each.ask(),
                            each.book(),
                            row,
                            asked ? found.get(host) : row.machineId(),
                            asked ? now : row.resolved()));
        }
        return resolved;
    }
}
