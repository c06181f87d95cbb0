package dev.platte.ctl.api;

import dev.platte.ctl.json.Json;
import dev.platte.ctl.json.JsonObject;
import dev.platte.ctl.json.MalformedJsonException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Sends requests and judges their answers; those that may be repeated are, a few times. */
final class Exchange {
    private static final int TRIES = 4;
    private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);
    private static final Set<String> INTERRUPTED =
            Set.of("upload-cut", "upload-elsewhere", "upload-running");
    private static final Duration FIRST_PAUSE = Duration.ofMillis(300);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final int MOST_BYTES = 64 << 20;

    private final Connection connection;
    private final URI server;
    private final Pause pause;

    Exchange(URI server, Connection connection, Pause pause) {
        this.server = server;
        this.connection = connection;
        this.pause = pause;
    }

    URI server() {
        return server;
    }

    HttpRequest.Builder request(URI place) {
        return connection.request(place);
    }

    void follow(HttpRequest.Builder request, EventReader reader)
            throws ApiException, InterruptedException {
        new EventStream(connection, pause).follow(request, reader);
    }

    Answer sendAgain(HttpRequest request) throws ApiException, InterruptedException {
        Duration wait = FIRST_PAUSE;
        for (int tries = 1; tries < TRIES; tries++) {
            try {
                Reply reply = exchange(request);
                if (!reply.passes()) {
                    return judged(request, reply);
                }
                wait = reply.retryAfter().orElse(wait);
            } catch (IOException e) {
                // The next try says what is wrong, if anything still is.
            }
            pause.next(wait.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wait);
            wait = wait.multipliedBy(2);
        }
        return send(request);
    }

    /**
     * Sends what takes its time, again from the start when the way there breaks or the server is
     * out for a moment.
     */
    Answer upload(Attempt attempt) throws ApiException, IOException, InterruptedException {
        Duration wait = FIRST_PAUSE;
        for (int tries = 1; tries < TRIES; tries++) {
            HttpRequest request = attempt.begin();
            try {
                Reply reply = exchange(request);
                if (!reply.passes()) {
                    return judged(request, reply);
                }
                wait = reply.retryAfter().orElse(wait);
            } catch (IOException e) {
                // Begun anew, as what was sent is lost.
            }
            pause.next(wait.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wait);
            wait = wait.multipliedBy(2);
        }
        return send(attempt.begin());
    }

    /** Makes the request anew. */
    interface Attempt {
        HttpRequest begin() throws ApiException, IOException, InterruptedException;
    }

    /**
     * Sends a long file, which goes on where the way there broke. Whoever gets further each time is
     * not tired of it.
     */
    Answer resume(Resumed file) throws ApiException, IOException, InterruptedException {
        Duration wait = FIRST_PAUSE;
        long furthest = -1;
        for (int tries = 1; ; tries++) {
            Optional<Answer> done = furthest < 0 ? Optional.empty() : file.done();
            if (done.isPresent()) {
                return done.get();
            }
            long offset = file.offset();
            if (offset > furthest) {
                furthest = offset;
                tries = 1;
                wait = FIRST_PAUSE;
            }
            HttpRequest request = file.from(offset);
            try {
                Reply reply = exchange(request);
                if (tries >= TRIES || !(reply.passes() || reply.isInterrupted())) {
                    return judged(request, reply);
                }
                wait = reply.retryAfter().orElse(wait);
            } catch (IOException e) {
                if (tries >= TRIES) {
                    throw new ApiException(Complaint.unreachable(server, e));
                }
            }
            pause.next(wait.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wait);
            wait = wait.multipliedBy(2);
        }
    }

    /** A file on its way to a server. */
    interface Resumed {

        /** How much of it the server has. */
        long offset() throws ApiException, InterruptedException;

        /** The request that sends the rest. */
        HttpRequest from(long offset) throws ApiException, IOException, InterruptedException;

        /** What the server says once it has all of it, such as when only its answer was lost. */
        Optional<Answer> done() throws ApiException, InterruptedException;
    }

    Answer send(HttpRequest request) throws ApiException, InterruptedException {
        try {
            return judged(request, exchange(request));
        } catch (IOException e) {
            throw new ApiException(Complaint.unreachable(server, e));
        }
    }

    private Reply exchange(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = connection.send(request);
        try (InputStream in = response.body()) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IOException("the answer is longer than " + MOST_BYTES + " bytes");
            }
            return new Reply(response, new String(bytes, StandardCharsets.UTF_8));
        }
    }

    private static Answer judged(HttpRequest request, Reply reply) throws ApiException {
        int status = reply.response().statusCode();
        if (status / 100 == 2) {
            return Answer.of(reply.response(), reply.text());
        }
        throw Complaint.refused(request, status, reply.problem());
    }

    private record Reply(HttpResponse<?> response, String text) {

        /** Whether another try may find things better. */
        boolean passes() {
            return PASSING.contains(response.statusCode());
        }

        /** Whether an upload stopped somewhere, and goes on from there. */
        boolean isInterrupted() {
            return INTERRUPTED.contains(problem().text("code"));
        }

        JsonObject problem() {
            try {
                return JsonObject.of(Json.read(text));
            } catch (MalformedJsonException e) {
                // Somebody else's page, such as a proxy's: its status says enough.
                return JsonObject.of(null);
            }
        }

        Optional<Duration> retryAfter() {
            return response.headers()
                    .firstValue("Retry-After")
                    .filter(value -> value.matches("[0-9]{1,4}"))
                    .map(value -> Duration.ofSeconds(Long.parseLong(value)));
        }
    }
}
