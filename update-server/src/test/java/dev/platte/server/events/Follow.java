package dev.platte.server.events;

import dev.platte.server.fixture.TestServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One who follows events, as a browser would read them. */
final class Follow implements AutoCloseable {

    /** What came between two empty lines. */
    record Message(String id, String event, @Nullable JsonNode data) {}

    private final HttpResponse<InputStream> answer;
    private final LinkedBlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();

    private Follow(HttpResponse<InputStream> answer) {
        this.answer = answer;
        Thread.ofVirtual().start(this::read);
    }

    static Follow on(TestServer server, HttpRequest.Builder request) {
        return new Follow(
                server.send(
                        request.header("Accept", "text/event-stream")
                                .timeout(Duration.ofMinutes(1)),
                        BodyHandlers.ofInputStream()));
    }

    HttpResponse<InputStream> answer() {
        return answer;
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            String id = "";
            String event = "";
            JsonNode data = null;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    messages.add(new Message(id, event, data));
                    event = "";
                    data = null;
                } else if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    event = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    data = JsonMapper.shared().readTree(line.substring(6));
                }
            }
            ended.complete(true);
        } catch (IOException e) {
            ended.complete(false);
        }
    }

    /** The next one with data. */
    Message next() throws InterruptedException {
        Message message;
        do {
            message =
                    Optional.ofNullable(messages.poll(30, TimeUnit.SECONDS))
                            .orElseThrow(() -> new AssertionError("nothing came in 30 s"));
        } while (message.data() == null);
        return message;
    }

    /** The next one that is kept. */
    Message nextKept() throws InterruptedException {
        Message message = next();
        while (message.event().equals("rollout.progress")) {
            message = next();
        }
        return message;
    }

    /** The very first one, which only says where the stream begins. */
    Message begin() throws InterruptedException {
        return Optional.ofNullable(messages.poll(30, TimeUnit.SECONDS)).orElseThrow();
    }

    /** The next one, with or without data, before the bell has been silent for a heartbeat. */
    Message beforeTheBellIsSilent() throws InterruptedException {
        return Optional.ofNullable(messages.poll(12, TimeUnit.SECONDS)).orElseThrow();
    }

    /** True: as it should; false: the connection broke. */
    boolean end() throws Exception {
        return ended.get(40, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        try {
            answer.body().close();
        } catch (IOException e) {
            // Gone already.
        }
    }
}
