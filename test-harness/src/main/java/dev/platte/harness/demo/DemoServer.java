package dev.platte.harness.demo;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** An update server: a process of its own, steered over its REST API as CI would. */
public final class DemoServer {
    public static final String APPLICATION = "{e96281a6-d1af-4bde-9a0a-97b76e56dc57}";
    private static final String APPLICATION_IN_PATH = "e96281a6-d1af-4bde-9a0a-97b76e56dc57";
    private static final String PUBLIC_URL = "--platte.public-url=";
    private static final String ARCH = "amd64";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final String address;
    private final DemoApi api;
    private final Process process;

    private DemoServer(String address, DemoApi api, Process process) {
        this.address = address;
        this.api = api;
        this.process = process;
    }

    /**
     * Starts the server with its embedded database and waits until it is ready.
     *
     * @param home where it keeps its data and its log
     * @param port 0 for a free one
     * @param settings more of them, as on its command line; without a public URL among them, hosts
     *     are told the address that is used here
     */
    public static DemoServer start(Programs programs, Path home, int port, String... settings)
            throws IOException, InterruptedException {
        Files.createDirectories(home);
        String address = "http://127.0.0.1:" + (port == 0 ? freePort() : port);
        Path log = home.resolve("server.log");
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "--platte.data=" + data(home),
                                "--server.address=127.0.0.1",
                                "--server.port=" + URI.create(address).getPort()));
        arguments.addAll(List.of(settings));
        if (arguments.stream().noneMatch(each -> each.startsWith(PUBLIC_URL))) {
            arguments.add(PUBLIC_URL + address);
        }
        Process process = programs.start("update-server", arguments, log);
        awaitReady(process, address, log);
        String token = Files.readString(data(home).resolve("admin-token")).strip();
        return new DemoServer(address, new DemoApi(address, token), process);
    }

    /** Where the server left the first administrator's token. */
    public static Path data(Path home) {
        return home.resolve("data");
    }

    public String address() {
        return address;
    }

    /** Its API, with the first administrator's token. */
    public DemoApi api() {
        return api;
    }

    /** Its process, to be measured. */
    public ProcessHandle process() {
        return process.toHandle();
    }

    /** Ends it, its database included. */
    public void stop() {
        Programs.end(process);
    }

    /** The application, the key its payloads must be signed with, and one group on one channel. */
    public void establish(Path trustedKey) throws IOException, InterruptedException {
        api.post("/applications", Map.of("appid", APPLICATION, "name", "Platte Demo OS"));
        api.post(
                application("/keys"),
                Map.of("name", "release", "pem", Files.readString(trustedKey)));
        api.post(application("/channels"), Map.of("name", "stable", "arch", ARCH));
        api.post(application("/groups"), Map.of("track", "stable", "channel", "stable"));
    }

    /** Uploads and publishes a release, then points the channel to it. */
    public void publish(String version, Path payload) throws IOException, InterruptedException {
        upload(version, payload);
        release(version);
    }

    /** The same, with a delta from an older release. */
    public void publish(String version, Path payload, Path delta, String from)
            throws IOException, InterruptedException {
        upload(version, payload);
        String path = place(version) + "/payload?source=" + from;
        api.change("PUT", path, BodyPublishers.ofFile(delta), "octet-stream");
        release(version);
    }

    private void upload(String version, Path payload) throws IOException, InterruptedException {
        api.post(application("/packages"), Map.of("version", version, "arch", ARCH));
        String path = place(version) + "/payload";
        api.change("PUT", path, BodyPublishers.ofFile(payload), "octet-stream");
    }

    private void release(String version) throws IOException, InterruptedException {
        api.change("POST", place(version) + "/publish", Map.of());
        api.change(
                "PATCH", application("/channels/" + ARCH + "/stable"), Map.of("version", version));
    }

    private static String place(String version) {
        return application("/packages/" + ARCH + "/" + version);
    }

    /**
     * With one host in the fleet, one failure is the whole sample: the first one crosses the bound.
     */
    public void haltAtTheFirstFailure() throws IOException, InterruptedException {
        api.change(
                "PATCH",
                application("/groups/stable/policy"),
                Map.of("halt", Map.of("allowed", 5, "minimumSample", 1)));
    }

    /** The newest rollout of the group. */
    public JsonNode rollout() throws IOException, InterruptedException {
        return api.get(application("/rollouts")).path(0);
    }

    /** What the application has below this path of the API. */
    public String get(String path) throws IOException, InterruptedException {
        return api.read(application(path));
    }

    /** What the server knows of a host. */
    public JsonNode host(String machineId) throws IOException, InterruptedException {
        return api.get(application("/hosts/" + machineId));
    }

    private static String application(String path) {
        return "/applications/" + APPLICATION_IN_PATH + path;
    }

    /** A port that nobody listens on now. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void awaitReady(Process process, String address, Path log)
            throws IOException, InterruptedException {
        HttpRequest readiness =
                HttpRequest.newBuilder(URI.create(address + "/readyz"))
                        .timeout(Duration.ofSeconds(5))
                        .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < deadline) {
                if (process.waitFor(Duration.ofMillis(200))) {
                    break;
                }
                try {
                    if (http.send(readiness, BodyHandlers.discarding()).statusCode() == 200) {
                        return;
                    }
                } catch (IOException notYet) {
                    continue;
                }
            }
        }
        throw new IOException("the server did not become ready; its log is " + log);
    }
}
