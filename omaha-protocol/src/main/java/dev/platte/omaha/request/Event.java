package dev.platte.omaha.request;

import dev.platte.omaha.value.ErrorCode;
import dev.platte.omaha.value.EventResult;
import dev.platte.omaha.value.EventType;
import dev.platte.omaha.value.Version;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Something that happened on a host (Omaha v3, section event).
 *
 * @param type what
 * @param result how it went
 * @param errorCode why it failed; update_engine sends one with every result but success
 * @param previousVersion where it came from; present and unreadable if it was said as ""
 * @param nextVersion where it goes to
 * @param more the attributes that have no field here, such as {@code download_time_ms} or {@code
 *     extracode1}, as they were said
 */
public record Event(
        EventType type,
        EventResult result,
        Optional<ErrorCode> errorCode,
        Optional<Version> previousVersion,
        Optional<Version> nextVersion,
        Map<String, String> more) {

    public Event {
        more = More.of(more);
    }

    public static Event downloadStarted() {
        return of(EventType.UPDATE_DOWNLOAD_STARTED, EventResult.SUCCESS, Optional.empty());
    }

    public static Event downloadFinished() {
        return of(EventType.UPDATE_DOWNLOAD_FINISHED, EventResult.SUCCESS, Optional.empty());
    }

    /** Written and flipped; the host waits for its reboot. */
    public static Event installed() {
        return of(EventType.UPDATE_COMPLETE, EventResult.SUCCESS, Optional.empty());
    }

    public static Event failed(ErrorCode errorCode) {
        return of(EventType.UPDATE_COMPLETE, EventResult.ERROR, Optional.of(errorCode));
    }

    public static Event deferred(ErrorCode errorCode) {
        return of(EventType.UPDATE_COMPLETE, EventResult.UPDATE_DEFERRED, Optional.of(errorCode));
    }

    /** The host woke up in the version that it had left; Flatcar's error 44, without flags. */
    public static Event fellBack() {
        return failed(ErrorCode.ROLLBACK);
    }

    /**
     * What update_engine sends with every update check.
     *
     * @param previous the version before the update on the first check after it; "" on the later
     *     ones; {@link Version#NONE} if there never was an update
     */
    public static Event rebooted(Version previous) {
        return new Event(
                EventType.UPDATE_COMPLETE,
                EventResult.SUCCESS_REBOOT,
                Optional.empty(),
                Optional.of(previous),
                Optional.empty(),
                Map.of());
    }

    /** The same event, with where the host was going when it happened. */
    public Event towards(Version version) {
        return new Event(type, result, errorCode, previousVersion, Optional.of(version), more);
    }

    private static Event of(EventType type, EventResult result, Optional<ErrorCode> errorCode) {
        return new Event(type, result, errorCode, Optional.empty(), Optional.empty(), Map.of());
    }

    public boolean is(EventType otherType, EventResult otherResult) {
        return type.equals(otherType) && result.equals(otherResult);
    }

    /**
     * The version the host came from, if this says that it rebooted into an update. update_engine
     * sends this event with every check: only a previous version that is neither empty nor 0.0.0.0
     * means it.
     */
    public Optional<Version> rebootedFrom() {
        if (!is(EventType.UPDATE_COMPLETE, EventResult.SUCCESS_REBOOT)) {
            return Optional.empty();
        }
        return previousVersion.filter(
                version -> !version.text().isBlank() && !version.equals(Version.NONE));
    }

    /** A number among the other attributes, e.g. {@code download_time_ms}; empty if it is none. */
    public OptionalLong number(String attribute) {
        String text = more.get(attribute);
        if (text == null) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
