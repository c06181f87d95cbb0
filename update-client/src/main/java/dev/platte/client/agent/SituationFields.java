package dev.platte.client.agent;

import dev.platte.client.agent.Situation.Checks;
import dev.platte.client.agent.Situation.LastError;
import dev.platte.client.agent.Situation.Now;
import dev.platte.client.agent.Situation.Reboot;
import dev.platte.client.agent.Situation.Update;
import dev.platte.client.poll.Failure;
import dev.platte.client.state.Fields;
import dev.platte.client.state.StateDir;
import dev.platte.omaha.value.ErrorCode;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * The situation as fields: on the agent's socket, and in the state directory for whoever asks while
 * no agent runs, and for the next one, since the last error outlives the process.
 */
public final class SituationFields {
    private static final String RECORD = "agent";

    private SituationFields() {}

    /** The last one that was written in that directory; empty before any. */
    public static Optional<Situation> saved(StateDir state) throws IOException {
        return state.read(RECORD).map(SituationFields::read);
    }

    static void save(Situation situation, StateDir state) throws IOException {
        state.write(RECORD, of(situation));
    }

    /** As fields. */
    public static Fields of(Situation situation) {
        Fields fields =
                new Fields()
                        .with("status", situation.now().status())
                        .with("phase", situation.now().phase())
                        .with("since", situation.now().since())
                        .with("reason", situation.now().reason())
                        .with("next", situation.next())
                        .with("version", situation.update().version())
                        .with("size", situation.update().size())
                        .with("progress", Double.toString(situation.update().progress()))
                        .with("bytes-per-second", situation.update().bytesPerSecond());
        reboot(situation.reboot(), fields);
        situation.checks().last().ifPresent(at -> fields.with("last-checked", at));
        situation.checks().next().ifPresent(at -> fields.with("next-check", at));
        situation
                .lastError()
                .ifPresent(
                        error ->
                                fields.with("error.at", error.at())
                                        .with("error.code", error.failure().code().raw())
                                        .with("error.reason", error.failure().reason()));
        return fields;
    }

    /** The other way; what is missing or makes no sense is as at the very beginning. */
    public static Situation read(Fields f) {
        return new Situation(
                new Now(
                        f.text("status").orElse(new State.Idle().status()),
                        f.text("phase").orElse("idle"),
                        f.instant("since").orElse(Instant.EPOCH),
                        f.text("reason").orElse("")),
                new Checks(f.instant("last-checked"), f.instant("next-check")),
                new Update(
                        f.text("version").orElse(Update.NONE.version()),
                        f.number("size").orElse(0L),
                        progress(f),
                        f.number("bytes-per-second").orElse(0L)),
                f.instant("error.at").map(at -> error(f, at)),
                f.text("next").orElse(""),
                new Reboot(
                        f.text("reboot.phase").orElse(""),
                        f.text("reboot.words").orElse(""),
                        f.text("reboot.kind").orElse(""),
                        f.instant("reboot.waiting-since"),
                        f.instant("reboot.slot-since"),
                        f.number("reboot.position")));
    }

    private static void reboot(Reboot reboot, Fields fields) {
        if (reboot.equals(Reboot.NONE)) {
            return;
        }
        fields.with("reboot.phase", reboot.phase())
                .with("reboot.words", reboot.words())
                .with("reboot.kind", reboot.kind());
        reboot.waitingSince().ifPresent(at -> fields.with("reboot.waiting-since", at));
        reboot.slotSince().ifPresent(at -> fields.with("reboot.slot-since", at));
        reboot.position().ifPresent(place -> fields.with("reboot.position", place));
    }

    private static double progress(Fields f) {
        try {
            return Math.clamp(Double.parseDouble(f.text("progress").orElse("0")), 0.0, 1.0);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static LastError error(Fields f, Instant at) {
        int code = f.number("error.code").orElse(1L).intValue();
        return new LastError(
                new Failure(ErrorCode.of(code), f.text("error.reason").orElse("")), at);
    }
}
