package dev.platte.client.etcd;

import dev.platte.client.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Keys of etcd 2, as locksmith keeps its lock. etcd 3.4 and 3.5 still serve them when started with
 * {@code --enable-v2}; 3.6 has none. Reads ask a quorum: locksmith's did not, and could be stale.
 */
public final class Etcd2 {
    // https://etcd.io/docs/v2.3/errorcode/
    private static final long KEY_NOT_FOUND = 100;
    private static final long COMPARE_FAILED = 101;
    private static final long EXISTS_ALREADY = 105;

    private final Cluster cluster;

    public Etcd2(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * A key's value.
     *
     * @param index in which it was changed last
     */
    public record Node(String value, long index) {}

    /**
     * The value of a key as a quorum has it.
     *
     * @param path of the key, its segments already escaped
     */
    public Optional<Node> get(String path) throws IOException, InterruptedException {
        Cluster.Answer answer =
                cluster.send(endpoint -> request(endpoint, path, "quorum=true").GET());
        Json said = said(answer);
        if (answer.status() == 404) {
            if (said.at("errorCode").number().equals(Optional.of(KEY_NOT_FOUND))) {
                return Optional.empty();
            }
            throw new IOException(
                    "this etcd has no keys of version 2; start it with --enable-v2, or use"
                            + " ETCD_LAYOUT=airlock");
        }
        expect(answer, said);
        Json node = said.at("node");
        return Optional.of(
                new Node(
                        node.at("value").text().orElse(""),
                        node.at("modifiedIndex").number().orElse(0L)));
    }

    /** Makes a key, unless there is one. */
    public void create(String path, String value) throws IOException, InterruptedException {
        put(path, "prevExist=false", value, EXISTS_ALREADY);
    }

    /**
     * Writes a key, if it was not changed since.
     *
     * @return whether it was written; a failed request may have been, too
     */
    public boolean putIfUnchanged(String path, long seen, String value)
            throws IOException, InterruptedException {
        if (seen <= 0) {
            // Without an index etcd would write whatever is there.
            throw new IOException("etcd did not say in which index it changed " + path);
        }
        return put(path, "prevIndex=" + seen, value, COMPARE_FAILED);
    }

    private boolean put(String path, String condition, String value, long refusal)
            throws IOException, InterruptedException {
        String form = "value=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
        Cluster.Answer answer =
                cluster.send(
                        endpoint ->
                                request(endpoint, path, condition)
                                        .header("Content-Type", "application/x-www-form-urlencoded")
                                        .PUT(BodyPublishers.ofString(form)));
        Json said = said(answer);
        if (answer.status() == 412 && said.at("errorCode").number().equals(Optional.of(refusal))) {
            return false;
        }
        expect(answer, said);
        return true;
    }

    private HttpRequest.Builder request(URI endpoint, String path, String query) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(endpoint.resolve("/v2/keys/" + path + "?" + query));
        cluster.account()
                .ifPresent(
                        account ->
                                request.header(
                                        "Authorization",
                                        "Basic "
                                                + Base64.getEncoder()
                                                        .encodeToString(
                                                                (account.user()
                                                                                + ":"
                                                                                + account
                                                                                        .password())
                                                                        .getBytes(
                                                                                StandardCharsets
                                                                                        .UTF_8))));
        return request;
    }

    private static Json said(Cluster.Answer answer) throws IOException {
        try {
            return Json.read(answer.body());
        } catch (IOException e) {
            // An etcd without version 2 answers with a page of text.
            return Json.read("{}".getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static void expect(Cluster.Answer answer, Json said) throws IOException {
        if (answer.status() / 100 != 2) {
            throw new IOException(
                    "etcd refuses (%d): %s"
                            .formatted(
                                    answer.status(),
                                    said.at("message").text().orElse("without a reason")));
        }
    }
}
