package dev.platte.harness.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.platte.harness.disk.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The package is made once, and then tried where nothing of ours is installed. */
@Timeout(900)
class PackageTest {
    private static final Path PROJECT = Path.of(System.getProperty("platte.root"));
    private static final Path UNITS =
            PROJECT.resolve("update-client/src/main/dist/usr/lib/systemd/system");
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** What a bare Debian says of the package; each line names what it shows. */
    private static final String ON_DEBIAN =
            """
            mount -t proc proc /proc
            mount -t tmpfs tmpfs /run
            command -v java && echo a java is here
            dpkg --install /client.deb >/dev/null && echo installed
            dpkg --verify platte-client && echo intact
            UPDATE_CLIENT_JAVA_OPTIONS=-XX:AOTMode=on update-client --version && echo the cache fits
            update-client status
            update-client check-config >/dev/null 2>&1; echo check-config $?
            timeout 5 update-client daemon >/dev/null 2>&1; echo daemon $?
            ls /usr/share/man/man8/update-client.8.gz /usr/share/man/man5/platte-update.conf.5.gz
            bash -n /usr/share/bash-completion/completions/update-client && echo completes
            echo SERVER=https://example.com/v1/update/ >>/etc/platte/update.conf
            dpkg --install /client.deb >/dev/null && tail -n 1 /etc/platte/update.conf
            dpkg --remove platte-client >/dev/null && ls /etc/platte/update.conf
            dpkg --purge platte-client >/dev/null && ls -d /etc/platte /usr/lib/platte /var/lib/update_engine 2>&1
            true
            """;

    @TempDir private static Path temp;
    private static Path tarball;
    private static Optional<Path> debian = Optional.empty();

    @BeforeAll
    static void pack() throws Exception {
        assumeTrue(
                Files.exists(PROJECT.resolve("update-client/target/update-client.jar")),
                "update-client.jar is not built yet; ./platte build makes it");
        ClientPackage made = ClientPackage.made();
        tarball = made.tarball();
        debian = made.debian();
    }

    private static Program installed(String name, String debianPackage) {
        Optional<Program> program = Program.find(name);
        assumeTrue(
                program.isPresent(),
                name + " is missing; on Debian: apt-get install " + debianPackage);
        return program.orElseThrow();
    }

    @Test
    void tarballRunsWhereverItIsUnpacked() throws Exception {
        Path root = Files.createDirectory(temp.resolve("image"));
        installed("tar", "tar")
                .run(List.of("-xf", tarball.toString(), "-C", root.toString()))
                .orFail();
        Program client = new Program(root.resolve("usr/bin/update-client"));
        Path host = Files.createDirectory(temp.resolve("host"));
        Map<String, String> strict = Map.of("UPDATE_CLIENT_JAVA_OPTIONS", "-XX:AOTMode=on");

        Program.Result status =
                client.run(List.of("--root=" + host, "status"), strict, PATIENCE).orFail();

        assertThat(status.text()).startsWith("LAST_CHECKED_TIME=0\nPROGRESS=0.000000\n");
        assertThat(root.resolve("etc")).as("an image's own settings").doesNotExist();
    }

    @Test
    void packageInstallsOnABareDebianWithoutJava() throws Exception {
        assumeTrue(debian.isPresent(), "dpkg-deb is missing; on Debian: apt-get install dpkg");
        assumeTrue(
                Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0),
                "only root can make a Debian system to install into");
        Program debootstrap = installed("debootstrap", "debootstrap");
        Path root = temp.resolve("debian");
        Program.Result made =
                debootstrap.run(
                        List.of("--variant=minbase", "bookworm", root.toString()),
                        Map.of(),
                        PATIENCE);
        assumeTrue(
                made.status() == 0,
                () -> "no Debian 12 can be made here: " + made.errors().lines().findFirst());
        Files.copy(debian.get(), root.resolve("client.deb"));
        Files.writeString(root.resolve("try.sh"), ON_DEBIAN);

        // What is mounted there goes with the namespace.
        String said =
                installed("unshare", "util-linux")
                        .run(
                                List.of(
                                        "--mount",
                                        "--pid",
                                        "--fork",
                                        "chroot",
                                        root.toString(),
                                        "sh",
                                        "/try.sh"),
                                Map.of(),
                                PATIENCE)
                        .orFail()
                        .text();

        assertThat(said)
                .doesNotContain("a java is here")
                .contains("installed\nintact\nupdate-client 0.1.0\nthe cache fits\n")
                .contains("CURRENT_OP=UPDATE_STATUS_IDLE\n", "REASON=no server is named")
                .contains("check-config 1\n")
                .as("it stays, with nothing to do")
                .contains("daemon 124\n")
                .contains("update-client.8.gz\n", "platte-update.conf.5.gz\n", "completes\n")
                .as("settings are the administrator's")
                .contains("SERVER=https://example.com/v1/update/\n/etc/platte/update.conf\n")
                .as("purged to the last file")
                .contains("cannot access '/etc/platte'")
                .contains("cannot access '/usr/lib/platte'")
                .contains("cannot access '/var/lib/update_engine'");
    }

    @Test
    void systemdTakesTheUnits() throws Exception {
        Program analyze = installed("systemd-analyze", "systemd");
        Path root = Files.createDirectories(temp.resolve("units"));
        Path bin = Files.createDirectories(root.resolve("usr/bin"));
        Files.createFile(bin.resolve("update-client")).toFile().setExecutable(true);
        Path system = Files.createDirectories(root.resolve("usr/lib/systemd/system"));
        try (Stream<Path> units = Files.list(UNITS)) {
            for (Path unit : units.filter(Files::isRegularFile).toList()) {
                Files.copy(unit, system.resolve(unit.getFileName()));
            }
        }
        for (String unit : List.of("", "-confirm", "-unhealthy")) {
            Program.Result result =
                    analyze.run(
                            List.of(
                                    "verify",
                                    "--man=no",
                                    "--recursive-errors=no",
                                    "--root=" + root,
                                    system.resolve("update-client" + unit + ".service")
                                            .toString()));
            assertThat(result.text() + result.errors()).as(unit).isEmpty();
        }
    }

    /** Of 10 (100 to the option); what is left is what a writer of disks needs. */
    @Test
    void daemonIsShutInAsFarAsAWriterOfDisksCanBe() throws Exception {
        Program.Result result =
                installed("systemd-analyze", "systemd")
                        .run(
                                List.of(
                                        "security",
                                        "--offline=yes",
                                        "--threshold=40",
                                        UNITS.resolve("update-client.service").toString()));
        assertThat(result.status()).as(result.text()).isZero();
    }
}
