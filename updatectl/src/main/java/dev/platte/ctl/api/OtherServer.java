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
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A server that is none of ours, from which JSON is read and nothing else. */
public final class OtherServer {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MOST_BYTES = 64 << 20;

    private final URI server;
    private final Connection connection;
    private final Optional<String> token;

    private OtherServer(URI server, Connection connection, Optional<String> token) {
        this.server = server;
        this.connection = connection;
        this.token = token;
    }

    /**
     * @param url without a path below which it answers, such as https://nebraska.example.com
     * @param tokenFile holds what is sent as bearer token, for its owner alone to read
     * @param authorities a file of certificates in PEM, the only ones that count; empty: Java's own
     * @param environment names proxies as curl reads them
     */
    public static OtherServer open(
            String url,
            Optional<Path> tokenFile,
            Optional<Path> authorities,
            Map<String, String> environment)
            throws ApiException, IOException {
        URI server = Settings.server(url);
        return new OtherServer(
                server,
                Connection.open(server, authorities, environment),
                tokenFile.isPresent()
                        ? Optional.of(Settings.token(tokenFile.get()))
                        : Optional.empty());
    }

    /**
     * Reads a JSON object.
     *
     * @param path with its query, from the slash on
     * @return empty when there is no such thing, or a page for people stands in its place
     * @throws ApiException it cannot be reached, or refuses
     */
    public Optional<JsonObject> get(String path) throws ApiException, InterruptedException {
        HttpRequest.Builder request =
                connection
                        .request(URI.create(server + path))
                        .timeout(PATIENCE)
                        .header("Accept", "application/json");
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        HttpResponse<InputStream> answer;
        byte[] body;
        try {
            answer = connection.send(request.build());
            try (InputStream in = answer.body()) {
                body = in.readNBytes(MOST_BYTES);
            }
        } catch (IOException e) {
            throw new ApiException(Complaint.unreachable(server, e));
        }
        int status = answer.statusCode();
        if (status == 404) {
            return Optional.empty();
        }
        if (status != 200) {
            throw new ApiException(
                    "%s answers %d for %s%s"
                            .formatted(
                                    server,
                                    status,
                                    path,
                                    status == 401 || status == 403
                                            ? ": it wants a token that may look"
                                            : ""));
        }
        if (!answer.headers().firstValue("Content-Type").orElse("").contains("json")) {
            return Optional.empty();
        }
        try {
            return Optional.of(JsonObject.of(Json.read(new String(body, StandardCharsets.UTF_8))));
        } catch (MalformedJsonException e) {
            throw new ApiException(
                    "%s answers no JSON for %s: %s".formatted(server, path, e.getMessage()));
        }
    }
}
