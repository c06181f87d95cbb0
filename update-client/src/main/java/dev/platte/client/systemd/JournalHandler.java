package dev.platte.client.systemd;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/**
 * Log records as entries of systemd's journal, with fields that {@code journalctl} can ask for.
 * What the journal does not take goes to standard error, with the priority that systemd reads there
 * (sd-daemon(3)).
 */
public final class JournalHandler extends Handler {
    /** Where journald listens for entries of several fields (systemd.io, native protocol). */
    public static final String SOCKET = "/run/systemd/journal/socket";

    private static final int MOST_MESSAGE = 48 * 1024;

    private final UnixDatagram socket;
    private final PrintStream fallback;
    private volatile Supplier<Map<String, String>> context = Map::of;

    private JournalHandler(UnixDatagram socket, PrintStream fallback) {
        this.socket = socket;
        this.fallback = fallback;
        setFormatter(new SimpleFormatter());
    }

    /**
     * The journal behind standard error.
     *
     * @param environment whose {@code JOURNAL_STREAM} must name standard error (systemd.exec(5))
     * @return empty where standard error goes elsewhere
     */
    public static Optional<JournalHandler> ofStandardError(Map<String, String> environment) {
        String told = environment.getOrDefault("JOURNAL_STREAM", "");
        try {
            Path stderr = Path.of("/proc/self/fd/2");
            String own =
                    Files.getAttribute(stderr, "unix:dev")
                            + ":"
                            + Files.getAttribute(stderr, "unix:ino");
            return told.equals(own) ? Optional.of(to(SOCKET, System.err)) : Optional.empty();
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    /** The journal that listens there. */
    static JournalHandler to(String address, PrintStream fallback) throws IOException {
        return new JournalHandler(UnixDatagram.to(address), fallback);
    }

    /** Fields that every entry carries from now on; names of capitals, digits and underscores. */
    public void context(Supplier<Map<String, String>> fields) {
        context = fields;
    }

    @Override
    public void publish(@Nullable LogRecord entry) {
        if (entry == null || !isLoggable(entry)) {
            return;
        }
        String message = message(entry);
        int priority = priority(entry.getLevel());
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("MESSAGE", message);
        fields.put("PRIORITY", Integer.toString(priority));
        fields.put("SYSLOG_IDENTIFIER", "update-client");
        fields.put("LOGGER", String.valueOf(entry.getLoggerName()));
        fields.putAll(context.get());
        try {
            socket.sendNow(encode(fields));
        } catch (IOException e) {
            message.lines().forEach(line -> fallback.println("<" + priority + ">" + line));
        }
    }

    private String message(LogRecord entry) {
        StringWriter text = new StringWriter();
        text.append(getFormatter().formatMessage(entry));
        if (entry.getThrown() != null) {
            text.append("\n");
            entry.getThrown().printStackTrace(new PrintWriter(text, true));
        }
        String all = text.toString();
        return all.length() > MOST_MESSAGE ? all.substring(0, MOST_MESSAGE) : all;
    }

    /** syslog(3). */
    private static int priority(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return 3;
        }
        if (level.intValue() >= Level.WARNING.intValue()) {
            return 4;
        }
        return level.intValue() >= Level.INFO.intValue() ? 6 : 7;
    }

    /**
     * {@code NAME=value} lines; a value of several lines stands after the name alone, behind its
     * length in eight bytes, the least significant first.
     */
    static byte[] encode(Map<String, String> fields) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        fields.forEach(
                (name, value) -> {
                    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
                    out.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
                    if (value.indexOf('\n') < 0) {
                        out.write('=');
                    } else {
                        out.write('\n');
                        for (int i = 0; i < 8; i++) {
                            out.write(i < 4 ? bytes.length >>> (8 * i) & 0xff : 0);
                        }
                    }
                    out.writeBytes(bytes);
                    out.write('\n');
                });
        return out.toByteArray();
    }

    @Override
    public void flush() {
        // Every entry is on its way when it is published.
    }

    @Override
    public void close() {
        // The socket lives as long as the process, since anybody may still log.
    }
}
