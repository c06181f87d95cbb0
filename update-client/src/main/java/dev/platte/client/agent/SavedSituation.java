package dev.platte.client.agent;

import dev.platte.client.agent.Situation.Checks;
import dev.platte.client.agent.Situation.LastError;
import dev.platte.client.agent.Situation.Now;
import dev.platte.client.agent.Situation.Update;
import dev.platte.client.poll.Failure;
import dev.platte.client.state.Fields;
import dev.platte.client.state.StateDir;
import dev.platte.omaha.value.ErrorCode;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * The situation in the state directory, for whoever asks while no agent runs, and for the next one:
 * the last error outlives the process. Progress is not written; who wants it asks the agent.
 */
public final class SavedSituation {
    private static final String RECORD = "agent";

    private SavedSituation() {}

    /** The last one that was written in that directory; empty before any. */
    public static Optional<Situation> read(StateDir state) throws IOException {
        return state.read(RECORD).map(SavedSituation::of);
    }

    static void write(Situation situation, StateDir state) throws IOException {
        Fields fields =
                new Fields()
                        .with("status", situation.now().status())
                        .with("phase", situation.now().phase())
                        .with("since", situation.now().since())
                        .with("reason", situation.now().reason())
                        .with("next", situation.next())
                        .with("version", situation.update().version())
                        .with("size", situation.update().size());
        situation.checks().last().ifPresent(at -> fields.with("last-checked", at));
        situation.checks().next().ifPresent(at -> fields.with("next-check", at));
        situation
                .lastError()
                .ifPresent(
                        error ->
                                fields.with("error.at", error.at())
                                        .with("error.code", error.failure().code().raw())
                                        .with("error.reason", error.failure().reason()));
        state.write(RECORD, fields);
    }

    private static Situation of(Fields f) {
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
                        0,
                        0),
                f.instant("error.at").map(at -> error(f, at)),
                f.text("next").orElse(""));
    }

    private static LastError error(Fields f, Instant at) {
        int code = f.number("error.code").orElse(1L).intValue();
        return new LastError(
                new Failure(ErrorCode.of(code), f.text("error.reason").orElse("")), at);
    }
}
