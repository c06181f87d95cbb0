package dev.platte.client.lock;

import static java.util.Objects.requireNonNull;

import dev.platte.client.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/**
 * A server that speaks FleetLock (zincati's docs/development/fleetlock/protocol.md): ours, airlock,
 * or another one. What we say beyond the protocol stands in an object {@code x} that others ignore.
 */
public final class FleetLock implements RebootLock {
    private static final int MOST_BYTES = 1 << 20;

    private final URI base;
    private final String group;
    private final Optional<String> token;
    private final Duration timeout;
    private final Sequence sequence;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http;

    /**
     * Whom to ask, and how.
     *
     * @param base below which {@code v1/pre-reboot} lies, with or without a slash at its end
     * @param token for the header {@code Authorization}
     * @param timeout of one call
     */
    public record Server(
            URI base, Optional<SSLContext> tls, Optional<String> token, Duration timeout) {
        public Server {
            requireNonNull(base, "base");
            requireNonNull(tls, "tls");
            requireNonNull(token, "token");
            requireNonNull(timeout, "timeout");
        }

        @Override
        public String toString() {
            return "Server[base=" + base + ", timeout=" + timeout + "]";
        }
    }

    /** Asks nothing yet. */
    public FleetLock(Server server, String group, Sequence sequence) {
        // zincati loses the last part of a base without a slash; nobody means that.
        String text = server.base().toString();
        this.base = URI.create(text.endsWith("/") ? text : text + "/");
        this.group = requireNonNull(group);
        this.token = server.token();
        this.timeout = server.timeout();
        this.sequence = requireNonNull(sequence);
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(timeout)
                        .executor(threads);
        server.tls().ifPresent(builder::sslContext);
        this.http = builder.build();
    }

    @Override
    public String name() {
        return "FleetLock at " + base + ", group " + group;
    }

    @Override
    public Reply take(Claim claim) throws IOException, InterruptedException {
        Answer answer = call("v1/pre-reboot", numbered(claim));
        if (answer.isYes()) {
            return new Reply.Held(
                    answer.said()
                            .at("x")
                            .at("hold_s")
                            .number()
                            .filter(seconds -> seconds > 0)
                            .map(Duration::ofSeconds));
        }
        return new Reply.Refused(
                answer.kind(),
                answer.reason(),
                answer.retryAfter(),
                answer.said().at("x").at("position").number());
    }

    @Override
    public String giveBack(Claim claim) throws IOException, InterruptedException {
        Answer answer = call("v1/steady-state", numbered(claim));
        if (!answer.isYes()) {
            throw new IOException(
                    "%s does not take the slot back: %s (%s)"
                            .formatted(base, answer.reason(), answer.kind()));
        }
        return answer.said().at("value").text().orElse("the slot is free");
    }

    @Override
    public Board look(Claim claim) throws IOException, InterruptedException {
        // Whoever only looks may not be allowed to write the number of a request.
        Answer answer = call("v1/lock-status", body(claim, Optional.empty()));
        if (!answer.isYes()) {
            throw new IOException(
                    answer.said().at("kind").text().isPresent()
                            ? answer.reason() + " (" + answer.kind() + ")"
                            : base
                                    + " does not tell how its groups stand; the protocol has no such call");
        }
        Json more = answer.said().at("x");
        List<Holder> holders = new ArrayList<>();
        for (Json each : more.at("holders").items()) {
            holders.add(new Holder(each.at("id").text().orElse("?"), time(each.at("since"))));
        }
        String reason =
                more.at("available").number().orElse(0L) > 0 && more.at("reason").text().isEmpty()
                        ? ""
                        : more.at("reason").text().orElse(answer.reason());
        return new Board(
                more.at("max").number().orElse(0L),
                more.at("available").number().orElse(0L),
                holders,
                more.at("position").number(),
                reason);
    }

    /** Operators say it, on the server: no host may widen its own group. */
    @Override
    public long setMax(long max) throws IOException {
        throw new IOException(
                "the server says how many may be down; on ours: updatectl lock set-max %s %d"
                        .formatted(group, max));
    }

    private record Answer(int status, Json said, Optional<Duration> retryAfter) {
        boolean isYes() {
            return status / 100 == 2;
        }

        String kind() {
            return said.at("kind").text().orElse("generic_http_" + status);
        }

        String reason() {
            return said.at("value").text().orElse("the server answers " + status);
        }
    }

    private Answer call(String path, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve(path))
                        .timeout(timeout)
                        .header("fleet-lock-protocol", "true")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body));
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        CompletableFuture<HttpResponse<byte[]>> sent =
                http.sendAsync(
                        request.build(),
                        BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
        try {
            HttpResponse<byte[]> response = sent.get(timeout.toMillis() * 2, TimeUnit.MILLISECONDS);
            return new Answer(
                    response.statusCode(),
                    said(response.body()),
                    response.headers()
                            .firstValue("Retry-After")
                            .filter(value -> value.matches("[0-9]{1,6}"))
                            .map(value -> Duration.ofSeconds(Long.parseLong(value))));
        } catch (TimeoutException e) {
            sent.cancel(true);
            throw new IOException(base + " gives no whole answer in time");
        } catch (ExecutionException e) {
            throw new IOException(base + ": " + words(e), e);
        } catch (InterruptedException e) {
            sent.cancel(true);
            throw e;
        }
    }

    private static String words(ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        String message = cause.getMessage();
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
    }

    private static Json said(byte[] body) throws IOException {
        try {
            return Json.read(body);
        } catch (IOException e) {
            // Other servers say yes in other words, or in none.
            return Json.read(new byte[] {'{', '}'});
        }
    }

    private String numbered(Claim claim) throws IOException {
        return body(claim, Optional.of(sequence.next()));
    }

    private String body(Claim claim, Optional<Long> number) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("id", claim.host());
        parameters.put("group", group);
        Moment moment = claim.moment();
        Map<String, Object> more = new LinkedHashMap<>();
        number.ifPresent(seq -> more.put("seq", seq));
        add(more, "boot_id", moment.bootId());
        add(more, "hostname", moment.hostname());
        add(more, "version", moment.version());
        add(more, "from", moment.from());
        add(more, "to", moment.to());
        add(more, "stage", moment.stage());
        more.put("healthy", moment.healthy());
        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("client_params", parameters);
        whole.put("x", more);
        return Json.write(whole);
    }

    private static void add(Map<String, Object> members, String name, String value) {
        if (!value.isEmpty()) {
            members.put(name, value);
        }
    }

    private static Optional<Instant> time(Json said) {
        try {
            return said.text().map(Instant::parse);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        threads.shutdownNow();
    }
}
