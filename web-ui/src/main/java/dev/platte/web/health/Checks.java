package dev.platte.web.health;

import dev.platte.db.vitals.DatabaseVitals.Table;
import dev.platte.db.vitals.DatabaseVitals.Whole;
import dev.platte.web.page.Mark;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an operator would look at first, judged. */
final class Checks {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final long MANY_ROWS = 10_000;

    private Checks() {}

    /**
     * One thing that was looked at.
     *
     * @param sentence what was found, and what to do where it is not well
     */
    public record Check(String what, Mark mark, String sentence) {}

    static List<Check> of(Lately lately, Whole whole, List<Table> tables, Instant now) {
        return List.of(
                refused(lately),
                queue(lately),
                connections(whole),
                oldest(whole, now),
                dead(tables));
    }

    private static Check refused(Lately lately) {
        return lately.refused() == 0
                ? well("Polls", "None was sent away in the last hour.")
                : hurt(
                        "Polls",
                        "%,d were sent away in the last hour: the queue was full, or the database gone. Hosts come again by themselves."
                                .formatted(lately.refused()));
    }

    private static Check queue(Lately lately) {
        return lately.waiting() < 1000
                ? well("Queue", "%,d polls wait to be written.".formatted(lately.waiting()))
                : warn(
                        "Queue",
                        "%,d polls wait to be written: the database is slower than they come. Look at its disk."
                                .formatted(lately.waiting()));
    }

    private static Check connections(Whole whole) {
        String found = "%d of %d are open.".formatted(whole.connections(), whole.most());
        return whole.connections() * 5 < whole.most() * 4
                ? well("Connections", found)
                : warn(
                        "Connections",
                        found + " Raise max_connections, or have servers open fewer.");
    }

    private static Check oldest(Whole whole, Instant now) {
        @Nullable Instant since = whole.oldest();
        Duration open = since == null ? Duration.ZERO : Duration.between(since, now);
        return open.compareTo(LONG) < 0
                ? well("Transactions", "None has been open for long.")
                : warn(
                        "Transactions",
                        "One has been open for %d minutes: while it is, nothing dead is cleared away. Look for it in pg_stat_activity."
                                .formatted(open.toMinutes()));
    }

    private static Check dead(List<Table> tables) {
        return tables.stream()
                .filter(table -> table.rows() > MANY_ROWS && table.dead() > 0.3)
                .findFirst()
                .map(
                        table ->
                                warn(
                                        "Dead rows",
                                        String.format(
                                                Locale.ROOT,
                                                "%.0f %% of %s is dead: autovacuum does not keep up.",
                                                table.dead() * 100,
                                                table.name())))
                .orElseGet(() -> well("Dead rows", "Autovacuum keeps up."));
    }

    private static Check well(String what, String sentence) {
        return new Check(what, new Mark("done", "Well", "As it should be."), sentence);
    }

    private static Check warn(String what, String sentence) {
        return new Check(what, new Mark("silent", "Look", "Somebody should look."), sentence);
    }

    private static Check hurt(String what, String sentence) {
        return new Check(what, new Mark("failed", "Hurt", "Hosts feel it."), sentence);
    }
}
