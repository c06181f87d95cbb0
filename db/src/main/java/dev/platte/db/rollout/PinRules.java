package dev.platte.db.rollout;

import dev.platte.db.verb.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What pins must be like. */
final class PinRules {

    private static final Duration LONGEST = Duration.ofDays(366);

    private final JdbcClient sql;

    PinRules(JdbcClient sql) {
        this.sql = sql;
    }

    static void requireMachine(String machineId) {
        if (machineId.isBlank() || machineId.length() > 256 || machineId.indexOf('\0') >= 0) {
            throw RefusedException.invalid(
                    "machine-id-invalid", "A machine id has 1 to 256 characters.");
        }
    }

    static void requireUntil(Instant until, Instant now) {
        if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST))) {
            throw RefusedException.invalid(
                    "pin-until-invalid",
                    "A pin ends after now and within 366 days, not at " + until + ".");
        }
    }

    void requireApplication(long id) {
        if (sql.sql("select id from application where id = ?")
                .param(id)
                .query(Long.class)
                .optional()
                .isEmpty()) {
            throw RefusedException.notFound(
                    "application-unknown", "There is no application " + id + ".");
        }
    }

    void requirePackage(long applicationId, long packageId) {
        String state =
                sql.sql("select state from package where id = ? and application_id = ?")
                        .params(packageId, applicationId)
                        .query(String.class)
                        .optional()
                        .orElseThrow(
                                () ->
                                        RefusedException.notFound(
                                                "package-unknown",
                                                "The application has no package "
                                                        + packageId
                                                        + "."));
        if (!state.equals("PUBLISHED")) {
            throw RefusedException.conflict(
                    "package-not-published",
                    "The package is " + state + "; only a published one can be offered.");
        }
    }

    /** Room for pins of these hosts beside those that hold for others. */
    void requireRoom(long applicationId, List<String> machines, Instant now) {
        long others =
                sql.sql(
                                """
                                select count(*) from pin where application_id = ? and until > ?
                                    and machine_id <> all(?)
                                """)
                        .params(
                                applicationId,
                                RolloutRows.time(now),
                                machines.toArray(String[]::new))
                        .query(Long.class)
                        .single();
        if (others + machines.size() > Pins.MOST) {
            throw RefusedException.conflict(
                    "too-many-pins",
                    "The application would have %d pins; at most %d hold at a time. Make a group for so many hosts instead."
                            .formatted(others + machines.size(), Pins.MOST));
        }
    }
}
