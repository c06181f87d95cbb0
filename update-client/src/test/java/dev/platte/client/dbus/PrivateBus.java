package dev.platte.client.dbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A real dbus-daemon of our own with the policy that we ship, and the tools that judge it. */
public final class PrivateBus implements AutoCloseable {
    private static final Path POLICY =
            Path.of("src/main/dist/usr/share/dbus-1/system.d/com.coreos.update1.conf");
    private static final String CONFIG =
            """
            <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
             "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
            <busconfig>
              <type>system</type>
              <listen>unix:path=%s</listen>
              <auth>EXTERNAL</auth>
              <policy context="default">
                <allow user="*"/>
                <deny own="*"/>
                <allow own_prefix="org.example"/>
                <allow own="org.freedesktop.login1"/>
                <deny send_type="method_call"/>
                <allow send_type="signal"/>
                <allow send_requested_reply="true" send_type="method_return"/>
                <allow send_requested_reply="true" send_type="error"/>
                <allow receive_type="method_call"/>
                <allow receive_type="method_return"/>
                <allow receive_type="error"/>
                <allow receive_type="signal"/>
                <allow send_destination="org.freedesktop.DBus"/>
                <allow send_destination="org.freedesktop.login1"/>
              </policy>
              <policy user="root">
                <allow eavesdrop="true"/>
                <allow send_destination="org.freedesktop.DBus" send_interface="org.freedesktop.DBus.Monitoring"/>
              </policy>
              <include>%s</include>
            </busconfig>
            """;

    private final Path directory;
    private @Nullable Process daemon;

    private PrivateBus(Path directory) {
        this.directory = directory;
    }

    /** Not running yet; the test is skipped where a part is missing. */
    public static PrivateBus in(Path directory) throws IOException {
        for (String program : List.of("dbus-daemon", "busctl")) {
            assumeTrue(find(program), program + " is not installed");
        }
        assumeTrue(
                Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0),
                "only root can own the name under the policy that we ship");
        PrivateBus bus = new PrivateBus(directory);
        // The user core need not exist here; nobody stands for it.
        Path policy = directory.resolve("policy.conf");
        Files.writeString(
                policy, Files.readString(POLICY).replace("user=\"core\"", "user=\"nobody\""));
        Files.writeString(
                directory.resolve("bus.conf"),
                CONFIG.formatted(directory.resolve("socket"), policy));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        return bus;
    }

    private static boolean find(String program) {
        return Stream.of("/usr/bin", "/bin", "/usr/local/bin")
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    /** Starts the daemon, or starts it again at the same address. */
    public PrivateBus start() throws IOException {
        Files.deleteIfExists(directory.resolve("socket"));
        Process started =
                new ProcessBuilder(
                                "dbus-daemon",
                                "--config-file=" + directory.resolve("bus.conf"),
                                "--nofork",
                                "--nopidfile",
                                "--print-address=1")
                        .redirectError(directory.resolve("bus.log").toFile())
                        .start();
        daemon = started;
        // It says its address when it listens.
        BufferedReader out = started.inputReader(StandardCharsets.UTF_8);
        assertThat(out.readLine())
                .as(() -> log())
                .startsWith("unix:path=" + directory.resolve("socket"));
        return this;
    }

    private String log() {
        try {
            return Files.readString(directory.resolve("bus.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    public String address() {
        return "unix:path=" + directory.resolve("socket");
    }

    /** Ends the daemon, as its restart would. */
    public void stop() throws InterruptedException {
        Process running = daemon;
        if (running != null) {
            running.destroy();
            assertThat(running.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Stops the daemon in its tracks, or lets it go on. */
    public void signal(String name) throws IOException, InterruptedException {
        assertThat(run("kill", "-" + name, Long.toString(daemon().pid())).status()).isZero();
    }

    private Process daemon() {
        Process running = daemon;
        assertThat(running).isNotNull();
        return running;
    }

    /** What a program said. */
    public record Said(int status, String out) {}

    /** busctl on this bus. */
    public Said busctl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("busctl", "--address=" + address()));
        command.addAll(List.of(arguments));
        return run(command.toArray(String[]::new));
    }

    /** busctl on this bus, as the user nobody. */
    public Said busctlAsNobody(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "setpriv",
                                "--reuid=nobody",
                                "--clear-groups",
                                "busctl",
                                "--address=" + address()));
        command.addAll(List.of(arguments));
        return run(command.toArray(String[]::new));
    }

    /** Hears everything that a name sends from now on. */
    public Monitor monitor(String name) throws IOException, InterruptedException {
        Monitor monitor =
                new Monitor(
                        new ProcessBuilder(
                                        "busctl",
                                        "--address=" + address(),
                                        "--json=short",
                                        "monitor",
                                        name)
                                .redirectErrorStream(true)
                                .start());
        monitor.await("Monitoring bus message stream.");
        return monitor;
    }

    /** A listener of another make. */
    public static final class Monitor implements AutoCloseable {
        private static final String END = "(the monitor ended)";

        private final Process process;
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

        private Monitor(Process process) {
            this.process = process;
            Thread.startVirtualThread(
                    () -> {
                        process.inputReader(StandardCharsets.UTF_8).lines().forEach(lines::add);
                        lines.add(END);
                    });
        }

        /** The next line with that part. */
        public String await(String part) throws InterruptedException {
            List<String> others = new ArrayList<>();
            while (true) {
                String line = lines.poll(20, TimeUnit.SECONDS);
                if (line == null || line.equals(END)) {
                    throw new AssertionError("no line with \"" + part + "\" came, but " + others);
                }
                if (line.contains(part)) {
                    return line;
                }
                others.add(line);
            }
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }

    private static Said run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), out);
    }

    @Override
    public void close() {
        Process running = daemon;
        if (running != null) {
            running.destroyForcibly().onExit().join();
        }
    }
}
