package dev.platte.server.api;

import dev.platte.db.care.Which;
import dev.platte.db.catalog.Application;
import dev.platte.server.edge.ProblemException;
import java.time.Instant;
import java.util.List;

/** Which hosts a request means, by their ids or by marks, and how many of them at most. */
final class ManyChoice {

    private static final int PAGE = 500;

    private final Fields fields;
    private final List<String> machines;
    private final HostChoice marks;

    private ManyChoice(Fields fields, List<String> machines, HostChoice marks) {
        this.fields = fields;
        this.machines = machines;
        this.marks = marks;
    }

    /** All of them is never meant by saying nothing, and one way to choose is enough. */
    static ManyChoice of(Fields fields) {
        List<String> machines = fields.texts("machines").orElse(List.of());
        HostChoice marks = HostChoice.of(fields);
        if (machines.isEmpty() && marks.isEverything()) {
            throw ProblemException.of(
                    422,
                    "choice-missing",
                    "Say which hosts, by machines, group, version, state, prefix, alias, address, error or silentFor.");
        }
        if (!machines.isEmpty() && !(marks.isEverything() && !marks.retired())) {
            throw ProblemException.of(
                    422,
                    "choice-twofold",
                    "Name the hosts by machines, or choose them by marks; not both.");
        }
        return new ManyChoice(fields, machines, marks);
    }

    Which which(Application application, Lookup lookup, Instant now) {
        return machines.isEmpty()
                ? new Which.Found(marks.query(application, lookup, now, PAGE))
                : new Which.Named(application.id(), machines);
    }

    /**
     * A slip of the hand in the choice must not concern more hosts than somebody has seen; who
     * names them has.
     *
     * @param bound what one request does at most
     */
    int atMost(int bound, boolean dryRun) {
        boolean needless = dryRun || !machines.isEmpty();
        if (needless && fields.node("atMost").isEmpty()) {
            return bound;
        }
        long most = fields.number("atMost");
        if (most < 1 || most > bound) {
            throw ProblemException.of(
                    422, "field-invalid", "The field atMost is 1 to " + bound + ".");
        }
        return Math.toIntExact(most);
    }
}
