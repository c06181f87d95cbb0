package dev.platte.ctl.api;

import dev.platte.ctl.json.Json;
import dev.platte.ctl.json.JsonObject;
import dev.platte.ctl.json.MalformedJsonException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import org.jspecify.annotations.Nullable;

/**
 * Follows server-sent events (HTML standard, section 9.2): a stream that ends or breaks is taken up
 * again after the event that was seen last.
 */
final class EventStream {
    /** The server says something every 15 seconds. */
    private static final Duration SILENCE = Duration.ofSeconds(45);

    private static final int LONGEST_LINE = 1 << 20;
    private static final int TRIES = 10;

    /** Of one that never began: perhaps something on the way holds its words back. */
    private static final int TRIES_TO_BEGIN = 2;

    private final Connection connection;
    private final Pause pause;
    private String last = "";
    private boolean wanted = true;
    private boolean begun;

    EventStream(Connection connection, Pause pause) {
        this.connection = connection;
        this.pause = pause;
    }

    /**
     * Until the reader has enough.
     *
     * @throws ApiException the server tells no events, or refuses to; {@link ApiException#status}
     *     0: it cannot be reached for long, or something on the way holds its words back
     */
    void follow(HttpRequest.Builder request, EventReader reader)
            throws ApiException, InterruptedException {
        int failures = 0;
        while (wanted) {
            HttpRequest.Builder next = request.copy();
            if (!last.isEmpty()) {
                next.setHeader("Last-Event-ID", last);
            }
            String why = "it ends before it begins";
            try {
                if (once(next.build(), reader)) {
                    failures = 0;
                    continue;
                }
            } catch (IOException e) {
                why = e.getMessage() == null ? e.toString() : e.getMessage();
            }
            failures++;
            if (failures >= (begun ? TRIES : TRIES_TO_BEGIN)) {
                throw new ApiException("the stream of events broke: " + why);
            }
            pause.next(Duration.ofSeconds(Math.min(30, 1L << failures)));
        }
    }

    /** Returns whether anything was said. */
    private boolean once(HttpRequest request, EventReader reader)
            throws ApiException, IOException, InterruptedException {
        HttpResponse<InputStream> response = connection.send(request);
        try (InputStream body = response.body()) {
            if (response.statusCode() == 429 || response.statusCode() / 100 == 5) {
                throw new IOException("the server answered " + response.statusCode());
            }
            String type = response.headers().firstValue("Content-Type").orElse("");
            if (response.statusCode() != 200 || !type.startsWith("text/event-stream")) {
                throw refused(request, response, body);
            }
            return read(body, reader);
        }
    }

    private static ApiException refused(
            HttpRequest request, HttpResponse<?> response, InputStream body) throws IOException {
        JsonObject problem = JsonObject.of(null);
        try {
            problem =
                    JsonObject.of(
                            Json.read(new String(body.readNBytes(65_536), StandardCharsets.UTF_8)));
        } catch (MalformedJsonException e) {
            // Its status says enough.
        }
        return Complaint.refused(request, response.statusCode(), problem);
    }

    private boolean read(InputStream body, EventReader reader)
            throws ApiException, IOException, InterruptedException {
        boolean said = false;
        try (Watch watch = new Watch(body);
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            String kind = "";
            StringBuilder data = new StringBuilder();
            for (String line = lines.readLine(); wanted && line != null; line = lines.readLine()) {
                watch.heard();
                if (line.isEmpty()) {
                    wanted = data.isEmpty() ? said || reader.begun() : tell(reader, kind, data);
                    said = true;
                    begun = true;
                    kind = "";
                    data.setLength(0);
                } else if (line.startsWith("id:")) {
                    last = line.substring(3).strip();
                } else if (line.startsWith("event:")) {
                    kind = line.substring(6).strip();
                } else if (line.startsWith("data:") && data.length() < LONGEST_LINE) {
                    data.append(line, 5, line.length()).append('\n');
                }
            }
        }
        return said;
    }

    private static boolean tell(EventReader reader, String kind, StringBuilder data)
            throws ApiException, InterruptedException {
        try {
            return reader.happened(kind, JsonObject.of(Json.read(data.toString())));
        } catch (MalformedJsonException e) {
            throw new ApiException("an event is no JSON: " + e.getMessage());
        }
    }

    /** Ends a stream that has fallen silent: what is read from waits without end. */
    private static final class Watch implements AutoCloseable {
        private final InputStream body;
        private final Timer timer = new Timer("event-stream", true);
        private @Nullable TimerTask alarm;

        Watch(InputStream body) {
            this.body = body;
            heard();
        }

        void heard() {
            Optional.ofNullable(alarm).ifPresent(TimerTask::cancel);
            alarm =
                    new TimerTask() {
                        @Override
                        public void run() {
                            try {
                                body.close();
                            } catch (IOException e) {
                                // The reader sees it too.
                            }
                        }
                    };
            timer.schedule(alarm, SILENCE.toMillis());
        }

        @Override
        public void close() {
            timer.cancel();
        }
    }
}
