package dev.platte.harness.demo;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server's REST API, used as CI would. Paths are below {@code /api/v1}. */
public final class DemoApi {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String address;
    private final String token;

    DemoApi(String address, String token) {
        this.address = address;
        this.token = token;
    }

    /** What is at a path. */
    public JsonNode get(String path) throws IOException, InterruptedException {
        return JSON.readTree(read(path));
    }

    /** The same as it was sent. */
    String read(String path) throws IOException, InterruptedException {
        return send("GET", path, null, Map.of()).body();
    }

    /** Makes something. */
    public void post(String path, Map<String, ?> body) throws IOException, InterruptedException {
        send("POST", path, json(body), Map.of("Content-Type", "application/json"));
    }

    /**
     * Changes something that is looked at first: nobody else's change may be overwritten.
     *
     * @param type such as {@code json}, below {@code application/}
     */
    public void change(String method, String path, BodyPublisher body, String type)
            throws IOException, InterruptedException {
        String resource =
                path.replaceAll("/(payload|publish|withdraw|pause|complete)(\\?.*)?$", "");
        String etag =
                send("GET", resource, null, Map.of()).headers().firstValue("ETag").orElse("*");
        send(method, path, body, Map.of("Content-Type", "application/" + type, "If-Match", etag));
    }

    /** The same with JSON. */
    public void change(String method, String path, Map<String, ?> body)
            throws IOException, InterruptedException {
        change(method, path, json(body), method.equals("PATCH") ? "merge-patch+json" : "json");
    }

    /**
     * Makes the configuration what a document says.
     *
     * @param document as {@code updatectl export} writes it
     * @param reason stands in the audit trail
     */
    public void apply(String document, String reason) throws IOException, InterruptedException {
        send(
                "POST",
                "/apply?reason=" + URLEncoder.encode(reason, StandardCharsets.UTF_8),
                BodyPublishers.ofString(document),
                Map.of("Content-Type", "application/yaml"));
    }

    private HttpResponse<String> send(
            String method, String path, @Nullable BodyPublisher body, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address + "/api/v1" + path))
                        .timeout(PATIENCE)
                        .header("Authorization", "Bearer " + token)
                        .method(method, body == null ? BodyPublishers.noBody() : body);
        headers.forEach(request::header);
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException(
                    "%s %s was answered %d: %s"
                            .formatted(method, path, response.statusCode(), response.body()));
        }
        return response;
    }

    private static BodyPublisher json(Map<String, ?> body) {
        return BodyPublishers.ofString(JSON.writeValueAsString(body));
    }
}
