package dev.platte.client.cli;

import dev.platte.client.systemd.JournalFields;
import dev.platte.client.systemd.JournalHandler;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Logger;

/** Where the log goes: the journal where standard error is one of its streams, else there. */
final class Logs {
    private Logs() {}

    /** To be called once, before anything is said. */
    static void begin(Map<String, String> environment) {
        System.setProperty("java.util.logging.SimpleFormatter.format", "%4$s: %5$s%6$s%n");
        Optional<JournalHandler> journal = JournalHandler.ofStandardError(environment);
        Logger root = Logger.getLogger("");
        // The transport says at every connection that it is what it is.
        Logger.getLogger("org.freedesktop.dbus").setLevel(java.util.logging.Level.SEVERE);
        if (journal.isPresent()) {
            for (Handler handler : root.getHandlers()) {
                root.removeHandler(handler);
            }
            root.addHandler(journal.get());
        }
    }

    /** Has the journal's entries say what the agent does. */
    static void describe(JournalFields fields) {
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            if (handler instanceof JournalHandler journal) {
                journal.context(fields);
            }
        }
    }
}
