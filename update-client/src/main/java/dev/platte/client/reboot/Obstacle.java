package dev.platte.client.reboot;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What stops a reboot here and now: a stable kind with its facts, and a sentence for people. */
sealed interface Obstacle {
    /** One of few, as those of the FleetLock protocol: fit for metrics and programs. */
    default String kind() {
        return switch (this) {
            case WindowClosed _, WindowEnds _ -> "outside_window";
            case Blocked _ -> "blocked_by_file";
            case Inhibited _ -> "inhibited";
            case Users _ -> "users_logged_in";
            case Disk _ -> "disk";
            case Busy _ -> "update_at_work";
            case Hook _ -> "hook_failed";
            case LockSays(String kind, String _, Optional<Long> _) -> kind;
            case LockSilent _ -> "lock_unreachable";
            case LockChanged _ -> "lock_changed";
            case Refused _, StillUp _ -> "reboot_refused";
            case InVain _ -> "reboot_in_vain";
        };
    }

    /** One sentence, without a full stop. */
    default String sentence() {
        return switch (this) {
            case WindowClosed(Optional<Instant> opens) ->
                    opens.map(at -> "the next reboot window opens at " + at)
                            .orElse("no reboot window will open");
            case WindowEnds(Instant end, Duration needed) ->
                    "the reboot window ends at %s, and a reboot takes %d s"
                            .formatted(end, needed.toSeconds());
            case Blocked(Path file, String why) ->
                    file + " blocks reboots" + (why.isEmpty() ? "" : ": " + why);
            case Inhibited(String who, String why) -> "%s inhibits it: %s".formatted(who, why);
            case Users(int count, Duration left) ->
                    "%d logged-in user%s told, %d s are left"
                            .formatted(count, count == 1 ? " was" : "s were", left.toSeconds());
            case Disk(String why) -> why;
            case Busy(String why) -> why;
            case Hook(String name, String why) -> "the hook %s %s".formatted(name, why);
            case LockSays(String _, String reason, Optional<Long> _) -> reason;
            case LockSilent(String why) -> "the lock cannot be asked: " + why;
            case LockChanged(String group) ->
                    "the slot is one of the lock group %s, and the settings name another lock"
                            .formatted(group);
            case Refused(String why) -> "the reboot was refused: " + why;
            case InVain(String to, long times) ->
                    "%d reboots did not bring %s; what the bootloader does has to be looked at, a newer release or reset ends this"
                            .formatted(times, to);
            case StillUp(Duration after) ->
                    "told to reboot %d s ago, and still up".formatted(after.toSeconds());
        };
    }

    /** No window is open; when the next one is. */
    record WindowClosed(Optional<Instant> opens) implements Obstacle {}

    /** The window that is open has not enough left. */
    record WindowEnds(Instant end, Duration needed) implements Obstacle {}

    /** Somebody put a file where it stops reboots; its first line is the reason. */
    record Blocked(Path file, String why) implements Obstacle {}

    /** A program asked logind to let nobody shut the host down. */
    record Inhibited(String who, String why) implements Obstacle {}

    /** People are logged in, and were told; so long they are waited for. */
    record Users(int count, Duration left) implements Obstacle {}

    /** State could not be kept over the reboot. */
    record Disk(String why) implements Obstacle {}

    /** The update is not there any more, or not yet again. */
    record Busy(String why) implements Obstacle {}

    /** A hook did not end well. */
    record Hook(String name, String why) implements Obstacle {}

    /** Whoever keeps the lock says no, also to who holds a slot; and where in the queue we are. */
    record LockSays(String kind, String reason, Optional<Long> position) implements Obstacle {}

    /** Whoever keeps the lock says nothing. */
    record LockSilent(String why) implements Obstacle {}

    /** The settings name another lock than the one that gave the slot. */
    record LockChanged(String group) implements Obstacle {}

    /** logind, or who stands for it, would not. */
    record Refused(String why) implements Obstacle {}

    /** It was rebooted so often, and another release runs. */
    record InVain(String to, long times) implements Obstacle {}

    /** It was told to go down and did not. */
    record StillUp(Duration after) implements Obstacle {}
}
