package dev.platte.client.reboot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.client.agent.Host;
import dev.platte.client.config.ConfigException;
import dev.platte.client.config.Settings;
import dev.platte.client.config.SettingsReader;
import dev.platte.client.logind.Logind;
import dev.platte.client.slot.Slots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HostPowerTest {
    @TempDir Path root;
    private final HostPower power =
            new HostPower(Optional.empty(), new Kexec(new NoHost(), Kexec.Tools.USUAL));

    private Settings settings(Map<String, String> keys) throws Exception {
        return SettingsReader.read(
                        new SettingsReader.Sources(root, Optional.empty(), keys, Map.of()))
                .settings();
    }

    @Test
    void aCommandRebootsAHostBelowARoot() throws Exception {
        Settings settings = settings(Map.of("REBOOT_COMMAND", "touch $PLATTE_ROOT/down; echo bye"));
        assertThat(HostPower.isOurs(settings)).isTrue();
        assertThat(power.hindrance(settings)).isEmpty();
        assertThat(power.go(settings)).isEqualTo(new Power.Answer.Accepted());
        assertThat(root.resolve("down")).exists();
    }

    @Test
    void aCommandThatFailsIsARefusalInItsOwnWords() throws Exception {
        assertThat(power.go(settings(Map.of("REBOOT_COMMAND", "echo no such luck >&2; exit 3"))))
                .isEqualTo(
                        new Power.Answer.Rejected(
                                "REBOOT_COMMAND ended with status 3: no such luck"));
    }

    @Test
    void thisMachineIsNeverRebootedForAHostBelowARoot() throws Exception {
        Settings settings = settings(Map.of());
        assertThat(HostPower.isOurs(settings)).isFalse();
        assertThat(power.hindrance(settings)).isPresent();
        assertThat(power.go(settings)).isInstanceOf(Power.Answer.Rejected.class);
    }

    @Test
    void usersAreToldOnTheirTerminalsAndNowhereElse() throws Exception {
        Path devices = Files.createDirectories(root.resolve("dev/pts"));
        Files.createFile(devices.resolve("0"));
        Files.createFile(root.resolve("secret"));
        new Terminals(new Logind(Optional::empty), root.resolve("dev"))
                .tell(
                        List.of(
                                new Courtesy.Login("1", "ada", "pts/0"),
                                new Courtesy.Login("2", "eve", "../secret"),
                                new Courtesy.Login("3", "bob", "pts/9")),
                        "The reboot begins now.");
        assertThat(devices.resolve("0")).content().contains("The reboot begins now.\r\n");
        assertThat(root.resolve("secret")).isEmptyFile();
    }

    /** Without a disk. */
    private final class NoHost implements Host {
        @Override
        public Settings settings() throws ConfigException, IOException {
            return SettingsReader.read(SettingsReader.Sources.of(root)).settings();
        }

        @Override
        public Slots openDisk(Settings settings) throws IOException {
            throw new IOException("there is no disk");
        }
    }
}
