package dev.platte.client.cli;

import dev.platte.client.agent.Situation;
import dev.platte.client.agent.SituationFields;
import dev.platte.client.config.Settings;
import dev.platte.client.control.RunningAgent;
import dev.platte.client.control.Verb;
import dev.platte.client.state.StateDir;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * How things stand on this host: what the agent says, or where none runs, what the last one wrote.
 *
 * @param running whether an agent runs
 */
record Standing(Situation situation, boolean running) {
    private static final Situation NOTHING =
            new Situation(
                    new Situation.Now(
                            "UPDATE_STATUS_IDLE", "idle", Instant.EPOCH, "no check was made yet"),
                    new Situation.Checks(Optional.empty(), Optional.empty()),
                    Situation.Update.NONE,
                    Optional.empty(),
                    "",
                    Situation.Reboot.NONE);

    static Standing of(Settings settings) throws IOException {
        Optional<RunningAgent> found = RunningAgent.find(settings.places().run());
        if (found.isPresent()) {
            try (RunningAgent agent = found.get()) {
                AtomicReference<Situation> heard = new AtomicReference<>(NOTHING);
                agent.ask(Verb.STATUS, heard::set);
                return new Standing(heard.get(), true);
            }
        }
        boolean known = Files.isDirectory(settings.places().state());
        Optional<Situation> saved =
                known
                        ? SituationFields.saved(new StateDir(settings.places().state()))
                        : Optional.empty();
        return new Standing(saved.map(Standing::ofTheDead).orElse(NOTHING), false);
    }

    /** An agent that was killed at its work could not say that it does not work any more. */
    private static Situation ofTheDead(Situation last) {
        boolean atWork =
                switch (last.now().phase()) {
                    case "checking",
                            "offered",
                            "downloading",
                            "verifying",
                            "finalizing",
                            "reporting" ->
                            true;
                    default -> false;
                };
        Situation.Now now = last.now();
        return new Situation(
                atWork
                        ? new Situation.Now(
                                NOTHING.status(),
                                "idle",
                                now.since(),
                                "the last run was killed while it was " + now.phase())
                        : now,
                new Situation.Checks(last.checks().last(), Optional.empty()),
                atWork ? Situation.Update.NONE : last.update(),
                last.lastError(),
                now.phase().equals("need-reboot")
                        ? "a reboot"
                        : "nothing by itself: no daemon runs",
                last.reboot().unattended());
    }

    /** The first five as update_engine_client prints them, the others are ours. */
    Map<String, Object> fields(Settings settings) {
        Map<String, Object> fields = new LinkedHashMap<>();
        Situation.Update update = situation.update();
        fields.put(
                "LAST_CHECKED_TIME",
                situation.checks().last().map(Instant::getEpochSecond).orElse(0L));
        fields.put("PROGRESS", String.format(Locale.ROOT, "%.6f", update.progress()));
        fields.put("CURRENT_OP", situation.status());
        fields.put("NEW_VERSION", update.version());
        fields.put("NEW_SIZE", update.size());
        fields.put("VERSION", settings.host().version());
        fields.put("GROUP", settings.service().group());
        fields.put("SERVER", settings.service().server().map(Object::toString).orElse(""));
        fields.put("DAEMON", running ? "running" : "not running");
        fields.put("PHASE", situation.now().phase());
        boolean known = !situation.now().since().equals(Instant.EPOCH);
        fields.put("SINCE", known ? situation.now().since().toString() : "");
        boolean asks = settings.service().server().isPresent();
        fields.put("REASON", asks ? situation.reason() : settings.service().whyNone());
        fields.put("NEXT", situation.next());
        Situation.Reboot reboot = situation.reboot();
        fields.put("REBOOT_PHASE", reboot.phase());
        fields.put("REBOOT_KIND", reboot.kind());
        fields.put("REBOOT_WAITS_SINCE", reboot.waitingSince().map(Instant::toString).orElse(""));
        fields.put("REBOOT_SLOT_SINCE", reboot.slotSince().map(Instant::toString).orElse(""));
        fields.put("REBOOT_QUEUE_POSITION", reboot.position().map(Object::toString).orElse(""));
        fields.put("NEXT_CHECK", situation.checks().next().map(Instant::toString).orElse(""));
        fields.put("BYTES_PER_SECOND", update.bytesPerSecond());
        Optional<Situation.LastError> error = situation.lastError();
        fields.put("LAST_ERROR", error.map(e -> e.failure().reason()).orElse(""));
        fields.put("LAST_ERROR_CODE", error.map(e -> e.failure().code().raw()).orElse(0));
        fields.put("LAST_ERROR_WORDS", error.map(e -> e.failure().code().words()).orElse(""));
        fields.put("LAST_ERROR_TIME", error.map(e -> e.at().toString()).orElse(""));
        fields.put("OBSTACLES", String.join("; ", Obstacles.of(settings)));
        return fields;
    }
}
