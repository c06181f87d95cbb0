package dev.platte.client.poll;

import static java.util.Objects.requireNonNull;

import dev.platte.omaha.request.Event;
import dev.platte.omaha.value.ErrorCode;
import dev.platte.omaha.value.EventResult;
import dev.platte.omaha.value.EventType;
import dev.platte.omaha.value.InstallSource;
import dev.platte.omaha.value.Version;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Something about an update that the server has to hear.
 *
 * @param source of the attempt that it tells of
 * @param refusals how often the server turned it away
 */
record Report(Event event, InstallSource source, int refusals) {
    Report {
        requireNonNull(event, "event");
        requireNonNull(source, "source");
    }

    Report refused() {
        return new Report(event, source, refusals + 1);
    }

    /** The same news, whoever brings it. */
    boolean tellsTheSameAs(Report other) {
        return event.equals(other.event);
    }

    /**
     * {@code type/result/errorcode/refusals/source/version}: without an error code {@code -} for
     * it, and nothing where no release is named.
     */
    String encode() {
        return "%d/%d/%s/%d/%s/%s"
                .formatted(
                        event.type().code(),
                        event.result().code(),
                        event.errorCode().map(code -> Integer.toString(code.raw())).orElse("-"),
                        refusals,
                        source.text(),
                        event.nextVersion().map(Version::text).orElse(""));
    }

    /**
     * The other way. A report waits over a reboot, and a client that is older by one release may
     * have written it: those before named no release.
     *
     * @throws IllegalArgumentException it is no report
     */
    static Report decode(String text) {
        String[] parts = text.split("/", 6);
        if (parts.length < 5) {
            throw new IllegalArgumentException("not a report: " + text);
        }
        Optional<ErrorCode> code =
                parts[2].equals("-")
                        ? Optional.empty()
                        : Optional.of(ErrorCode.of(Integer.parseInt(parts[2])));
        Event event =
                new Event(
                        EventType.of(Integer.parseInt(parts[0])),
                        EventResult.of(Integer.parseInt(parts[1])),
                        code,
                        Optional.empty(),
                        Arrays.stream(parts, 5, parts.length)
                                .filter(version -> !version.isEmpty())
                                .findFirst()
                                .map(Version::of),
                        Map.of());
        return new Report(event, new InstallSource(parts[4]), Integer.parseInt(parts[3]));
    }

    @Override
    public String toString() {
        return "%d/%d".formatted(event.type().code(), event.result().code());
    }
}
