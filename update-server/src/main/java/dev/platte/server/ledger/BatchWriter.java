package dev.platte.server.ledger;

import dev.platte.db.fleet.Fleet;
import dev.platte.db.fleet.HostKey;
import dev.platte.db.fleet.PollRecord;
import dev.platte.db.fleet.Progress;
import dev.platte.db.fleet.Strangers;
import dev.platte.policy.decide.Decision.Settled;
import dev.platte.server.edge.DatabaseGone;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * Writes a batch of polls in one transaction with a handful of statements, however many they are:
 * the hosts are locked and read, each moves on its way and is granted or refused what it asks for,
 * and all is written. Either all of it is committed, or nothing.
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

    private final Fleet fleet;
    private final Strangers strangers;
    private final TransactionTemplate transactions;

    /** Plain JDBC transactions: nothing here is an entity. */
    BatchWriter(DataSource database) {
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(database));
        this.transactions.setTimeout(TIMEOUT_SECONDS);
        JdbcClient sql = JdbcClient.create(database);
        this.fleet = new Fleet(sql, transactions);
        this.strangers = new Strangers(sql, transactions);
    }

    List<List<Optional<Settled>>> write(List<Poll> batch) throws UnwritableException {
        for (int left = TRIES; ; left--) {
            try {
                return transactions.execute(status -> writeAll(batch));
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

    private List<List<Optional<Settled>>> writeAll(List<Poll> batch) {
        List<List<Optional<Settled>>> answers = new ArrayList<>();
        for (Poll poll : batch) {
            answers.add(
                    new ArrayList<>(Collections.nCopies(poll.entries().size(), Optional.empty())));
        }
        for (List<Place> round : rounds(batch)) {
            writeRound(batch, round, answers);
        }
        strangers.count(batch.stream().flatMap(poll -> poll.strangers().stream()).toList());
        return answers;
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
            List<Poll> batch, List<Place> round, List<List<Optional<Settled>>> answers) {
        List<HostKey> hosts =
                round.stream()
                        .map(place -> batch.get(place.poll()).entries().get(place.entry()).host())
                        .toList();
        Map<HostKey, Progress> known = fleet.lock(hosts);
        // Limits of rollouts are counted here: lock their rows now, settle one entry after the
        // other against the tally that the one
        // before left behind, and write the last tally with the rest.
        List<PollRecord> said = new ArrayList<>();
        List<PollRecord> begun = new ArrayList<>();
        for (Place place : round) {
            Poll poll = batch.get(place.poll());
            Entry entry = poll.entries().get(place.entry());
            Outcome outcome = Outcome.of(poll, entry, Optional.ofNullable(known.get(entry.host())));
            answers.get(place.poll()).set(place.entry(), outcome.settled());
            said.add(outcome.said());
            outcome.begun().ifPresent(begun::add);
        }
        fleet.recordPolls(said);
        fleet.recordPolls(begun);
    }
}
