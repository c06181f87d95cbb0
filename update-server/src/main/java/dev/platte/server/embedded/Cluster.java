package dev.platte.server.embedded;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.util.FileSystemUtils;

/** One database cluster on disk: made, started, stopped. */
final class Cluster {

    static final String USER = "platte";

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Pattern MAJOR = Pattern.compile("PostgreSQL\\) (\\d+)");
    private static final int PORT_TRIES = 3;
    private static final String PID_FILE = "postmaster.pid";
    private static final String LOG = "postgresql.log";

    private static final int MEBIBYTE = 1 << 20;

    /**
     * Everything that makes a commit last is said here, whatever a configuration file says. The
     * rest is for a fleet on a disk without a head: pages that were read stay in memory, whole
     * pages go to the write-ahead log less often, and no plan is compiled that runs for a
     * millisecond.
     */
    private static final List<String> SETTINGS =
            List.of(
                    "fsync=on",
                    "full_page_writes=on",
                    "synchronous_commit=on",
                    "listen_addresses=127.0.0.1",
                    "unix_socket_directories=",
                    "password_encryption=scram-sha-256",
                    "timezone=UTC",
                    "log_timezone=UTC",
                    "max_connections=100",
                    "shared_buffers=" + sharedBuffers(memory()) + "MB",
                    "checkpoint_timeout=15min",
                    "max_wal_size=4GB",
                    "random_page_cost=1.1",
                    "jit=off");

    private final Path directory;
    private final Path data;
    private final Commands commands;
    private final Consumer<String> progress;

    Cluster(Path directory, Commands commands, Consumer<String> progress) {
        this.directory = directory;
        this.data = directory.resolve("cluster");
        this.commands = commands;
        this.progress = progress;
    }

    private static long memory() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean machine
                ? machine.getTotalMemorySize()
                : 0;
    }

    /**
     * An eighth of the memory, in MiB: enough for the indexes that polls of millions of hosts need,
     * and little beside the server. What is never used is never taken.
     */
    static long sharedBuffers(long memory) {
        return Math.clamp(memory / 8 / MEBIBYTE, 128, 4096);
    }

    /** Makes the cluster where there is none; refuses one of another major version. */
    String prepare() throws IOException, InterruptedException, EmbeddedPostgresException {
        Path secret = directory.resolve("password");
        Path version = data.resolve("PG_VERSION");
        if (Files.exists(version)) {
            refuseOtherMajor(Files.readString(version).strip());
            if (!Files.exists(secret)) {
                throw new EmbeddedPostgresException(
                        "%s is missing, and the database of %s opens only with it; put it back from a backup"
                                .formatted(secret, data));
            }
            return Files.readString(secret).strip();
        }
        if (Files.exists(data)) {
            throw new EmbeddedPostgresException(
                    data
                            + " is there and is no database; move it away, or restore it from a backup");
        }
        String password = makePassword(secret);
        make(secret);
        return password;
    }

    private void refuseOtherMajor(String found)
            throws IOException, InterruptedException, EmbeddedPostgresException {
        String text = commands.run(Duration.ofSeconds(20), "postgres", "--version").text();
        Matcher major = MAJOR.matcher(text);
        if (!major.find()) {
            throw new EmbeddedPostgresException("PostgreSQL does not say its version: " + text);
        }
        if (!major.group(1).equals(found)) {
            throw new EmbeddedPostgresException(
                    "%s was made by PostgreSQL %s, this server brings PostgreSQL %s; dump it with the server that made it (pg_dump) and restore it into a new directory, or convert it with pg_upgrade"
                            .formatted(data, found, major.group(1)));
        }
    }

    private static String makePassword(Path secret) throws IOException {
        byte[] bits = new byte[32];
        new SecureRandom().nextBytes(bits);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        Files.deleteIfExists(secret);
        Files.createFile(
                secret,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secret, password);
        return password;
    }

    private void make(Path secret)
            throws IOException, InterruptedException, EmbeddedPostgresException {
        progress.accept("First start: making the database in " + data);
        Path unfinished = directory.resolve("cluster-unfinished");
        FileSystemUtils.deleteRecursively(unfinished);
        Commands.Output made =
                commands.run(
                        LONG,
                        "initdb",
                        "--pgdata=" + unfinished,
                        "--username=" + USER,
                        "--pwfile=" + secret,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--no-locale",
                        "--data-checksums");
        if (made.status() != 0) {
            throw new EmbeddedPostgresException("initdb made no database: " + made.text());
        }
        Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Starts it on a free port of the loopback interface, and returns the port. */
    int start() throws IOException, InterruptedException, EmbeddedPostgresException {
        stopLeftover();
        for (int i = 1; i < PORT_TRIES; i++) {
            int port = freePort();
            if (tryStart(port).isEmpty()) {
                return port;
            }
        }
        int last = freePort();
        start(last);
        return last;
    }

    /** Starts it on this port of the loopback interface. */
    void start(int port) throws IOException, InterruptedException, EmbeddedPostgresException {
        String failure = tryStart(port);
        if (!failure.isEmpty()) {
            throw new EmbeddedPostgresException(
                    "the database in %s does not start: %s; its last words are in %s"
                            .formatted(data, failure, directory.resolve(LOG)));
        }
    }

    /** What it said when it did not start; empty: it did. */
    private String tryStart(int port) throws IOException, InterruptedException {
        StringBuilder options = new StringBuilder("-p " + port);
        SETTINGS.forEach(setting -> options.append(" -c ").append(setting));
        Commands.Output started =
                commands.run(
                        LONG,
                        "pg_ctl",
                        "start",
                        "--wait",
                        "--timeout=240",
                        "--silent",
                        "--pgdata=" + data,
                        "--log=" + directory.resolve(LOG),
                        "--options=" + options);
        return started.status() == 0 ? "" : "it said \"" + started.text().strip() + "\"";
    }

    /** Whether its first process is there. */
    boolean isRunning() throws IOException {
        Path pidFile = data.resolve(PID_FILE);
        return Files.exists(pidFile) && postmaster(pidFile).isPresent();
    }

    /** Ends all sessions and writes everything out. */
    void stop() throws IOException, InterruptedException {
        Commands.Output stopped =
                commands.run(
                        LONG,
                        "pg_ctl",
                        "stop",
                        "--mode=fast",
                        "--wait",
                        "--timeout=240",
                        "--silent",
                        "--pgdata=" + data);
        if (stopped.status() != 0) {
            throw new IOException("the database in " + data + " does not stop: " + stopped.text());
        }
    }

    /**
     * A server that was killed leaves its database running; it is stopped, so that this one starts
     * with its own settings. A pid file whose process is something else (after a reboot, or in a
     * new container) is removed: PostgreSQL would not dare to. One whose process is gone stays:
     * from it PostgreSQL finds out whether sessions of a killed database are still at the files.
     */
    private void stopLeftover() throws IOException, InterruptedException {
        Path pidFile = data.resolve(PID_FILE);
        if (!Files.exists(pidFile)) {
            return;
        }
        if (postmaster(pidFile).isPresent()) {
            progress.accept("Stopping the database that a killed server left running");
            stop();
        } else if (pid(pidFile).flatMap(ProcessHandle::of).isPresent()) {
            Files.deleteIfExists(pidFile);
        }
    }

    private static Optional<Long> pid(Path pidFile) throws IOException {
        return Files.readAllLines(pidFile).stream()
                .findFirst()
                .map(String::strip)
                .filter(first -> first.matches("[0-9]{1,18}"))
                .map(Long::valueOf);
    }

    private Optional<ProcessHandle> postmaster(Path pidFile) throws IOException {
        Optional<Long> pid = pid(pidFile);
        Path commandLine = Path.of("/proc", pid.map(Object::toString).orElse("none"), "cmdline");
        if (pid.isEmpty() || !Files.isReadable(commandLine)) {
            return Optional.empty();
        }
        String words = Files.readString(commandLine);
        return words.contains("postgres") && words.contains(data.toString())
                ? ProcessHandle.of(pid.get())
                : Optional.empty();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
