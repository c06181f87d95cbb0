package dev.platte.web.fleet;

import dev.platte.db.fleet.Host;
import dev.platte.omaha.value.ErrorCode;
import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Hosts as a file: RFC 4180 with a row of names, or a JSON array of objects. */
enum HostFile {
    CSV("text/csv;charset=UTF-8") {

        @Override
        void begin(Writer out) throws IOException {
            out.write(String.join(",", NAMES) + "\r\n");
        }

        @Override
        void host(HostLine line, boolean first, Writer out) throws IOException {
            out.write(
                    row(line).values().stream()
                            .map(HostFile::cell)
                            .collect(Collectors.joining(",", "", "\r\n")));
        }

        @Override
        void end(Writer out) {}
    },

    JSON("application/json") {

        @Override
        void begin(Writer out) throws IOException {
            out.write("[");
        }

        @Override
        void host(HostLine line, boolean first, Writer out) throws IOException {
            out.write(first ? "\n" : ",\n");
            out.write(JsonMapper.shared().writeValueAsString(row(line)));
        }

        @Override
        void end(Writer out) throws IOException {
            out.write("\n]\n");
        }
    };

    private static final String[] NAMES = {
        "machineId", "alias", "address", "group", "track", "version", "standing", "state",
        "stateSince", "board", "arch", "oem", "bootId", "firstSeen", "lastSeen", "error",
        "errorWords", "errorAt", "duplicateSince", "retired",
    };

    private final String type;

    HostFile(String type) {
        this.type = type;
    }

    String type() {
        return type;
    }

    abstract void begin(Writer out) throws IOException;

    abstract void host(HostLine line, boolean first, Writer out) throws IOException;

    abstract void end(Writer out) throws IOException;

    private static Map<String, @Nullable Object> row(HostLine line) {
        Host host = line.host();
        Long error = host.lastError();
        Object[] values = {
            host.key().machineId(),
            host.facts().alias(),
            host.facts().ip(),
            line.group() == null ? null : line.group().track(),
            host.facts().track(),
            host.facts().version(),
            line.standing().name().toLowerCase(Locale.ROOT),
            host.state().name().toLowerCase(Locale.ROOT),
            host.stateSince(),
            host.facts().board(),
            host.facts().arch(),
            host.facts().oem(),
            host.facts().bootId(),
            host.firstSeen(),
            host.lastSeen(),
            error == null ? null : (Object) ErrorCode.of(error.intValue()).code(),
            HostLine.words(error),
            host.lastErrorAt(),
            host.duplicateSince(),
            host.retired(),
        };
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        for (int i = 0; i < NAMES.length; i++) {
            named.put(NAMES[i], values[i] == null ? null : plain(values[i]));
        }
        return named;
    }

    private static Object plain(Object value) {
        return value instanceof Number ? value : value.toString();
    }

    /**
     * What a host calls itself must not become a formula in who opens the file: what begins like
     * one gets an apostrophe before it, as OWASP advises.
     */
    private static String cell(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        String text = value.toString();
        boolean formula = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
        String safe = formula && !(value instanceof Number) ? "'" + text : text;
        return safe.matches("[^\",\r\n]*") ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }
}
