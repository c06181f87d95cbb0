package dev.platte.web.fleet;

import dev.platte.db.fleet.HostQuery.Mark;
import dev.platte.omaha.value.ErrorCode;
import dev.platte.web.page.PageException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * What single hosts are looked for by. Absent parts match all.
 *
 * @param id how the machine id begins
 * @param alias how the alias begins
 * @param address how the address begins that it last polled from
 * @param error the last error, without flags
 * @param silent not seen for so long
 * @param retired only those that are not counted any more, else none of them
 */
public record HostMarks(
        @Nullable String id,
        @Nullable String alias,
        @Nullable String address,
        @Nullable Long error,
        @Nullable Duration silent,
        boolean retired) {

    private static final Duration CENTURY = Duration.ofDays(36_500);

    /** What update_engine fails with in practice; any other code may stand in the address. */
    private static final List<ErrorCode> KNOWN =
            List.of(
                    ErrorCode.ROLLBACK,
                    ErrorCode.DOWNLOAD_TRANSFER,
                    ErrorCode.PAYLOAD_HASH_MISMATCH,
                    ErrorCode.PAYLOAD_SIZE_MISMATCH,
                    ErrorCode.PAYLOAD_VERIFICATION,
                    ErrorCode.SIGNED_PAYLOAD_EXPECTED,
                    ErrorCode.PAYLOAD_PUBLIC_KEY_VERIFICATION,
                    ErrorCode.NEW_ROOTFS_VERIFICATION,
                    ErrorCode.NEW_KERNEL_VERIFICATION,
                    ErrorCode.POSTINSTALL_RUNNER,
                    ErrorCode.INSTALL_DEVICE_OPEN,
                    ErrorCode.WRITE,
                    ErrorCode.DOWNLOAD_STATE_INITIALIZATION,
                    ErrorCode.INVALID_MAGIC,
                    ErrorCode.MANIFEST_PARSE,
                    ErrorCode.OPERATION_HASH_VERIFICATION,
                    ErrorCode.OPERATION_EXECUTION,
                    ErrorCode.OPERATION_HASH_MISMATCH,
                    ErrorCode.RESPONSE_XML_PARSE,
                    ErrorCode.RESPONSE_INVALID,
                    ErrorCode.ERROR);

    private static final List<Duration> SILENCES =
            List.of(
                    Duration.ofHours(1),
                    Duration.ofHours(6),
                    Duration.ofDays(1),
                    Duration.ofDays(7),
                    Duration.ofDays(30));

    /** A value to choose, and its word. */
    public record Choice(String value, String word) {}

    static HostMarks read(MultiValueMap<String, String> address) {
        return new HostMarks(
                HostFilter.text(address, "id"),
                HostFilter.text(address, "alias"),
                HostFilter.text(address, "address"),
                error(HostFilter.text(address, "error")),
                silence(HostFilter.text(address, "silent")),
                HostFilter.text(address, "retired") != null);
    }

    boolean none() {
        return id == null
                && alias == null
                && address == null
                && error == null
                && silent == null
                && !retired;
    }

    /** Whether those stand in the address that the form hides at first. */
    public boolean rare() {
        return address != null || error != null || silent != null || retired;
    }

    List<Mark> at(Instant now) {
        List<Mark> marks = new ArrayList<>();
        if (id != null) {
            marks.add(new Mark.Named(id));
        }
        if (alias != null) {
            marks.add(new Mark.Aliased(alias));
        }
        if (address != null) {
            marks.add(new Mark.Addressed(address));
        }
        if (error != null) {
            marks.add(new Mark.Erred(error));
        }
        if (silent != null) {
            marks.add(new Mark.SilentSince(now.minus(silent)));
        }
        if (retired) {
            marks.add(new Mark.Retired());
        }
        return marks;
    }

    /** As they stand in an address. */
    Map<String, String> words() {
        Map<String, String> words = new LinkedHashMap<>();
        put(words, "id", id);
        put(words, "alias", alias);
        put(words, "address", address);
        put(words, "error", error);
        put(words, "silent", silent);
        put(words, "retired", retired ? "on" : null);
        return words;
    }

    private static void put(Map<String, String> words, String name, @Nullable Object value) {
        if (value != null) {
            words.put(name, value.toString());
        }
    }

    /** Errors to choose; the one that is chosen too. */
    public List<Choice> errors() {
        List<Choice> choices = new ArrayList<>();
        if (error != null && KNOWN.stream().noneMatch(known -> known.code() == error)) {
            choices.add(choice(ErrorCode.of(error.intValue())));
        }
        KNOWN.forEach(known -> choices.add(choice(known)));
        return choices;
    }

    private static Choice choice(ErrorCode code) {
        return new Choice(Integer.toString(code.code()), code.toString());
    }

    /** Lengths of silence to choose; the one that is chosen too. */
    public List<Choice> silences() {
        List<Duration> all = new ArrayList<>(SILENCES);
        if (silent != null && !all.contains(silent)) {
            all.addFirst(silent);
        }
        return all.stream()
                .map(length -> new Choice(length.toString(), "more than " + length(length)))
                .toList();
    }

    private static String length(Duration length) {
        long hours = length.toHours();
        if (hours % 24 == 0 && hours > 0) {
            return hours == 24 ? "1 day" : hours / 24 + " days";
        }
        return hours == 1 ? "1 hour" : hours + " hours";
    }

    private static @Nullable Long error(@Nullable String said) {
        try {
            return said == null ? null : Long.valueOf(ErrorCode.parse(said).code());
        } catch (NumberFormatException e) {
            throw PageException.badAddress(
                    "\"" + HostFinder.brief(String.valueOf(said)) + "\" is no error code.",
                    "Codes are numbers, such as 10 for a payload that does not match its hash.");
        }
    }

    private static @Nullable Duration silence(@Nullable String said) {
        try {
            Duration length = said == null ? null : Duration.parse(said);
            if (length == null || (!length.isNegative() && length.compareTo(CENTURY) < 0)) {
                return length;
            }
        } catch (DateTimeException e) {
            // Refused below.
        }
        throw PageException.badAddress(
                "\"" + HostFinder.brief(String.valueOf(said)) + "\" is no length of silence.",
                "Write it as ISO 8601 does: PT6H, P7D.");
    }
}
