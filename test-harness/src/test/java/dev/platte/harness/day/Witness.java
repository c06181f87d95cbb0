package dev.platte.harness.day;

import dev.platte.client.agent.Situation;
import dev.platte.client.agent.State;
import dev.platte.client.agent.Watcher;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes down, in one order, what the host did and what the server heard of it: whoever reads it
 * later can tell whether something was lost.
 */
final class Witness implements Watcher {
    private final List<Line> lines = new ArrayList<>();
    private State last = new State.Idle();

    /** Something happened. */
    sealed interface Line {
        /** The server answered; {@code isWhole} when the answer was passed on untouched. */
        record Heard(String event, boolean isCheck, String version, boolean isWhole)
                implements Line {}

        /** An update of that version is in the slot and boots next. */
        record Flipped(String version) implements Line {}

        /** An attempt to install that version failed, and the report is on its way. */
        record Failed(int code) implements Line {}

        /** A machine started. */
        record Booted(String version, boolean isBad) implements Line {}

        /** A file of the state directory is not what was written. */
        record Damaged(String file) implements Line {}

        /**
         * A process ended.
         *
         * @param isForgetful whether reports could not be written: those in its memory are gone
         */
        record Ended(boolean isForgetful) implements Line {}
    }

    /** Another process: what the one before it was at is nothing of its own. */
    void begins() {
        last = new State.Idle();
    }

    synchronized void add(Line line) {
        lines.add(line);
    }

    synchronized List<Line> lines() {
        return List.copyOf(lines);
    }

    /** The server handled a request of the host. */
    void heard(String request, String answer, boolean isWhole) {
        if (!answer.contains("<response")) {
            return;
        }
        String event =
                request.contains("<event")
                        ? attribute(request, "eventtype")
                                + "/"
                                + attribute(request, "eventresult")
                                + (request.contains("errorcode")
                                        ? "/" + attribute(request, "errorcode")
                                        : "")
                        : "";
        String app = request.substring(request.indexOf("<app"));
        add(
                new Line.Heard(
                        event,
                        request.contains("<updatecheck"),
                        attribute(app, "version"),
                        isWhole));
    }

    private static String attribute(String text, String name) {
        int start = text.indexOf(name + "=\"") + name.length() + 2;
        return text.substring(start, text.indexOf('"', start));
    }

    @Override
    public void changed(State state, Situation situation) {
        State from = last;
        last = state;
        if (from instanceof State.Finalizing && state instanceof State.NeedReboot(var release)) {
            add(new Line.Flipped(release.version()));
        }
        if (from instanceof State.Reporting(var failure, var _)
                && !(state instanceof State.Reporting)
                && !failure.isOfCheck()) {
            add(new Line.Failed(failure.code().code()));
        }
    }
}
