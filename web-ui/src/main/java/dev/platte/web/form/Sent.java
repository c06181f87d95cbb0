package dev.platte.web.form;

import dev.platte.db.verb.Caller;
import dev.platte.web.page.PageException;
import dev.platte.web.page.Who;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A form as it was sent. Handlers of forms take it as a parameter. */
public final class Sent {

    /** Tells one filling of a form from another: sent twice, it is done once. */
    static final String ONCE = "once";

    /** The revision of what the form changes, as its sender saw it. */
    static final String SEEN = "seen";

    private static final String REASON = "reason";

    private final Who who;
    private final String path;
    private final boolean byScript;
    private final Map<String, List<String>> fields;
    private final @Nullable String requestId;

    Sent(
            Who who,
            String path,
            boolean byScript,
            Map<String, List<String>> fields,
            @Nullable String requestId) {
        this.who = who;
        this.path = path;
        this.byScript = byScript;
        this.fields = new TreeMap<>(fields);
        this.requestId = requestId;
    }

    public Who who() {
        return who;
    }

    /** As the caller of verbs, with the reason that the form gives. */
    public Caller caller() {
        return who.identity().caller(optional(REASON).orElse(null), requestId, false);
    }

    /** The revision that its sender saw. */
    public long seen() {
        return seen(SEEN);
    }

    /** The revision of one of several things that it changes. */
    public long seen(String field) {
        try {
            return Long.parseLong(text(field));
        } catch (NumberFormatException e) {
            throw PageException.badAddress(
                    "The form does not say what you saw when it was opened.",
                    "Go back, load the page again, and send its form.");
        }
    }

    /** Empty where it says nothing. */
    public String text(String field) {
        List<String> said = fields.getOrDefault(field, List.of());
        return said.isEmpty() ? "" : said.getFirst().strip();
    }

    public Optional<String> optional(String field) {
        return Optional.of(text(field)).filter(said -> !said.isEmpty());
    }

    /** All values of a field that may stand in the form several times. */
    public List<String> all(String field) {
        return fields.getOrDefault(field, List.of()).stream().map(String::strip).toList();
    }

    /** Whether a box is ticked. */
    public boolean ticked(String field) {
        return fields.containsKey(field);
    }

    /**
     * A whole number.
     *
     * @throws FieldException when it is none, or outside the bounds
     */
    public long number(String field, long least, long most) {
        String text = text(field).replace(",", "");
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new FieldException(field, "Write a whole number, not \"" + text + "\".");
        }
        throw new FieldException(
                field, "Write a number from " + least + " to " + most + ", not " + text + ".");
    }

    /** A whole number, or nothing where the field is empty. */
    public OptionalLong optionalNumber(String field, long least, long most) {
        return text(field).isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(number(field, least, most));
    }

    /**
     * A length of time, written as a number in one field and its unit in the next: {@code FIELD}
     * and {@code FIELD-unit}, one of {@code SECONDS, MINUTES, HOURS, DAYS}.
     */
    public Optional<Duration> length(String field) {
        if (text(field).isEmpty()) {
            return Optional.empty();
        }
        long number = number(field, 0, 1_000_000);
        return Optional.of(
                switch (text(field + "-unit")) {
                    case "SECONDS" -> Duration.ofSeconds(number);
                    case "HOURS" -> Duration.ofHours(number);
                    case "DAYS" -> Duration.ofDays(number);
                    default -> Duration.ofMinutes(number);
                });
    }

    /** Whether a script sent it and takes the answer, else the browser does. */
    boolean byScript() {
        return byScript;
    }

    /** All that it says but what belongs to the sending itself. */
    String content() {
        Map<String, List<String>> content = new TreeMap<>(fields);
        content.remove("_csrf");
        return path + "\n" + content;
    }
}
