package dev.platte.harness.pack;

import dev.platte.harness.disk.Program;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A message bus on which everybody may do everything. */
final class Bus {
    private static final String CONFIG =
            """
            <busconfig>
              <type>system</type>
              <listen>unix:path=%s</listen>
              <auth>EXTERNAL</auth>
              <policy context="default">
                <allow user="*"/>
                <allow own="*"/>
                <allow send_destination="*"/>
                <allow receive_sender="*"/>
              </policy>
            </busconfig>
            """;

    private final Process daemon;
    private final String address;

    private Bus(Process daemon, String address) {
        this.daemon = daemon;
        this.address = address;
    }

    /** Empty where no dbus-daemon is installed. */
    static Optional<Bus> start(Path directory) throws IOException {
        Optional<Program> program = Program.find("dbus-daemon");
        if (program.isEmpty()) {
            return Optional.empty();
        }
        Path socket = directory.resolve("bus");
        Path config = Files.writeString(directory.resolve("bus.conf"), CONFIG.formatted(socket));
        Process daemon =
                new ProcessBuilder(
                                program.get().path().toString(),
                                "--config-file=" + config,
                                "--nofork",
                                "--nopidfile",
                                "--print-address=1")
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        // It says its address when it listens, and nothing when it ends.
        BufferedReader out = daemon.inputReader(StandardCharsets.UTF_8);
        if (out.readLine() == null) {
            throw new IOException("dbus-daemon ended at once");
        }
        return Optional.of(new Bus(daemon, "unix:path=" + socket));
    }

    String address() {
        return address;
    }

    void end() throws InterruptedException {
        daemon.destroy();
        if (!daemon.waitFor(10, TimeUnit.SECONDS)) {
            daemon.destroyForcibly();
        }
    }
}
