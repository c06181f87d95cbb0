package dev.platte.ctl.api;

import dev.platte.ctl.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongConsumer;

/**
 * Requests to one server. What may be repeated without harm is, a few times: reading, and creating
 * under an {@code Idempotency-Key}. Redirects are not followed: the token goes to nobody else.
 */
public final class Api {
    private static final String BASE = "/api/v1";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LONG_PATIENCE = Duration.ofHours(1);
    // A sender this slow is taken for a dead one.
    private static final long SLOWEST_BYTES_PER_SECOND = 20_000;

    private final URI server;
    private final String token;
    private final Exchange exchange;

    Api(String token, Exchange exchange) {
        this.server = exchange.server();
        this.token = token;
        this.exchange = exchange;
    }

    /** Where it is. */
    public URI server() {
        return server;
    }

    /** Reads; tried again when the server or the network is out for a moment. */
    public Answer get(Place place) throws ApiException, InterruptedException {
        return exchange.sendAgain(request(place).GET().timeout(PATIENCE).build());
    }

    /** Reads the page that {@link Answer#next} named, which must be on the same server. */
    public Answer page(String next) throws ApiException, InterruptedException {
        String path = URI.create(next).getRawPath();
        String query = URI.create(next).getRawQuery();
        int at = path == null ? -1 : path.indexOf(BASE);
        if (at < 0) {
            throw new ApiException("the server named a next page outside of its API: " + next);
        }
        return get(
                new Place(path.substring(at + BASE.length()) + (query == null ? "" : "?" + query)));
    }

    /** Creates; tried again under one {@code Idempotency-Key}, so that it happens once. */
    public Answer post(Place place, Body body) throws ApiException, InterruptedException {
        return exchange.sendAgain(
                json("POST", place, body)
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .timeout(PATIENCE)
                        .build());
    }

    /** Sends a document of another type; whoever applies one twice changes nothing. */
    public Answer postDocument(Place place, String document, String type)
            throws ApiException, InterruptedException {
        return exchange.send(
                request(place)
                        .POST(BodyPublishers.ofString(document))
                        .header("Content-Type", type)
                        .timeout(PATIENCE)
                        .build());
    }

    /** Creates what must not be repeated, such as a token, whose answer is never kept. */
    public Answer postOnce(Place place, Body body) throws ApiException, InterruptedException {
        return exchange.send(json("POST", place, body).timeout(PATIENCE).build());
    }

    /** Acts on a thing as it is now: refused when somebody changes it between look and act. */
    public Answer act(Place thing, String verb, Body body)
            throws ApiException, InterruptedException {
        return exchange.sendAgain(
                json("POST", thing.sub(verb), body)
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .header("If-Match", seen(thing))
                        .timeout(PATIENCE)
                        .build());
    }

    /**
     * The same.
     *
     * @param dryRun whether only to say what would happen
     */
    public Answer act(Place thing, String verb, Body body, boolean dryRun)
            throws ApiException, InterruptedException {
        if (!dryRun) {
            return act(thing, verb, body);
        }
        return exchange.sendAgain(
                json("POST", thing.sub(verb).with("dryRun", true), body)
                        .header("If-Match", seen(thing))
                        .timeout(PATIENCE)
                        .build());
    }

    /** Puts a part of a thing as it is now. */
    public Answer replace(Place thing, String part, Body body)
            throws ApiException, InterruptedException {
        return exchange.send(
                json("PUT", thing.sub(part), body)
                        .header("If-Match", seen(thing))
                        .timeout(PATIENCE)
                        .build());
    }

    /**
     * Changes members of a thing (RFC 7396).
     *
     * @param dryRun whether only to say what would happen
     */
    public Answer patch(Place thing, Body changes, boolean dryRun)
            throws ApiException, InterruptedException {
        return exchange.send(
                request(dryRun ? thing.with("dryRun", true) : thing)
                        .method("PATCH", json(changes))
                        .header("Content-Type", "application/merge-patch+json")
                        .header("If-Match", seen(thing))
                        .timeout(PATIENCE)
                        .build());
    }

    /** Puts a JSON body where it belongs. */
    public Answer put(Place place, Body body) throws ApiException, InterruptedException {
        return exchange.send(json("PUT", place, body).timeout(PATIENCE).build());
    }

    /** Takes away. */
    public Answer delete(Place place) throws ApiException, InterruptedException {
        return exchange.send(request(place).DELETE().timeout(PATIENCE).build());
    }

    /** Takes away a part of a thing as it is now. */
    public Answer delete(Place thing, Place part) throws ApiException, InterruptedException {
        return exchange.send(
                request(part).DELETE().header("If-Match", seen(thing)).timeout(PATIENCE).build());
    }

    /** Takes away a thing as it is now: refused when somebody changes it in between. */
    public Answer remove(Place thing, Optional<String> reason)
            throws ApiException, InterruptedException {
        Place place = reason.isPresent() ? thing.with("reason", reason.get()) : thing;
        return exchange.send(
                request(place).DELETE().header("If-Match", seen(thing)).timeout(PATIENCE).build());
    }

    /** Takes a part from a thing as it is now. */
    public Answer removePart(Place thing, Place part) throws ApiException, InterruptedException {
        return exchange.send(
                request(part).DELETE().header("If-Match", seen(thing)).timeout(PATIENCE).build());
    }

    /** Asks for something that takes its time. */
    public Answer postLong(Place place) throws ApiException, InterruptedException {
        return exchange.send(
                request(place).POST(BodyPublishers.noBody()).timeout(LONG_PATIENCE).build());
    }

    /** Acts on a thing as it is now, where the answer holds a secret: sent once. */
    public Answer actOnce(Place thing, String verb, Body body)
            throws ApiException, InterruptedException {
        return exchange.send(
                json("POST", thing.sub(verb), body)
                        .header("If-Match", seen(thing))
                        .timeout(PATIENCE)
                        .build());
    }

    /**
     * Streams a file to a thing; the server may refuse before the first byte is sent. When the way
     * there breaks, it begins anew; a file that arrived all the same is refused then.
     *
     * @param sent is told how many bytes have gone
     */
    public Answer upload(Place thing, Place to, Path file, LongConsumer sent)
            throws ApiException, IOException, InterruptedException {
        long size = Files.size(file);
        if (size == 0) {
            throw new ApiException(file + " is empty");
        }
        return exchange.upload(
                () ->
                        request(to)
                                .PUT(
                                        BodyPublishers.fromPublisher(
                                                new CountedBody(BodyPublishers.ofFile(file), sent),
                                                size))
                                .header("Content-Type", "application/octet-stream")
                                .header("If-Match", seen(thing))
                                .expectContinue(true)
                                .timeout(PATIENCE.plusSeconds(size / SLOWEST_BYTES_PER_SECOND))
                                .build());
    }

    /**
     * Sends a payload, which goes on in the middle when the way there breaks.
     *
     * @param thing the package
     * @param part of the package, where the file is sent: it ends with the file's SHA-256
     * @param query what else is said of it
     * @param file with that hash
     * @param sent is told how many bytes have gone
     */
    public Answer resume(
            Place thing, Place part, Map<String, String> query, Path file, LongConsumer sent)
            throws ApiException, IOException, InterruptedException {
        long size = Files.size(file);
        if (size == 0) {
            throw new ApiException(file + " is empty");
        }
        return exchange.resume(new Piecewise(this, thing, part, query, file, size, sent));
    }

    /** The request that sends the rest of a file. */
    HttpRequest rest(Place thing, Place to, long offset, long left, BodyPublisher body)
            throws ApiException, InterruptedException {
        return request(to)
                .method("PATCH", body)
                .header("Content-Type", "application/partial-upload")
                .header("Upload-Offset", Long.toString(offset))
                .header("Upload-Complete", "?1")
                .header("If-Match", seen(thing))
                .expectContinue(left > 0)
                .timeout(PATIENCE.plusSeconds(left / SLOWEST_BYTES_PER_SECOND))
                .build();
    }

    /**
     * Follows what happens until the reader has enough.
     *
     * @param place of the events, with what is wanted of them
     * @throws ApiException the server tells no events or refuses to; status 0: it cannot be reached
     *     for long, or something on the way holds its words back
     */
    public void follow(Place place, EventReader reader) throws ApiException, InterruptedException {
        exchange.follow(
                request(place).GET().setHeader("Accept", "text/event-stream").timeout(PATIENCE),
                reader);
    }

    private String seen(Place thing) throws ApiException, InterruptedException {
        return get(thing).etag().orElse("*");
    }

    private HttpRequest.Builder request(Place place) {
        return exchange.request(URI.create(server + BASE + place.path()))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json, application/problem+json, */*;q=0.1");
    }

    private HttpRequest.Builder json(String method, Place place, Body body) {
        return request(place).method(method, json(body)).header("Content-Type", "application/json");
    }

    private static BodyPublisher json(Body body) {
        return BodyPublishers.ofString(Json.write(body.members()));
    }
}
