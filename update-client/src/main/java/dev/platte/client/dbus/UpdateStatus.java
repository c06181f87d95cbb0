package dev.platte.client.dbus;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the bus tells of this host at one moment. */
public record UpdateStatus(
        Stage stage, Update update, Checks checks, Optional<LastError> lastError, Running running) {
    public UpdateStatus {
        requireNonNull(stage, "stage");
        requireNonNull(update, "update");
        requireNonNull(checks, "checks");
        requireNonNull(lastError, "lastError");
        requireNonNull(running, "running");
    }

    /**
     * Where it stands.
     *
     * @param operation update_engine's name, such as {@code UPDATE_STATUS_IDLE}
     * @param reason in words
     */
    public record Stage(String operation, String reason, Instant since) {
        public Stage {
            requireNonNull(operation, "operation");
            requireNonNull(reason, "reason");
            requireNonNull(since, "since");
        }
    }

    /**
     * The update that this is about.
     *
     * @param version update_engine shows {@code 0.0.0} without one
     * @param size of the payload in bytes
     * @param progress of the download, 0 to 1; 0 before and after
     * @param received bytes of the payload so far
     * @param bytesPerSecond of the download; 0 while there is none
     */
    public record Update(
            String version, long size, double progress, long received, long bytesPerSecond) {
        public Update {
            requireNonNull(version, "version");
        }
    }

    /** The last check that the server answered, and the next one; empty where there is none. */
    public record Checks(Optional<Instant> last, Optional<Instant> next) {
        public Checks {
            requireNonNull(last, "last");
            requireNonNull(next, "next");
        }
    }

    /**
     * What ended the last attempt; stays until something succeeds.
     *
     * @param code as it is reported, without update_engine's flag bits
     * @param words the code in words
     * @param reason what happened, where, and what to do
     */
    public record LastError(int code, String words, String reason, Instant at) {
        public LastError {
            requireNonNull(words, "words");
            requireNonNull(reason, "reason");
            requireNonNull(at, "at");
        }
    }

    /** What runs, and whom it asks. */
    public record Running(String version, String group, String server, List<SlotLine> slots) {
        public Running {
            requireNonNull(version, "version");
            requireNonNull(group, "group");
            requireNonNull(server, "server");
            slots = List.copyOf(slots);
        }
    }

    /**
     * One slot as the bootloader sees it.
     *
     * @param name {@code USR-A} or {@code USR-B}
     * @param version empty when it is not known
     */
    public record SlotLine(
            String name,
            String version,
            int priority,
            int tries,
            boolean successful,
            boolean running) {
        public SlotLine {
            requireNonNull(name, "name");
            requireNonNull(version, "version");
        }
    }
}
