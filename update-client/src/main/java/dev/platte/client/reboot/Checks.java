package dev.platte.client.reboot;

import dev.platte.client.config.RebootSettings;
import dev.platte.client.config.Settings;
import dev.platte.policy.window.Periodic;
import dev.platte.policy.window.RebootWindows;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * What on this host stops a reboot now; the first thing found, in the order of how long it lasts.
 */
final class Checks {
    private static final long LEAST_ROOM = 1 << 20;
    private static final int MOST_WORDS = 200;
    private static final Pattern UNTIL = Pattern.compile("^until (\\S+?):?(?:\\s|$)");

    private final Others others;
    private final Power power;
    private final Path state;

    /** Other programs of this host, some of which ask that nobody shuts it down. */
    @FunctionalInterface
    interface Others {
        /** Empty also where nobody can be asked. */
        Optional<Obstacle> blocking();
    }

    /**
     * @param state the state directory, in which the slot is remembered over the reboot
     */
    Checks(Others others, Power power, Path state) {
        this.others = others;
        this.power = power;
        this.state = state;
    }

    Optional<Obstacle> look(Settings all, Instant now) {
        RebootSettings settings = all.reboot();
        return power.hindrance(all)
                .or(() -> window(settings, now))
                .or(() -> blocker(settings.way().blockers(), now))
                .or(others::blocking)
                .or(this::disk);
    }

    private static Optional<Obstacle> window(RebootSettings settings, Instant now) {
        RebootWindows windows = settings.windows();
        if (!windows.isOpen(now)) {
            return Optional.of(new Obstacle.WindowClosed(windows.nextOpen(now)));
        }
        Duration needed = needed(settings);
        Instant end = windows.openUntil(now);
        // Instant.MAX is too far for a duration.
        return end.isBefore(now.plus(needed))
                ? Optional.of(new Obstacle.WindowEnds(end, needed))
                : Optional.empty();
    }

    /** A window shorter than a reboot would otherwise never do. */
    private static Duration needed(RebootSettings settings) {
        Duration reboot = settings.patience().reboot();
        return settings.windows().windows().stream()
                .map(Periodic::length)
                .max(Comparator.naturalOrder())
                .map(longest -> longest.dividedBy(2))
                .filter(half -> half.compareTo(reboot) < 0)
                .orElse(reboot);
    }

    private static Optional<Obstacle> blocker(List<Path> directories, Instant now) {
        for (Path directory : directories) {
            if (!Files.isDirectory(directory)) {
                continue;
            }
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
                Optional<Obstacle> first =
                        StreamSupport.stream(files.spliterator(), false)
                                .filter(file -> !file.getFileName().toString().startsWith("."))
                                .sorted()
                                .map(file -> new Obstacle.Blocked(file, reason(file)))
                                .filter(blocked -> !isOver(blocked.why(), now))
                                .<Obstacle>map(blocked -> blocked)
                                .findFirst();
                if (first.isPresent()) {
                    return first;
                }
            } catch (IOException e) {
                // What cannot be read may hold a reason not to reboot.
                return Optional.of(
                        new Obstacle.Blocked(directory, "it cannot be read: " + e.getMessage()));
            }
        }
        return Optional.empty();
    }

    /** A file may say until when it blocks; one whose time cannot be read does for ever. */
    private static boolean isOver(String reason, Instant now) {
        Matcher until = UNTIL.matcher(reason);
        try {
            return until.find() && !now.isBefore(Instant.parse(until.group(1)));
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static String reason(Path file) {
        try (var in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(MOST_WORDS));
            return text.lines().findFirst().orElse("").strip();
        } catch (IOException e) {
            return "";
        }
    }

    /** zincati went on rebooting into the same full disk. */
    private Optional<Obstacle> disk() {
        try {
            if (!Files.isWritable(state)) {
                return Optional.of(new Obstacle.Disk(state + " cannot be written"));
            }
            long room = Files.getFileStore(state).getUsableSpace();
            return room < LEAST_ROOM
                    ? Optional.of(new Obstacle.Disk("%s has %d bytes left".formatted(state, room)))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.of(new Obstacle.Disk(state + ": " + e.getMessage()));
        }
    }
}
