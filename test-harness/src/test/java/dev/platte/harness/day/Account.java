package dev.platte.harness.day;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.harness.day.Witness.Line;
import dev.platte.omaha.value.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Compares what a host went through with what its server made of it. */
final class Account {
    private static final int CODE = 0x0FFFFFFF;

    private final List<Line> lines;
    private int told;
    private int excused;
    private int failures;

    Account(List<Line> lines) {
        this.lines = lines;
    }

    /** How many installations were looked at, and how many could not be held to anything. */
    @Override
    public String toString() {
        return "%d installations and %d failures with all their reports, %d installations whose reports could not be written or were destroyed"
                .formatted(told, failures, excused);
    }

    /**
     * For every flip the server heard of the download's begin and end and of the installation, in
     * this order, before the host asked from the new version; and nothing in between that would end
     * the update in its eyes, as the failure of a mere check does not.
     */
    void everyInstallationWasReported() {
        int from = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i) instanceof Line.Flipped(String version)) {
                int until = firstCheckAfterBoot(i);
                List<Line> window = lines.subList(from, until);
                if (window.stream().anyMatch(Account::isDestructive)) {
                    excused++;
                } else {
                    assertThat(events(window))
                            .as("reports of %s", version)
                            .containsSubsequence("13/1", "14/1", "3/1");
                    assertThat(failures(lines.subList(i, until)))
                            .as("after the installation of %s", version)
                            .allMatch(ErrorCode::isOfCheck);
                    told++;
                }
                from = i + 1;
            }
        }
    }

    /**
     * For every attempt that failed or was put off the server heard its code, before it was asked
     * again.
     */
    void everyFailureWasReported() {
        int from = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i) instanceof Line.Failed(int code)) {
                List<Line> window = lines.subList(from, nextCheck(i));
                if (window.stream().noneMatch(Account::isDestructive)) {
                    assertThat(codes(window)).as("failure in line %d", i).contains(code);
                    failures++;
                }
                from = i + 1;
            }
        }
    }

    /** The next check that was answered after that line: what waits is told before. */
    private int nextCheck(int line) {
        for (int i = line; i < lines.size(); i++) {
            if (lines.get(i) instanceof Line.Heard heard && heard.isCheck()) {
                return i;
            }
        }
        return lines.size();
    }

    /** What was reached is complete, once; what was fallen back from is that; nothing else is. */
    void theServerCountsWhatHappened(JdbcClient sql) {
        Map<String, Long> complete = counts(sql, "COMPLETE");
        Map<String, Long> reached = new TreeMap<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i) instanceof Line.Booted(String version, boolean isBad)
                    && !isBad
                    && isAsking(version, i + 1)) {
                reached.put(version, 1L);
            }
        }
        reached.remove(Releases.version(1));
        assertThat(complete).isEqualTo(reached);
        assertThat(counts(sql, "FELL_BACK").keySet()).isEqualTo(leftAgain());
    }

    /** Where the next machine that started was an older one: the image was bad, or lost power. */
    private Set<String> leftAgain() {
        Set<String> versions = new TreeSet<>();
        String before = Releases.version(1);
        for (Line line : lines) {
            if (line instanceof Line.Booted(String version, boolean _)) {
                if (Releases.number(version) < Releases.number(before)) {
                    versions.add(before);
                }
                before = version;
            }
        }
        return versions;
    }

    private static Map<String, Long> counts(JdbcClient sql, String state) {
        Map<String, Long> counts = new TreeMap<>();
        sql.sql(
                        """
                        select p.version, count(*) as n
                        from attempt a join package p on p.id = a.package_id
                        where a.state = :state group by 1
                        """)
                .param("state", state)
                .query((row, _) -> counts.put(row.getString(1), row.getLong(2)))
                .list();
        return counts;
    }

    /** Whether that machine asked the server before the next one started. */
    private boolean isAsking(String version, int from) {
        for (Line line : lines.subList(from, lines.size())) {
            if (line instanceof Line.Booted) {
                return false;
            }
            if (line instanceof Line.Heard heard && heard.isCheck()) {
                return heard.version().equals(version);
            }
        }
        return false;
    }

    /** Where the host asked for the first time after that flip was booted, or was overtaken. */
    private int firstCheckAfterBoot(int flipped) {
        boolean isBooted = false;
        for (int i = flipped + 1; i < lines.size(); i++) {
            Line line = lines.get(i);
            isBooted |= line instanceof Line.Booted;
            boolean isAsked = line instanceof Line.Heard heard && heard.isCheck() && isBooted;
            if (isAsked || line instanceof Line.Flipped) {
                return i;
            }
        }
        return lines.size();
    }

    /** What nobody can report who has lost it. */
    private static boolean isDestructive(Line line) {
        return switch (line) {
            case Line.Damaged(String file) -> file.equals("reports") || file.equals("flip");
            case Line.Ended(boolean isForgetful) -> isForgetful;
            case Line.Heard _, Line.Flipped _, Line.Failed _, Line.Booted _ -> false;
        };
    }

    private static List<String> events(List<Line> lines) {
        List<String> events = new ArrayList<>();
        for (Line line : lines) {
            if (line instanceof Line.Heard heard && !heard.isCheck()) {
                events.add(heard.event());
            }
        }
        return events;
    }

    private static List<Integer> codes(List<Line> lines) {
        return Stream.of("3/0/", "3/9/").flatMap(event -> codes(lines, event)).toList();
    }

    private static List<ErrorCode> failures(List<Line> lines) {
        return codes(lines, "3/0/").map(ErrorCode::of).toList();
    }

    private static Stream<Integer> codes(List<Line> lines, String event) {
        return events(lines).stream()
                .filter(said -> said.startsWith(event))
                .map(said -> (int) (Long.parseLong(said.substring(event.length())) & CODE));
    }
}
