package dev.platte.client.etcd;

import dev.platte.client.json.Json;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keys of etcd 3, through the JSON gateway that every etcd from 3.4 on has at {@code /v3}: the two
 * calls that a lock needs are not worth a client library and its gRPC. Reads are linearizable.
 */
public final class Etcd3 {
    private static final int UNAUTHENTICATED = 401;

    private final Cluster cluster;
    private volatile @Nullable String token;

    public Etcd3(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * A key's value.
     *
     * @param revision in which it was changed last; 0: there is no such key
     */
    public record Value(String text, long revision) {
        /** Of a key that is not there. */
        public static final Value NONE = new Value("", 0);

        public boolean exists() {
            return revision > 0;
        }
    }

    /**
     * What is written.
     *
     * @param value empty: the key is removed
     */
    public record Write(String key, Optional<String> value) {}

    /** The value of a key as the cluster has agreed on it. */
    public Value get(String key) throws IOException, InterruptedException {
        Json answer = call("kv/range", Map.of("key", base64(key)));
        List<Json> found = answer.at("kvs").items();
        return found.isEmpty() ? Value.NONE : value(found.getFirst());
    }

    /** All keys that begin so, with their values, by key. */
    public Map<String, String> below(String prefix) throws IOException, InterruptedException {
        Json answer =
                call("kv/range", Map.of("key", base64(prefix), "range_end", base64(after(prefix))));
        Map<String, String> found = new LinkedHashMap<>();
        for (Json each : answer.at("kvs").items()) {
            found.put(decoded(each.at("key")), decoded(each.at("value")));
        }
        return found;
    }

    /**
     * Writes all, if the key was not changed since.
     *
     * @param seen revision of the key when it was read; 0: it was not there
     * @return whether it was written; a failed request may have been, too
     */
    public boolean putIfUnchanged(String key, long seen, List<Write> writes)
            throws IOException, InterruptedException {
        List<Object> operations = new ArrayList<>();
        for (Write write : writes) {
            operations.add(
                    write.value().isPresent()
                            ? Map.of(
                                    "requestPut",
                                    Map.of(
                                            "key", base64(write.key()),
                                            "value", base64(write.value().get())))
                            : Map.of("requestDeleteRange", Map.of("key", base64(write.key()))));
        }
        Map<String, Object> compare =
                Map.of(
                        "key",
                        base64(key),
                        "target",
                        "MOD",
                        "result",
                        "EQUAL",
                        "modRevision",
                        Long.toString(seen));
        Json answer = call("kv/txn", Map.of("compare", List.of(compare), "success", operations));
        return answer.at("succeeded").flag().orElse(false);
    }

    private Json call(String path, Map<String, ?> body) throws IOException, InterruptedException {
        Cluster.Answer answer = post(path, body);
        if (answer.status() == UNAUTHENTICATED && cluster.account().isPresent()) {
            // Tokens end after a while, and with the server that gave them.
            token = null;
            answer = post(path, body);
        }
        Json said = Json.read(answer.body());
        if (answer.status() != 200) {
            throw new IOException(
                    "etcd refuses (%d): %s"
                            .formatted(
                                    answer.status(),
                                    said.at("message")
                                            .text()
                                            .or(() -> said.at("error").text())
                                            .orElse("without a reason")));
        }
        return said;
    }

    private Cluster.Answer post(String path, Map<String, ?> body)
            throws IOException, InterruptedException {
        String shown = token();
        return cluster.send(
                endpoint -> {
                    HttpRequest.Builder request =
                            HttpRequest.newBuilder(endpoint.resolve("/v3/" + path))
                                    .header("Content-Type", "application/json")
                                    .POST(BodyPublishers.ofString(Json.write(body)));
                    return shown == null ? request : request.header("Authorization", shown);
                });
    }

    private @Nullable String token() throws IOException, InterruptedException {
        String known = token;
        if (known != null || cluster.account().isEmpty()) {
            return known;
        }
        Cluster.Account account = cluster.account().get();
        Cluster.Answer answer =
                cluster.send(
                        endpoint ->
                                HttpRequest.newBuilder(endpoint.resolve("/v3/auth/authenticate"))
                                        .header("Content-Type", "application/json")
                                        .POST(
                                                BodyPublishers.ofString(
                                                        Json.write(
                                                                Map.of(
                                                                        "name", account.user(),
                                                                        "password",
                                                                                account
                                                                                        .password())))));
        String given =
                answer.status() == 200
                        ? Json.read(answer.body()).at("token").text().orElse(null)
                        : null;
        if (given == null) {
            throw new IOException("etcd does not let in the user " + account.user());
        }
        token = given;
        return given;
    }

    private static Value value(Json found) {
        return new Value(decoded(found.at("value")), found.at("mod_revision").number().orElse(0L));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(Json base64) {
        return new String(
                Base64.getDecoder().decode(base64.text().orElse("")), StandardCharsets.UTF_8);
    }

    /** The first key that does not begin so any more; prefixes here end in ASCII. */
    private static String after(String prefix) {
        int last = prefix.length() - 1;
        return prefix.substring(0, last) + (char) (prefix.charAt(last) + 1);
    }
}
