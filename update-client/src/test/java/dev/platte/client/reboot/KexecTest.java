package dev.platte.client.reboot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.client.agent.Host;
import dev.platte.client.agent.TestHost;
import dev.platte.client.config.ConfigException;
import dev.platte.client.config.Settings;
import dev.platte.client.config.SettingsReader;
import dev.platte.client.gpt.BootFlags;
import dev.platte.client.slot.HostPaths;
import dev.platte.client.slot.SlotName;
import dev.platte.client.slot.Slots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With tools that note what they are told: what they would do ends the machine of the test. */
@Timeout(60)
class KexecTest {
    private static final String HASH = "0123456789abcdef".repeat(4);

    @TempDir Path directory;
    private TestHost disk;
    private Path log;
    private Kexec kexec;

    @BeforeEach
    void host() throws Exception {
        disk = new TestHost(directory);
        disk.setFlags(SlotName.A, new BootFlags(1, 0, true));
        disk.setFlags(SlotName.B, new BootFlags(2, 1, false));
        log = directory.resolve("said");
        write("proc/sys/kernel/kexec_load_disabled", "0\n");
        write(
                "proc/cmdline",
                "BOOT_IMAGE=/flatcar/vmlinuz-a mount.usr=PARTUUID=%s quiet verity.usrhash=%s\n"
                        .formatted(
                                SlotName.A.id().toString().toUpperCase(Locale.ROOT),
                                "f".repeat(64)));
        write("boot/flatcar/vmlinuz-b", "x".repeat(64) + HASH + "the rest");
        kexec = new Kexec(here(), new Kexec.Tools(tool("kexec"), tool("systemctl")));
    }

    private void write(String file, String text) throws IOException {
        disk.write(file, text);
    }

    private String tool(String name) throws IOException {
        Path tool = directory.resolve(name);
        Files.writeString(
                tool,
                """
                #!/bin/sh
                echo "%s $*" >> %s
                [ ! -e %s-fails ] || { echo "no such luck" >&2; exit 9; }
                """
                        .formatted(name, log, tool));
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
        return tool.toString();
    }

    private Host here() {
        return new Host() {
            @Override
            public Settings settings() throws IOException {
                try {
                    return SettingsReader.read(
                                    new SettingsReader.Sources(
                                            disk.root,
                                            Optional.empty(),
                                            Map.of("REBOOT_METHOD", "kexec"),
                                            Map.of()))
                            .settings();
                } catch (ConfigException e) {
                    throw new IOException(e);
                }
            }

            @Override
            public Slots openDisk(Settings settings) throws IOException {
                return Slots.open(disk.disk, SlotName.A, HostPaths.ofThisHost());
            }
        };
    }

    private Settings settings() throws Exception {
        return here().settings();
    }

    @Test
    void theNextSlotsKernelIsStartedWithArgumentsOfTheNextSlot() throws Exception {
        assertThat(kexec.hindrance(settings())).isEmpty();
        assertThat(kexec.go(settings())).isEqualTo(new Power.Answer.Accepted());
        assertThat(log)
                .hasContent(
                        """
                        kexec --kexec-syscall-auto --load %s --command-line=BOOT_IMAGE=/flatcar/vmlinuz-b mount.usr=PARTUUID=%s quiet verity.usrhash=%s
                        systemctl --no-wall kexec
                        """
                                .formatted(
                                        disk.root.resolve("boot/flatcar/vmlinuz-b"),
                                        SlotName.B.id(),
                                        HASH));
    }

    @Test
    void aSlotThatTheBootloaderWouldNotTakeIsNotStarted() throws Exception {
        write("boot/flatcar/vmlinuz-a", "x".repeat(64) + HASH);
        disk.setFlags(SlotName.B, BootFlags.UNBOOTABLE);

        Kexec.Plan plan = kexec.plan(settings());

        assertThat(plan.kernel()).isEqualTo(disk.root.resolve("boot/flatcar/vmlinuz-a"));
        assertThat(plan.arguments()).contains(SlotName.A.id().toString());
        disk.setFlags(SlotName.B, new BootFlags(1, 0, true));
        assertThat(kexec.plan(settings())).as("the first of equals").isEqualTo(plan);
    }

    @Test
    void aKernelThatCannotOrMayNotIsSaidBeforeASlotIsAskedFor() throws Exception {
        write("proc/sys/kernel/kexec_load_disabled", "1\n");
        assertThat(kexec.hindrance(settings()).orElse("")).contains("is switched off");
        Files.delete(disk.root.resolve("proc/sys/kernel/kexec_load_disabled"));
        assertThat(kexec.hindrance(settings()).orElse("")).contains("this kernel has no kexec");
    }

    @Test
    void withoutKernelArgumentsOrRootHashItIsRefused() throws Exception {
        write("boot/flatcar/vmlinuz-b", "y".repeat(4096));
        assertThat(kexec.hindrance(settings()).orElse("")).contains("root hash");
        Files.delete(disk.root.resolve("boot/flatcar/vmlinuz-b"));
        assertThat(kexec.hindrance(settings()).orElse("")).contains("there is no kernel at");
        write("boot/coreos/vmlinuz-b", "z");
        write("proc/cmdline", "root=/dev/vda quiet\n");
        assertThat(kexec.hindrance(settings()).orElse("")).contains("do not name the partition");
    }

    @Test
    void whatTheToolsRefuseIsARefusalAndLeavesNothingLoaded() throws Exception {
        Files.createFile(directory.resolve("systemctl-fails"));
        assertThat(kexec.go(settings()))
                .isEqualTo(
                        new Power.Answer.Rejected(
                                directory.resolve("systemctl")
                                        + " ended with status 9: no such luck"));
        assertThat(log).content().endsWith("kexec --unload\n");
        Files.createFile(directory.resolve("kexec-fails"));
        assertThat(kexec.go(settings())).isInstanceOf(Power.Answer.Rejected.class);
    }
}
