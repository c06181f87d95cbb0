package dev.platte.web.form;

import dev.platte.db.access.AuditRow;
import dev.platte.web.page.Difference;
import dev.platte.web.page.VerbWords;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change that somebody made after a form was opened.
 *
 * @param did what they did, in words
 * @param parts what it changed; empty where nothing stands beside the change itself
 */
record Unseen(String who, Instant at, String did, @Nullable String reason, List<Difference> parts) {

    private static final int MOST = 8;

    Unseen {
        parts = List.copyOf(parts);
    }

    static Unseen of(AuditRow row) {
        return new Unseen(
                row.who(),
                row.at(),
                VerbWords.of(row.verb()),
                row.reason(),
                Difference.of(row.before(), row.after(), MOST));
    }
}
