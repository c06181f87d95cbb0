package dev.platte.client.engine;

import java.io.PrintWriter;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Lines in the form of glog: {@code I1125 19:00:00.123456 4242 file:line] words}. */
final class EngineLog {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MMdd HH:mm:ss.SSSSSS", Locale.ROOT);

    private final PrintWriter err;
    private final InstantSource clock;
    private final ZoneId zone;

    EngineLog(PrintWriter err, InstantSource clock, ZoneId zone) {
        this.err = err;
        this.clock = clock;
        this.zone = zone;
    }

    void info(String words) {
        line('I', words);
    }

    void warning(String words) {
        line('W', words);
    }

    void error(String words) {
        line('E', words);
    }

    private void line(char level, String words) {
        err.printf(
                "%c%s %5d update_engine_client:1] %s\n",
                level,
                TIME.format(clock.instant().atZone(zone)),
                ProcessHandle.current().pid(),
                words);
        err.flush();
    }
}
