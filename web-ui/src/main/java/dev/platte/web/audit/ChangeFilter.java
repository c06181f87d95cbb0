package dev.platte.web.audit;

import dev.platte.db.access.AuditFilter;
import dev.platte.web.page.PageException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * Which changes a page shows; what stands in its address, and nothing else. Absent parts match all.
 *
 * @param verb one verb, or the thing that they are about
 * @param from the first day, in UTC
 * @param to the last day
 */
record ChangeFilter(
        @Nullable String who,
        @Nullable String verb,
        @Nullable String subject,
        @Nullable LocalDate from,
        @Nullable LocalDate to) {

    /** What changes are about, as a list to choose from. */
    static final List<Topic> TOPICS =
            List.of(
                    new Topic("rollout", "Rollouts"),
                    new Topic("channel", "Channels"),
                    new Topic("package", "Packages"),
                    new Topic("group", "Groups"),
                    new Topic("host", "Hosts"),
                    new Topic("floor", "Floors"),
                    new Topic("approval", "Approvals"),
                    new Topic("lock", "Reboots"),
                    new Topic("application", "Applications"),
                    new Topic("key", "Keys"),
                    new Topic("user", "People"),
                    new Topic("token", "Tokens"),
                    new Topic("webhook", "Webhooks"));

    private static final int MAX_TEXT = 300;

    /** A thing that verbs are about. */
    public record Topic(String verb, String word) {}

    static ChangeFilter read(MultiValueMap<String, String> address) {
        return new ChangeFilter(
                text(address, "who"),
                text(address, "verb"),
                text(address, "subject"),
                day(address, "from"),
                day(address, "to"));
    }

    AuditFilter query() {
        return new AuditFilter(
                who, verb, subject, start(from), to == null ? null : start(to.plusDays(1)));
    }

    public boolean narrows() {
        return who != null || verb != null || subject != null || from != null || to != null;
    }

    /** The address of the first page with this filter. */
    String address() {
        return address(null);
    }

    /** The address of the page after a change. */
    String below(long id) {
        return address(id);
    }

    private String address(@Nullable Long below) {
        StringBuilder built = new StringBuilder("/audit?");
        add(built, "who", who);
        add(built, "verb", verb);
        add(built, "subject", subject);
        add(built, "from", from);
        add(built, "to", to);
        add(built, "below", below);
        return built.substring(0, built.length() - 1);
    }

    private static void add(StringBuilder address, String name, @Nullable Object value) {
        if (value != null) {
            address.append(name)
                    .append('=')
                    .append(URLEncoder.encode(value.toString(), StandardCharsets.UTF_8))
                    .append('&');
        }
    }

    private static @Nullable Instant start(@Nullable LocalDate day) {
        return day == null ? null : day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static @Nullable LocalDate day(MultiValueMap<String, String> address, String name) {
        String said = text(address, name);
        try {
            return said == null ? null : LocalDate.parse(said);
        } catch (DateTimeException e) {
            throw PageException.badAddress(
                    "What \"" + name + "\" says is no day.", "Write it as 2026-03-01.");
        }
    }

    private static @Nullable String text(MultiValueMap<String, String> address, String name) {
        String value = address.getFirst(name);
        if (value == null || value.isBlank()) {
            return null;
        }
        String text = value.strip();
        if (text.length() > MAX_TEXT || text.indexOf('\0') >= 0) {
            throw PageException.badAddress(
                    "The filter \"" + name + "\" has more than 300 characters or a zero byte.",
                    "Shorten it.");
        }
        return text;
    }
}
