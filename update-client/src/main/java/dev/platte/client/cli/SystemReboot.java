package dev.platte.client.cli;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Reboots this host out of an unhealthy release, where the orderly way may not work: systemd in
 * order, systemd without its units, the kernel.
 */
final class SystemReboot {
    private static final Logger LOG = System.getLogger(SystemReboot.class.getName());
    private static final List<List<String>> WAYS =
            List.of(
                    List.of("systemctl", "--no-block", "--no-wall", "reboot"),
                    List.of("systemctl", "--force", "--no-wall", "reboot"),
                    List.of("reboot", "-f"));
    private static final int PATIENCE_SECONDS = 30;

    private SystemReboot() {}

    /** Returns when one of the ways was accepted. */
    static void now() throws IOException, InterruptedException {
        for (List<String> way : WAYS) {
            LOG.log(Level.WARNING, "rebooting: {0}", String.join(" ", way));
            try {
                Process process = new ProcessBuilder(way).inheritIO().start();
                if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)
                        && process.exitValue() == 0) {
                    return;
                }
                process.destroyForcibly();
            } catch (IOException e) {
                LOG.log(Level.ERROR, "{0}: {1}", way.getFirst(), e.getMessage());
            }
        }
        throw new IOException("this host does not reboot; reboot it by hand");
    }
}
