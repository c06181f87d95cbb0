package dev.platte.client.state;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * A small record of named texts.
 *
 * <p>On disk: the line {@code platte-state 1}, one line {@code name=value} each ({@code \\}, {@code
 * \n} and {@code \r} escaped in values, names of lower-case letters, digits, dots and dashes), and
 * a last line {@code crc32c=} with the checksum of all bytes before it in eight hex digits.
 */
public final class Fields {
    private static final String FIRST_LINE = "platte-state 1\n";
    private static final String LAST_KEY = "crc32c=";
    private static final int LAST_LENGTH = LAST_KEY.length() + 8 + 1;
    private static final Pattern NAME = Pattern.compile("[a-z0-9.-]+");

    private final Map<String, String> values = new LinkedHashMap<>();

    /** Nothing yet. */
    public Fields() {}

    /** Adds or replaces one. */
    public Fields with(String name, String value) {
        if (!NAME.matcher(name).matches() || (name + "=").equals(LAST_KEY)) {
            throw new IllegalArgumentException("not a field name: " + name);
        }
        values.put(name, value);
        return this;
    }

    /** Adds a whole number. */
    public Fields with(String name, long value) {
        return with(name, Long.toString(value));
    }

    /** Adds an instant, in ISO 8601. */
    public Fields with(String name, Instant value) {
        return with(name, value.toString());
    }

    /** The text of that name. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** The whole number of that name; empty when it is missing or not one. */
    public Optional<Long> number(String name) {
        try {
            return text(name).map(Long::valueOf);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The instant of that name; empty when it is missing or not one. */
    public Optional<Instant> instant(String name) {
        try {
            return text(name).map(Instant::parse);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** One line {@code name=value} for each, escaped. */
    public String lines() {
        StringBuilder out = new StringBuilder();
        values.forEach(
                (name, value) -> out.append(name).append('=').append(escape(value)).append('\n'));
        return out.toString();
    }

    byte[] encode() {
        byte[] body = (FIRST_LINE + lines()).getBytes(StandardCharsets.UTF_8);
        byte[] last =
                "%s%08x\n"
                        .formatted(LAST_KEY, checksum(body, body.length))
                        .getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(body.length + last.length).put(body).put(last).array();
    }

    static Fields decode(byte[] bytes) throws DamagedException {
        int body = bytes.length - LAST_LENGTH;
        if (body < 0) {
            throw new DamagedException("too short");
        }
        String expected = "%s%08x\n".formatted(LAST_KEY, checksum(bytes, body));
        String last = new String(bytes, body, LAST_LENGTH, StandardCharsets.ISO_8859_1);
        if (!last.equals(expected)) {
            throw new DamagedException("its checksum is wrong");
        }
        String text;
        try {
            text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes, 0, body))
                            .toString();
        } catch (CharacterCodingException e) {
            throw new DamagedException("it is not UTF-8");
        }
        if (!text.startsWith(FIRST_LINE)) {
            throw new DamagedException("its format is not known");
        }
        return ofLines(text.substring(FIRST_LINE.length()));
    }

    /**
     * The fields of such lines.
     *
     * @throws DamagedException a line is none of them
     */
    public static Fields ofLines(String text) throws DamagedException {
        Fields fields = new Fields();
        for (String line : text.split("\n")) {
            if (line.isEmpty()) {
                continue;
            }
            int equals = line.indexOf('=');
            if (equals < 0 || !NAME.matcher(line.substring(0, equals)).matches()) {
                throw new DamagedException("a line is not name=value");
            }
            fields.with(line.substring(0, equals), unescape(line.substring(equals + 1)));
        }
        return fields;
    }

    private static String escape(String value) {
        return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }

    private static String unescape(String value) {
        StringBuilder out = new StringBuilder();
        boolean escaped = false;
        for (char c : value.toCharArray()) {
            if (escaped) {
                out.append(c == 'n' ? '\n' : c == 'r' ? '\r' : c);
                escaped = false;
            } else if (c == '\\') {
                escaped = true;
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static long checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return crc.getValue();
    }
}
