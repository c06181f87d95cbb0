package dev.platte.ctl.fleet;

import dev.platte.ctl.api.Api;
import dev.platte.ctl.api.ApiException;
import dev.platte.ctl.api.EventReader;
import dev.platte.ctl.api.Pause;
import dev.platte.ctl.api.Place;
import dev.platte.ctl.api.Session;
import dev.platte.ctl.json.JsonObject;
import dev.platte.ctl.output.LiveLine;
import java.time.Duration;
import java.util.Set;

/**
 * Follows a rollout to its end: by the server's events, or by looking again and again where the
 * server tells none or something on the way holds them back.
 */
final class RolloutWatch implements EventReader {
    /** What an event stream is refused with where there is none. */
    private static final Set<Integer> NO_EVENTS = Set.of(0, 404, 405, 406, 501);

    private final Session session;
    private final Api api;
    private final Place rollout;
    private final LiveLine line;
    private JsonObject now = JsonObject.of(null);

    RolloutWatch(Session session, Api api, Place rollout) {
        this.session = session;
        this.api = api;
        this.rollout = rollout;
        this.line = session.liveLine();
    }

    /**
     * Until it goes no further.
     *
     * @param events of this rollout
     * @param every how often to look where no events are told
     * @return the rollout as it is then
     */
    JsonObject toTheEnd(Place events, Duration every) throws ApiException, InterruptedException {
        try (line) {
            try {
                api.follow(events, this);
            } catch (ApiException e) {
                if (!NO_EVENTS.contains(e.status())) {
                    throw e;
                }
                session.note(
                        "no events (%s); looking every %d s"
                                .formatted(e.getMessage(), every.toSeconds()));
                while (look()) {
                    Pause.REAL.next(every);
                }
            }
            return now;
        }
    }

    private boolean look() throws ApiException, InterruptedException {
        now = api.get(rollout).object().object("rollout");
        line.show(RolloutLine.of(now));
        return !RolloutLine.hasEnded(now);
    }

    /** Something may have happened before the stream began. */
    @Override
    public boolean begun() throws ApiException, InterruptedException {
        return look();
    }

    @Override
    public boolean happened(String kind, JsonObject event)
            throws ApiException, InterruptedException {
        return switch (kind) {
            case "rollout.progress" -> {
                line.show(RolloutLine.ofEvent(event));
                yield true;
            }
            case "rollout.frame-reached", "rollout.canaries-through" -> {
                line.keep(kind + ": " + event.text("reason"));
                yield true;
            }
            default -> look();
        };
    }
}
