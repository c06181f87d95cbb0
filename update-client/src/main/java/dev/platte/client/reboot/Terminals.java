package dev.platte.client.reboot;

import dev.platte.client.logind.Logind;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Who is logged in, as logind says, and told on their terminals. */
final class Terminals implements Courtesy.Logins {
    private static final Logger LOG = System.getLogger(Terminals.class.getName());

    /** A terminal whose output was stopped takes nothing, and blocks whoever writes to it. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Logind logind;
    private final Path devices;

    /**
     * @param devices {@code /dev}
     */
    Terminals(Logind logind, Path devices) {
        this.logind = logind;
        this.devices = devices;
    }

    /** Where nobody is ever logged in. */
    static final Courtesy.Logins NOBODY =
            new Courtesy.Logins() {
                @Override
                public Optional<List<Courtesy.Login>> now() {
                    return Optional.of(List.of());
                }

                @Override
                public void tell(List<Courtesy.Login> whom, String words) {}
            };

    @Override
    public Optional<List<Courtesy.Login>> now() {
        try {
            return Optional.of(
                    logind.sessions().stream()
                            .map(
                                    each ->
                                            new Courtesy.Login(
                                                    each.id(), each.user(), each.terminal()))
                            .toList());
        } catch (IOException e) {
            LOG.log(Level.WARNING, "who is logged in is not known: {0}", e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void tell(List<Courtesy.Login> whom, String words) {
        // As wall(1) writes it: a line of its own, whatever stood there.
        byte[] text =
                "\r\n\007\007Message from update-client:\r\n%s\r\n"
                        .formatted(words)
                        .getBytes(StandardCharsets.UTF_8);
        List<Thread> writers =
                whom.stream()
                        .filter(login -> !login.terminal().isEmpty())
                        .map(login -> devices.resolve(login.terminal()).normalize())
                        .filter(terminal -> terminal.startsWith(devices) && Files.exists(terminal))
                        .map(
                                terminal ->
                                        Thread.ofPlatform()
                                                .daemon()
                                                .start(() -> write(terminal, text)))
                        .toList();
        try {
            for (Thread writer : writers) {
                writer.join(PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(Path terminal, byte[] text) {
        try {
            Files.write(terminal, text, StandardOpenOption.WRITE);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "{0} was not told: {1}", terminal, e.getMessage());
        }
    }
}
