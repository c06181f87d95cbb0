package dev.platte.client.poll;

import dev.platte.client.state.Fields;
import dev.platte.client.state.StateDir;
import dev.platte.omaha.request.Event;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * What the server has not heard yet, the oldest first, over restarts and reboots. update_engine
 * tells everything once, into the wind. Where the disk cannot be written they are kept in memory: a
 * report is worth telling even if it would not survive a power cut.
 */
public final class Reports {
    private static final Logger LOG = System.getLogger(Reports.class.getName());
    private static final String RECORD = "reports";

    /** More never wait unless no server answers for weeks; then the oldest go. */
    private static final int MOST = 64;

    /** A server that turns a report away so often will never take it. */
    private static final int MOST_REFUSALS = 5;

    private final StateDir state;
    private final Deque<Report> waiting = new ArrayDeque<>();
    private String toldOf = "";

    /**
     * Reads what waits.
     *
     * @throws IOException the state directory cannot be read
     */
    public Reports(StateDir state) throws IOException {
        this.state = state;
        Optional<Fields> fields = state.read(RECORD);
        if (fields.isPresent()) {
            read(fields.get());
        }
    }

    private void read(Fields fields) {
        toldOf = fields.text("told-of").orElse("");
        try {
            for (int i = 0; i < MOST; i++) {
                fields.text("report." + i).map(Report::decode).ifPresent(waiting::add);
            }
        } catch (IllegalArgumentException e) {
            state.reject(RECORD, e.getMessage());
        }
    }

    /**
     * Keeps the report that a release is installed, once for each flip: to be called after the flip
     * and again when the process starts and finds one, since it may have died in between.
     *
     * @param flip tells flips apart
     */
    public void installed(Subject subject, String flip) {
        if (!flip.equals(toldOf)) {
            toldOf = flip;
            add(Event.installed(), subject);
        }
    }

    /** Keeps a report; the same news twice in a row is one. */
    void add(Event event, Subject subject) {
        Report report = new Report(subject.of(event), subject.source(), 0);
        Report last = waiting.peekLast();
        if (last != null && last.tellsTheSameAs(report)) {
            return;
        }
        waiting.add(report);
        while (waiting.size() > MOST) {
            LOG.log(Level.ERROR, "report {0} was never heard and is given up", waiting.remove());
        }
        write();
    }

    /** The next one to tell. */
    Optional<Report> next() {
        return Optional.ofNullable(waiting.peek());
    }

    /** The server has the next one. */
    void heard() {
        waiting.remove();
        write();
    }

    /** The server turned the next one away; after a few times it is given up. */
    void refused(String why) {
        Report report = waiting.remove().refused();
        if (report.refusals() < MOST_REFUSALS) {
            waiting.addFirst(report);
        } else {
            LOG.log(Level.ERROR, "report {0} is given up: {1}", report, why);
        }
        write();
    }

    private void write() {
        Fields fields = new Fields().with("told-of", toldOf);
        int i = 0;
        for (Report report : waiting) {
            fields.with("report." + i++, report.encode());
        }
        try {
            state.write(RECORD, fields);
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "a report is kept in memory only, the state cannot be written: {0}",
                    e.getMessage());
        }
    }
}
