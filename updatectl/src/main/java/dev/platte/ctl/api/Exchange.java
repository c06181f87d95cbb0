package dev.platte.ctl.api;

import dev.platte.ctl.json.Json;
import dev.platte.ctl.json.JsonObject;
import dev.platte.ctl.json.MalformedJsonException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Sends requests and judges their answers; those that may be repeated are, a few times. */
final class Exchange {
    private static final int TRIES = 4;
    private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(300);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final int MOST_BYTES = 64 << 20;

    private final HttpClient http;
    private final URI server;
    private final Pause pause;

    Exchange(URI server, HttpClient http, Pause pause) {
        this.server = server;
        this.http = http;
        this.pause = pause;
    }

    URI server() {
        return server;
    }

    void follow(HttpRequest.Builder request, EventReader reader)
            throws ApiException, InterruptedException {
        new EventStream(http, pause).follow(request, reader);
    }

    Answer sendAgain(HttpRequest request) throws ApiException, InterruptedException {
        Duration wait = FIRST_PAUSE;
        for (int tries = 1; tries < TRIES; tries++) {
            try {
                Reply reply = exchange(request);
                if (!PASSING.contains(reply.response().statusCode())) {
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
                if (!PASSING.contains(reply.response().statusCode())) {
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

    Answer send(HttpRequest request) throws ApiException, InterruptedException {
        try {
            return judged(request, exchange(request));
        } catch (IOException e) {
            throw new ApiException(Complaint.unreachable(server, e));
        }
    }

    private Reply exchange(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
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
        JsonObject problem = JsonObject.of(null);
        try {
            problem = JsonObject.of(Json.read(reply.text()));
        } catch (MalformedJsonException e) {
            // Somebody else's page, such as a proxy's: its status says enough.
        }
        throw Complaint.refused(request, status, problem);
    }

    private record Reply(HttpResponse<?> response, String text) {
        Optional<Duration> retryAfter() {
            return response.headers()
                    .firstValue("Retry-After")
                    .filter(value -> value.matches("[0-9]{1,4}"))
                    .map(value -> Duration.ofSeconds(Long.parseLong(value)));
        }
    }
}
