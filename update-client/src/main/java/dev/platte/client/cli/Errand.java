package dev.platte.client.cli;

import dev.platte.client.agent.Reply;
import dev.platte.client.agent.Request;
import dev.platte.client.config.Settings;
import dev.platte.client.confirm.Verdict;
import dev.platte.client.control.RunningAgent;
import dev.platte.client.control.Verb;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Optional;

/**
 * Has something done: by the agent that runs on this host, or where none does, by one in this
 * process.
 */
final class Errand {
    private final HostOptions host;
    private final PrintWriter out;
    private final PrintWriter err;

    Errand(HostOptions host, PrintWriter out, PrintWriter err) {
        this.host = host;
        this.out = out;
        this.err = err;
    }

    /** Runs it and says what came of it, and on the way what takes long; the exit status. */
    int run(Verb verb, Request request) throws Exception {
        ProgressLines progress =
                request instanceof Request.Update
                        ? ProgressLines.on(out)
                        : new ProgressLines(new PrintWriter(Writer.nullWriter()), false, () -> 0);
        Settings settings = host.settings();
        Optional<RunningAgent> running = RunningAgent.find(settings.places().run());
        if (running.isPresent()) {
            try (RunningAgent agent = running.get()) {
                return print(agent.ask(verb, progress));
            }
        }
        try (Session session = Session.open(host, settings, progress)) {
            Verdict verdict = session.agent().begin();
            if (Verdicts.stops(verdict)) {
                return Verdicts.print(verdict, out, err);
            }
            return print(session.agent().handle(request));
        }
    }

    private int print(Reply reply) {
        return switch (reply.kind()) {
            case DONE -> {
                out.println(reply.words());
                out.flush();
                yield UpdateClient.DONE;
            }
            case FAILED, REFUSED -> {
                err.println("update-client: " + reply.words());
                err.flush();
                yield UpdateClient.FAILED;
            }
        };
    }
}
