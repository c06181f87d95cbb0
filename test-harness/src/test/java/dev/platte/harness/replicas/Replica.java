package dev.platte.harness.replicas;

import dev.platte.harness.demo.Programs;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One server in a process of its own, that can be killed and comes back at the same address. */
public final class Replica implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final String name;
    private final Path home;
    private final String database;
    private final int port;
    private @Nullable Process process;

    /** Starts nothing yet. */
    public Replica(String name, Path home, String database) throws IOException {
        this.name = name;
        this.home = home;
        this.database = database;
        try (ServerSocket socket = new ServerSocket(0)) {
            this.port = socket.getLocalPort();
        }
    }

    /** Below it. */
    public URI address(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /**
     * An empty database.
     *
     * <p>Its programs are the first on the class path. A built server's jar brings the libraries
     * beside it along, so that some are there twice; the library's own search refuses that.
     */
    public static EmbeddedPostgres database() throws IOException {
        String machine = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
        return EmbeddedPostgres.builder()
                .setPgBinaryResolver(
                        (_, _) ->
                                Objects.requireNonNull(
                                        Replica.class.getResourceAsStream(
                                                "/postgres-linux-" + machine + ".txz"),
                                        "no PostgreSQL programs on the class path for " + machine))
                .start();
    }

    /**
     * Begins to start; see {@link #awaitReady}.
     *
     * @param more settings of the server
     */
    public void start(String... more) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx256m"));
        command.addAll(Programs.startOf("update-server"));
        command.addAll(
                List.of(
                        "--server.address=127.0.0.1",
                        "--server.port=" + port,
                        "--platte.data=" + home.resolve(name),
                        "--platte.ledger.patience=3s",
                        "--spring.datasource.url=" + database,
                        "--spring.datasource.username=postgres",
                        "--spring.datasource.password=postgres"));
        command.addAll(List.of(more));
        process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(
                                        home.resolve(name + ".log").toFile()))
                        .start();
    }

    /** As {@code kill -9} of its process id: nothing is finished, nothing is given back. */
    void kill() throws InterruptedException {
        Process running = process;
        if (running != null) {
            running.destroyForcibly().waitFor();
            process = null;
        }
    }

    boolean ready(HttpClient http) throws InterruptedException {
        try {
            HttpRequest readiness =
                    HttpRequest.newBuilder(address("/readyz"))
                            .timeout(Duration.ofSeconds(2))
                            .build();
            return http.send(readiness, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Returns when it answers. */
    public void awaitReady(HttpClient http) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!ready(http)) {
            Process running = process;
            if (System.nanoTime() > deadline
                    || running == null
                    || running.waitFor(Duration.ofMillis(100))) {
                throw new AssertionError(
                        "replica " + name + " is not ready; see " + home.resolve(name + ".log"));
            }
        }
    }

    @Override
    public void close() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
        }
    }
}
