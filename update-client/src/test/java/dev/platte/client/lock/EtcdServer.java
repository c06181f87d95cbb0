package dev.platte.client.lock;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.platte.client.etcd.Cluster;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A real etcd of one member, from Debian's etcd-server, that can be killed and comes back. */
public final class EtcdServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path home;
    private final int port;
    private final String scheme;
    private final List<String> options;
    private @Nullable Process process;

    private EtcdServer(Path home, String scheme, List<String> options) throws IOException {
        this.home = home;
        this.scheme = scheme;
        this.options = options;
        try (ServerSocket socket = new ServerSocket(0)) {
            this.port = socket.getLocalPort();
        }
    }

    /** Skips the test, saying why, where there is no etcd. */
    public static EtcdServer start(Path home, String... options) throws Exception {
        return start(home, "http", options);
    }

    static EtcdServer startTls(Path home, Certificates certificates, String... more)
            throws Exception {
        List<String> options =
                new ArrayList<>(
                        List.of(
                                "--cert-file=" + certificates.server().chain(),
                                "--key-file=" + certificates.server().key()));
        options.addAll(List.of(more));
        return start(home, "https", options.toArray(String[]::new));
    }

    private static EtcdServer start(Path home, String scheme, String... options) throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/etcd")),
                "no etcd: install Debian's etcd-server");
        EtcdServer server = new EtcdServer(home, scheme, List.of(options));
        server.run();
        return server;
    }

    public URI address() {
        return URI.create(scheme + "://127.0.0.1:" + port);
    }

    Cluster cluster() {
        return new Cluster(
                List.of(address()), Optional.empty(), Optional.empty(), Duration.ofSeconds(5));
    }

    public void run() throws Exception {
        String peers = "http://127.0.0.1:0";
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "/usr/bin/etcd",
                                "--name=one",
                                "--data-dir=" + home.resolve("etcd-" + port),
                                "--listen-client-urls=" + address(),
                                "--advertise-client-urls=" + address(),
                                "--listen-peer-urls=" + peers,
                                "--initial-advertise-peer-urls=http://127.0.0.1:1",
                                "--initial-cluster=one=http://127.0.0.1:1"));
        command.addAll(options);
        process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(home.resolve("etcd-" + port + ".log").toFile())
                        .start();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!answers()) {
            if (System.nanoTime() > deadline || process.waitFor(50, TimeUnit.MILLISECONDS)) {
                throw new AssertionError(
                        "etcd does not start: "
                                + Files.readString(home.resolve("etcd-" + port + ".log")));
            }
        }
    }

    private boolean answers() {
        try {
            if (scheme.equals("https")) {
                try (Socket socket = new Socket("127.0.0.1", port)) {
                    return socket.isConnected();
                }
            }
            HttpURLConnection connection =
                    (HttpURLConnection) address().resolve("/health").toURL().openConnection();
            connection.setConnectTimeout(1000);
            connection.setReadTimeout(2000);
            return connection.getResponseCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** As {@code kill -9}. */
    public void kill() throws InterruptedException {
        Process running = process;
        if (running != null) {
            running.destroyForcibly().waitFor();
            process = null;
        }
    }

    /** What etcdctl says to these words. */
    public String ctl(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("etcdctl", "--endpoints=" + address()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("ETCDCTL_API", "3");
        Process running = builder.start();
        running.getOutputStream().close();
        String output = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (running.waitFor() != 0) {
            throw new AssertionError(String.join(" ", words) + ": " + output);
        }
        return output.strip();
    }

    @Override
    public void close() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
        }
    }
}
