package dev.platte.server.ledger;

import dev.platte.db.fleet.Fleet;
import dev.platte.db.fleet.HostKey;
import dev.platte.db.fleet.HostStep;
import dev.platte.db.fleet.PollRecord;
import dev.platte.db.fleet.Progress;
import dev.platte.db.fleet.Sightings;
import dev.platte.db.fleet.Strangers;
import dev.platte.db.request.RequestWriter;
import dev.platte.db.request.SentRequest;
import dev.platte.db.rollout.RolloutCounts;
import dev.platte.policy.decide.Decision.Settled;
import dev.platte.policy.decide.Decision.UpToDate;
import dev.platte.server.commit.UnwritableException;
import dev.platte.server.edge.DatabaseGone;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes a batch of polls with a handful of statements, however many they are. Those that say
 * nothing new go first, in one statement. The others are one transaction: the hosts are locked and
 * read, then the rollouts they concern; each host moves on its way and is granted or refused what
 * it asks for, against what the one before it left; and all is written. Either all of it is
 * committed, or nothing.
 */
@Component
final class BatchWriter {

    private static final Logger LOG = LoggerFactory.getLogger(BatchWriter.class);

    /** A transaction that takes longer is given up; its polls come back later. */
    private static final int TIMEOUT_SECONDS = 10;

    /**
     * Two replicas may wait for each other in a circle over hosts that are new to both; the
     * database ends one.
     */
    private static final int TRIES = 3;

    /** One entry and where its answer goes. */
    private record Place(int poll, int entry) {}

    private final QuietPolls quiet;
    private final Fleet fleet;
    private final Strangers strangers;
    private final RequestWriter requests;
    private final RolloutCounts counts;
    private final TransactionTemplate transactions;

    /** Plain JDBC transactions: nothing here is an entity. */
    BatchWriter(DataSource database, RolloutCounts counts, Replica replica) {
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(database));
        this.transactions.setTimeout(TIMEOUT_SECONDS);
        this.counts = counts;
        this.quiet = new QuietPolls(new Sightings(database, TIMEOUT_SECONDS));
        JdbcClient sql = JdbcClient.create(database);
        this.fleet = new Fleet(sql, transactions);
        this.strangers = new Strangers(sql, transactions);
        this.requests = new RequestWriter(sql, replica.name());
    }

    /** What each poll's hosts get, in the order of the batch. */
    List<List<Optional<Settled>>> write(List<Queued> batch) throws UnwritableException {
        for (int left = TRIES; ; left--) {
            try {
                return writeOnce(batch);
            } catch (TransientDataAccessException e) {
                if (left <= 1) {
                    throw UnwritableException.database(e);
                }
                LOG.debug("a batch of {} is tried again", batch.size(), e);
            } catch (DataAccessException | TransactionException e) {
                if (DatabaseGone.isCauseOf(e)) {
                    LOG.warn("a batch of {} polls was refused: {}", batch.size(), e.toString());
                    throw UnwritableException.database(e);
                }
                throw e;
            }
        }
    }

    private List<List<Optional<Settled>>> writeOnce(List<Queued> batch) {
        BitSet kept = quiet.write(batch);
        List<Poll> rest = new ArrayList<>();
        for (int i = kept.nextClearBit(0); i < batch.size(); i = kept.nextClearBit(i + 1)) {
            rest.add(batch.get(i).poll());
        }
        Iterator<List<Optional<Settled>>> settled =
                rest.isEmpty()
                        ? Collections.emptyIterator()
                        : Objects.requireNonNull(transactions.execute(status -> writeAll(rest)))
                                .iterator();
        List<List<Optional<Settled>>> answers = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            answers.add(kept.get(i) ? batch.get(i).answers() : settled.next());
        }
        return answers;
    }

    private List<List<Optional<Settled>>> writeAll(List<Poll> batch) {
        List<List<Optional<Settled>>> answers = new ArrayList<>();
        for (Poll poll : batch) {
            answers.add(
                    new ArrayList<>(Collections.nCopies(poll.entries().size(), Optional.empty())));
        }
        List<List<Place>> rounds = rounds(batch);
        if (!rounds.isEmpty()) {
            // All hosts, then all rollouts, each in one order: nobody waits in a circle.
            Map<HostKey, Progress> known =
                    fleet.enrol(plain(batch, rounds.getFirst()), content(batch, rounds));
            Books books = open(batch, known, rounds);
            for (List<Place> round : rounds) {
                boolean first = round == rounds.getFirst();
                writeRound(batch, round, first ? known : again(batch, round), books, answers);
            }
            books.close(counts);
            requests.write(sent(batch, known));
        }
        strangers.count(batch.stream().flatMap(poll -> poll.strangers().stream()).toList());
        return answers;
    }

    /** Polls that are sightings never come here, and cost nothing for it. */
    private static List<SentRequest> sent(List<Poll> batch, Map<HostKey, Progress> known) {
        List<SentRequest> sent = new ArrayList<>();
        for (Poll poll : batch) {
            for (Entry entry : poll.entries()) {
                sent.add(
                        new SentRequest(
                                known(known, entry).host().id(),
                                poll.at(),
                                poll.sent().applications(),
                                poll.sent().body()));
            }
        }
        return sent;
    }

    private static List<PollRecord> plain(List<Poll> batch, List<Place> places) {
        return places.stream()
                .map(place -> Turn.plain(batch.get(place.poll()), entry(batch, place)))
                .toList();
    }

    /** Hosts that are where they belong, and say so once. */
    private static Set<HostKey> content(List<Poll> batch, List<List<Place>> rounds) {
        Set<HostKey> content = new HashSet<>();
        for (Place place : rounds.getFirst()) {
            Entry.Ask ask = entry(batch, place).ask();
            if (ask != null && ask.decision() instanceof UpToDate) {
                content.add(entry(batch, place).host());
            }
        }
        rounds.stream()
                .skip(1)
                .flatMap(List::stream)
                .forEach(place -> content.remove(entry(batch, place).host()));
        return content;
    }

    /** As the round before left them. */
    private Map<HostKey, Progress> again(List<Poll> batch, List<Place> round) {
        return fleet.progress(round.stream().map(place -> entry(batch, place).host()).toList());
    }

    private static Entry entry(List<Poll> batch, Place place) {
        return batch.get(place.poll()).entries().get(place.entry());
    }

    /** Only of those entries that may be granted something, or whose attempts go on. */
    private Books open(List<Poll> batch, Map<HostKey, Progress> known, List<List<Place>> rounds) {
        Set<UUID> uids = new HashSet<>();
        Set<Long> ids = new HashSet<>();
        Set<HostKey> repeated = new HashSet<>();
        if (rounds.size() > 1) {
            rounds.get(1).forEach(place -> repeated.add(entry(batch, place).host()));
        }
        for (List<Place> round : rounds) {
            for (Place place : round) {
                Entry entry = entry(batch, place);
                turn(batch.get(place.poll()), entry, known)
                        .concerns(repeated.contains(entry.host()), uids, ids);
            }
        }
        return Books.open(counts, uids, ids);
    }

    private static Turn turn(Poll poll, Entry entry, Map<HostKey, Progress> known) {
        return new Turn(poll, entry, known(known, entry));
    }

    private static Progress known(Map<HostKey, Progress> known, Entry entry) {
        Progress found = known.get(entry.host());
        if (found == null) {
            throw new IllegalStateException("a host that was enrolled is not there");
        }
        return found;
    }

    /**
     * A host is read and written once in a round; what it says a second time in the same batch
     * comes in the next.
     */
    private static List<List<Place>> rounds(List<Poll> batch) {
        List<List<Place>> rounds = new ArrayList<>();
        Map<HostKey, Integer> seen = new HashMap<>();
        for (int poll = 0; poll < batch.size(); poll++) {
            List<Entry> entries = batch.get(poll).entries();
            for (int entry = 0; entry < entries.size(); entry++) {
                int round = seen.merge(entries.get(entry).host(), 1, Integer::sum) - 1;
                if (round == rounds.size()) {
                    rounds.add(new ArrayList<>());
                }
                rounds.get(round).add(new Place(poll, entry));
            }
        }
        return rounds;
    }

    private void writeRound(
            List<Poll> batch,
            List<Place> round,
            Map<HostKey, Progress> known,
            Books books,
            List<List<Optional<Settled>>> answers) {
        List<HostStep> steps = new ArrayList<>();
        for (Place place : round) {
            Turn.Result result =
                    turn(batch.get(place.poll()), entry(batch, place), known).take(books);
            answers.get(place.poll()).set(place.entry(), result.settled());
            steps.add(result.step());
        }
        fleet.write(steps);
    }
}
