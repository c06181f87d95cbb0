package dev.platte.client.cli;

import dev.platte.client.agent.Situation;
import dev.platte.client.config.Settings;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * How things stand, in the text format of Prometheus (exposition format 0.0.4), for the textfile
 * collector of its node exporter: one that reads a file needs no port on every host.
 */
final class StatusMetrics {
    private final StringBuilder text = new StringBuilder();

    private StatusMetrics() {}

    /** All of them, with a line feed at the end. */
    static String of(Standing standing, Settings settings) {
        StatusMetrics metrics = new StatusMetrics();
        metrics.host(standing, settings);
        metrics.checks(standing.situation());
        metrics.download(standing.situation().update());
        metrics.reboot(standing.situation().reboot());
        metrics.error(standing.situation().lastError());
        metrics.gauge(
                "obstacles",
                "What keeps this host from installing anything, counted.",
                "",
                Obstacles.of(settings).size());
        return metrics.text.toString();
    }

    private void host(Standing standing, Settings settings) {
        Situation.Now now = standing.situation().now();
        gauge(
                "info",
                "What runs, the group it follows, and what is or was offered.",
                label("version", settings.host().version())
                        + ","
                        + label("group", settings.service().group())
                        + ","
                        + label("new_version", standing.situation().update().version()),
                1);
        gauge("daemon_running", "Whether the daemon runs.", "", standing.running() ? 1 : 0);
        gauge("phase", "Where an update stands.", label("phase", now.phase()), 1);
        if (!now.since().equals(Instant.EPOCH)) {
            seconds("phase_since", "Since when it stands there.", now.since());
        }
    }

    private void checks(Situation situation) {
        situation
                .checks()
                .last()
                .ifPresent(at -> seconds("last_check", "The last check that was answered.", at));
        situation
                .checks()
                .next()
                .ifPresent(at -> seconds("next_check", "The next check by the timer.", at));
    }

    private void download(Situation.Update update) {
        gauge("payload_bytes", "Size of the payload that it is about.", "", update.size());
        gauge("download_progress_ratio", "How much of it has arrived.", "", update.progress());
        gauge("download_bytes_per_second", "How fast it comes.", "", update.bytesPerSecond());
    }

    /** What does not hold now is left out: a time of 0 would be one of 1970. */
    private void reboot(Situation.Reboot reboot) {
        if (!reboot.phase().isEmpty()) {
            gauge("reboot_phase", "How far the reboot is.", label("phase", reboot.phase()), 1);
        }
        if (!reboot.kind().isEmpty()) {
            gauge("reboot_obstacle", "What stops the reboot.", label("kind", reboot.kind()), 1);
        }
        reboot.waitingSince()
                .ifPresent(at -> seconds("reboot_waits_since", "Since when it is wanted.", at));
        reboot.slotSince()
                .ifPresent(at -> seconds("reboot_slot_since", "Since when a slot is held.", at));
        reboot.position()
                .ifPresent(
                        place ->
                                gauge(
                                        "reboot_queue_position",
                                        "The place in the queue for a slot, from 1.",
                                        "",
                                        place));
    }

    private void error(Optional<Situation.LastError> error) {
        gauge(
                "last_error_code",
                "What ended the last attempt, as update_engine counts, without flags; 0 once something succeeded.",
                "",
                error.map(e -> e.failure().code().code()).orElse(0));
        error.ifPresent(e -> seconds("last_error", "When it did.", e.at()));
    }

    private void seconds(String name, String help, Instant at) {
        gauge(name + "_timestamp_seconds", help, "", at.getEpochSecond());
    }

    private void gauge(String name, String help, String labels, double value) {
        String full = "platte_client_" + name;
        text.append("# HELP %s %s\n# TYPE %s gauge\n".formatted(full, help, full));
        text.append(full).append(labels.isEmpty() ? "" : "{" + labels + "}");
        text.append(' ').append(number(value)).append('\n');
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.6f", value);
    }

    private static String label(String name, String value) {
        String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return name + "=\"" + escaped + "\"";
    }
}
