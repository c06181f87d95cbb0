package dev.platte.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.platte.policy.window.Periodic;
import dev.platte.policy.window.RebootWindows;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {
    @TempDir private Path root;

    private void write(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private SettingsReader.Sources sources(Map<String, String> commandLine) {
        return new SettingsReader.Sources(root, Optional.empty(), commandLine, Map.of());
    }

    private SettingsReader.Found read() throws IOException, ConfigException {
        return SettingsReader.read(sources(Map.of()));
    }

    private Settings settings() throws IOException, ConfigException {
        return read().settings();
    }

    @Test
    void aBareHostAsksNobody() throws Exception {
        SettingsReader.Found found = read();
        Settings settings = found.settings();
        assertThat(settings.service().server()).isEmpty();
        assertThat(settings.service().whyNone()).contains("SERVER");
        assertThat(settings.service().group()).isEqualTo("stable");
        assertThat(settings.service().appId()).isEqualTo("{e96281a6-d1af-4bde-9a0a-97b76e56dc57}");
        assertThat(settings.places().state()).isEqualTo(root.resolve("var/lib/update_engine"));
        assertThat(settings.places().payloadKeys())
                .containsExactly(root.resolve("usr/share/platte/keys"));
        assertThat(settings.reboot().strategy()).isEqualTo(RebootStrategy.REBOOT);
        assertThat(found.warnings()).singleElement().asString().contains("machine-id");
    }

    @Test
    void theFirstFileThatDefinesAKeyWinsEvenWithAnEmptyValue() throws Exception {
        write("usr/share/platte/update.conf", "GROUP=alpha\nMACHINE_ALIAS=factory\n");
        write("etc/flatcar/update.conf", "GROUP=beta\nSERVER=https://a.example/v1/update/\n");
        write("etc/platte/update.conf", "MACHINE_ALIAS=\nSERVER=https://b.example/v1/update/\n");
        Settings.Service service = settings().service();
        assertThat(service.group()).isEqualTo("beta");
        assertThat(service.machineAlias()).isEmpty();
        assertThat(service.server()).contains(URI.create("https://b.example/v1/update/"));
    }

    @Test
    void theCommandLineIsStrongerThanFiles() throws Exception {
        write("etc/platte/update.conf", "GROUP=beta\n");
        assertThat(
                        SettingsReader.read(sources(Map.of("GROUP", "mine")))
                                .settings()
                                .service()
                                .group())
                .isEqualTo("mine");
    }

    @Test
    void oldImagesTellOfThemselvesUnderTheirOwnNames() throws Exception {
        write(
                "usr/share/coreos/release",
                "COREOS_RELEASE_VERSION=1.2.3\nCOREOS_RELEASE_BOARD=amd64-usr\nCOREOS_RELEASE_APPID={x}\n");
        write("etc/machine-id", "abc\n");
        write("proc/sys/kernel/random/boot_id", "794e09d3\n");
        write("usr/share/oem/oem-release", "ID=ami\nVERSION_ID=0.1.1-r1\n");
        Settings settings = settings();
        assertThat(settings.host().version()).isEqualTo("1.2.3");
        assertThat(settings.host().board()).isEqualTo("amd64-usr");
        assertThat(settings.service().appId()).isEqualTo("{x}");
        assertThat(settings.host().machineId()).isEqualTo("abc");
        assertThat(settings.host().bootId()).isEqualTo("794e09d3");
        assertThat(settings.host().oem()).isEqualTo(new Settings.Oem("ami", "0.1.1-r1"));
    }

    @Test
    void osReleaseTellsTheVersionWhereNothingElseDoes() throws Exception {
        write("usr/lib/os-release", "ID=x\nVERSION_ID=\"7.1\"\n");
        assertThat(settings().host().version()).isEqualTo("7.1");
    }

    @Test
    void linesAreReadAsUpdateEngineAndSystemdReadThem() throws Exception {
        write(
                "etc/platte/update.conf",
                "# a comment\n\n GROUP = \"a b\" \r\nMACHINE_ALIAS='x=\"y\"'\nSERVER=https://h.example/a?b=c=d\nnonsense\nCOLOUR=red\nLOCKSMITHD_ENDPOINT=http://x");
        SettingsReader.Found found = read();
        assertThat(found.settings().service().group()).isEqualTo("a b");
        assertThat(found.settings().service().machineAlias()).isEqualTo("x=\"y\"");
        assertThat(found.settings().service().server())
                .contains(URI.create("https://h.example/a?b=c=d"));
        Path file = root.resolve("etc/platte/update.conf");
        assertThat(found.warnings())
                .contains(
                        file + ":6: ignored, not KEY=VALUE",
                        file + ":7: unknown key COLOUR is ignored")
                .noneMatch(warning -> warning.contains("LOCKSMITHD"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROXY=http://user:hunter2@proxy.example:3128",
                "PROXY=user:hunter2@proxy.example:3128",
                "SERVER=https://user:hunter2/x@updates.example/",
                "ETCD_ENDPOINTS=http://a:2379,http://user:hunter2@b:2379"
            })
    void aPasswordInAnAddressIsRefusedAndNotRepeated(String line) throws Exception {
        write("etc/platte/update.conf", "REBOOT_STRATEGY=etcd-lock\n" + line + "\n");

        assertThatThrownBy(this::read)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(line.substring(0, line.indexOf('=')))
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void keysOfThePeersThatDoNotCountSayWhatDoes() throws Exception {
        write(
                "etc/flatcar/update.conf",
                """
                PCR_POLICY_SERVER=https://pcr.example/
                LOCKSMITHCTL_ENDPOINT=http://127.0.0.1:2379
                LOCKSMITHD_DEBUG=true
                LOCKSMITHD_REBOOT_WINDOW_STRAT=04:00
                FLATCAR_RELEASE_VERSION=1.2.3
                FLATCAR_RELEASE_BAORD=amd64-usr
                """);
        Path file = root.resolve("etc/flatcar/update.conf");

        assertThat(read().warnings())
                .contains(
                        file
                                + ":1: PCR_POLICY_SERVER is ignored: policies for the TPM are not sent anywhere; the new image's postinst can send them",
                        file
                                + ":2: LOCKSMITHCTL_ENDPOINT is ignored: locksmithctl and \"update-client lock\" read it from their environment; in this file it is ETCD_ENDPOINTS",
                        file
                                + ":3: LOCKSMITHD_DEBUG is ignored: locksmith itself made no use of it",
                        file
                                + ":4: unknown key LOCKSMITHD_REBOOT_WINDOW_STRAT is ignored; is it LOCKSMITHD_REBOOT_WINDOW_START?",
                        file + ":6: unknown key FLATCAR_RELEASE_BAORD is ignored")
                .noneMatch(warning -> warning.contains("FLATCAR_RELEASE_VERSION"));
    }

    @Test
    void disabledIsNoServerAndSaysSo() throws Exception {
        write("etc/platte/update.conf", "SERVER=disabled\n");
        assertThat(settings().service().server()).isEmpty();
        assertThat(settings().service().whyNone()).contains("SERVER=disabled");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SERVER=updates.example/v1 | SERVER | http",
                "SERVER=ftp://updates.example/ | SERVER | http",
                "SERVER=https://me:secret@updates.example/ | SERVER | without a user",
                "STALL_TIMEOUT=-1 | STALL_TIMEOUT | from 1ms to 3600s",
                "STALL_TIMEOUT=0 | STALL_TIMEOUT | from 1ms to 3600s",
                "STALL_TIMEOUT=2h | STALL_TIMEOUT | from 1ms to 3600s",
                "STALL_RATE=fast | STALL_RATE | whole number from 0",
                "DOWNLOAD_RETRIES=1001 | DOWNLOAD_RETRIES | from 0 to 1000",
                "REBOOT_STRATEGY=never | REBOOT_STRATEGY | etcd-lock",
                "REBOOT_WINDOW_START=14:00 | REBOOT_WINDOW_START | REBOOT_WINDOW_LENGTH must be set",
                "LOCKSMITHD_REBOOT_WINDOW_LENGTH=1h | LOCKSMITHD_REBOOT_WINDOW_LENGTH | REBOOT_WINDOW_START must be set"
            })
    void aBadValueIsRefusedWithItsPlaceAndRange(String line, String key, String allowed)
            throws IOException {
        write("etc/platte/update.conf", "GROUP=stable\n" + line + "\n");
        assertThatThrownBy(this::read)
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e ->
                                assertThat(e.problems())
                                        .singleElement()
                                        .satisfies(
                                                problem -> {
                                                    assertThat(problem.file())
                                                            .contains(
                                                                    root.resolve(
                                                                            "etc/platte/update.conf"));
                                                    assertThat(problem.line()).isEqualTo(2);
                                                    assertThat(problem.key()).isEqualTo(key);
                                                }))
                .hasMessageContaining(root.resolve("etc/platte/update.conf") + ":2: " + key + "=")
                .hasMessageContaining(allowed);
    }

    @Test
    void everyBadValueIsNamedAtOnce() throws IOException {
        write("etc/platte/update.conf", "STALL_RATE=fast\nDOWNLOAD_RETRIES=many\n");
        write("usr/share/platte/update.conf", "CONNECT_TIMEOUT=soon\nSTALL_RATE=slow\n");
        assertThatThrownBy(this::read)
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e ->
                                assertThat(e.problems())
                                        .as("a value that a stronger place hides harms nobody")
                                        .extracting(Problem::key)
                                        .containsExactly(
                                                "CONNECT_TIMEOUT",
                                                "STALL_RATE",
                                                "DOWNLOAD_RETRIES"));
    }

    @Test
    void dropInsComeBeforeTheirFileAndTheLastNameFirst() throws Exception {
        write("etc/platte/update.conf", "GROUP=main\nMACHINE_ALIAS=main\nSTALL_RATE=1\n");
        write("etc/platte/update.conf.d/10-site.conf", "GROUP=site\nMACHINE_ALIAS=site\n");
        write("etc/platte/update.conf.d/20-rack.conf", "GROUP=rack\n");
        write("etc/platte/update.conf.d/30-off.conf.bak", "GROUP=never\n");
        write("usr/share/platte/update.conf.d/99-image.conf", "GROUP=image\nSTALL_RATE=9\n");
        assertThat(settings().service().group()).isEqualTo("rack");
        assertThat(settings().service().machineAlias()).isEqualTo("site");
        assertThat(settings().transfer().patience().stallRate()).isEqualTo(1);
    }

    @Test
    void theReportTellsEveryKeyWithItsSourceAndNoSecret() throws Exception {
        write("etc/platte/update.conf", "GROUP=beta\nDOWNLOAD_PASSWORD=hunter2\nSTALL_RATE=x\n");
        SettingsReader.Report report =
                SettingsReader.report(sources(Map.of("STALL_TIMEOUT", "5s")));
        Path file = root.resolve("etc/platte/update.conf");
        assertThat(report.effective())
                .contains(
                        new Effective("GROUP", "beta", file + ":1"),
                        new Effective("DOWNLOAD_PASSWORD", "(hidden)", file + ":2"),
                        new Effective("STALL_TIMEOUT", "5s", "command line"),
                        new Effective("CONNECT_TIMEOUT", "30s", "built in"));
        assertThat(report.problems()).hasSize(1);
        assertThat(report.toString()).doesNotContain("hunter2");
    }

    @Test
    void aBadSecretDoesNotShow() throws Exception {
        Values values =
                new Values(
                        Definitions.read(
                                root,
                                Optional.empty(),
                                Map.of("DOWNLOAD_PASSWORD", "hunter2"),
                                new ArrayList<>()));
        values.refuse(Keys.DOWNLOAD_PASSWORD, "DOWNLOAD_USER must be set as well");
        assertThatThrownBy(values::throwIfBad)
                .hasMessageContaining("DOWNLOAD_PASSWORD=(hidden)")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void aSecretThatEverybodyCanReadIsWarnedOf() throws Exception {
        write("etc/platte/update.conf", "DOWNLOAD_PASSWORD=hunter2\n");
        Path file = root.resolve("etc/platte/update.conf");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(read().warnings()).anyMatch(w -> w.contains("can read DOWNLOAD_PASSWORD"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(read().warnings()).noneMatch(w -> w.contains("DOWNLOAD_PASSWORD"));
    }

    @Test
    void whatWasProbablyMeantIsSaid() throws Exception {
        write("etc/platte/update.conf", "SEVER=https://a.example/\nREBOOT_STRATEGIE=off\n");
        assertThat(read().warnings())
                .anyMatch(w -> w.endsWith("unknown key SEVER is ignored; is it SERVER?"))
                .anyMatch(w -> w.endsWith("is it REBOOT_STRATEGY?"));
    }

    @Test
    void windowsAreRead() throws Exception {
        write(
                "etc/platte/update.conf",
                "REBOOT_WINDOW_START=Thu 9:05\nLOCKSMITHD_REBOOT_WINDOW_LENGTH=1h30m\nREBOOT_STRATEGY=off\n");
        assertThat(settings().reboot().strategy()).isEqualTo(RebootStrategy.OFF);
        assertThat(settings().reboot().windows().windows())
                .containsExactly(Periodic.parse("Thu 9:05", "1h30m"));
    }

    @Test
    void severalWindowsZonesAndClosedDatesAreRead() throws Exception {
        write(
                "etc/platte/update.conf",
                "REBOOT_WINDOW_START=02:00\nREBOOT_WINDOW_LENGTH=1h\nREBOOT_WINDOWS=Sat 22:00/6h; 03:30/90m\n"
                        + "REBOOT_WINDOW_ZONE=Europe/Berlin\nREBOOT_CLOSED_DATES=2026-12-20..2027-01-03; 2026-11-27\n");
        RebootWindows windows = settings().reboot().windows();
        assertThat(windows.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(windows.windows())
                .containsExactly(
                        Periodic.parse("Sat 22:00", "6h"),
                        Periodic.parse("03:30", "90m"),
                        Periodic.parse("02:00", "1h"));
        assertThat(windows.closed()).hasSize(2);
        for (String bad :
                List.of(
                        "REBOOT_WINDOWS=Sat 22:00",
                        "REBOOT_WINDOWS=25:00/1h",
                        "REBOOT_WINDOWS=02:00/0",
                        "REBOOT_WINDOW_ZONE=Mars/Base",
                        "REBOOT_CLOSED_DATES=2026-12-20..2026-12-19",
                        "REBOOT_CLOSED_DATES=yesterday",
                        "REBOOT_WINDOW_START=02:00pm\nREBOOT_WINDOW_LENGTH=1h",
                        "REBOOT_WINDOW_START=02:00\nREBOOT_WINDOW_LENGTH=0",
                        "REBOOT_WINDOW_START=02:00\nREBOOT_WINDOW_LENGTH=25h")) {
            write("etc/platte/update.conf", bad + "\n");
            assertThatExceptionOfType(ConfigException.class).as(bad).isThrownBy(this::read);
        }
    }

    @Test
    void locksmithsKeysSayWhomToAsk() throws Exception {
        write("etc/machine-id", "1c09ca98649c4c7abc779cd04c96812e\n");
        write(
                "etc/flatcar/update.conf",
                "REBOOT_STRATEGY=etcd-lock\nLOCKSMITHD_ENDPOINT=https://a:2379, https://b:2379\nLOCKSMITHD_GROUP=rack-7\n"
                        + "LOCKSMITHD_ETCD_CAFILE=/etc/ssl/etcd-ca.pem\nLOCKSMITHD_ETCD_USERNAME=lock\nLOCKSMITHD_ETCD_PASSWORD=secret\n");
        RebootSettings.Lock lock = settings().reboot().lock();
        assertThat(lock.keeper())
                .isEqualTo(
                        new RebootSettings.Keeper.EtcdCluster(
                                List.of(URI.create("https://a:2379"), URI.create("https://b:2379")),
                                "lock",
                                "secret",
                                false));
        assertThat(lock.group()).isEqualTo("rack-7");
        assertThat(lock.host()).isEqualTo("1c09ca98649c4c7abc779cd04c96812e");
        assertThat(lock.tls().authorities()).contains(root.resolve("etc/ssl/etcd-ca.pem"));
        assertThat(lock.toString()).doesNotContain("secret");
    }

    @Test
    void fleetLockIsBesideTheUpdatesUnlessSaidOtherwise() throws Exception {
        write("etc/machine-id", "1c09ca98649c4c7abc779cd04c96812e\n");
        for (String server :
                List.of(
                        "https://x.example/base/v1/update/",
                        "https://x.example/base/v1/update",
                        "https://x.example/base/service/update2",
                        "https://x.example/base/")) {
            write(
                    "etc/platte/update.conf",
                    "REBOOT_STRATEGY=fleet-lock\nGROUP=stable\nSERVER=" + server + "\n");
            RebootSettings.Lock lock = settings().reboot().lock();
            assertThat(lock.keeper())
                    .isEqualTo(
                            new RebootSettings.Keeper.FleetLockServer(
                                    URI.create("https://x.example/base/"), Optional.empty()));
            assertThat(lock.group()).isEqualTo("stable");
        }
        write(
                "etc/platte/update.conf",
                "REBOOT_STRATEGY=fleet-lock\nLOCK_SERVER=https://lock.example/\nLOCK_NAME=zincati\nLOCK_GROUP=rack-7\nLOCK_TOKEN_FILE=/etc/token\n");
        write("etc/token", "plattelock_x\n");
        assertThat(settings().reboot().lock().host()).isEqualTo("978a225b3d7b40e9acd7ce9b62f68444");
        assertThat(settings().reboot().lock().keeper())
                .isEqualTo(
                        new RebootSettings.Keeper.FleetLockServer(
                                URI.create("https://lock.example/"), Optional.of("plattelock_x")));
        for (String bad :
                List.of(
                        "REBOOT_STRATEGY=fleet-lock",
                        "REBOOT_STRATEGY=fleet-lock\nLOCK_SERVER=ftp://x",
                        "REBOOT_STRATEGY=fleet-lock\nLOCK_SERVER=https://x\nLOCK_GROUP=a/b",
                        "REBOOT_STRATEGY=fleet-lock\nLOCK_SERVER=https://x\nGROUP=a b",
                        "REBOOT_STRATEGY=fleet-lock\nLOCK_SERVER=https://x\nLOCK_TOKEN_FILE=/none",
                        "REBOOT_STRATEGY=etcd-lock\nETCD_LAYOUT=locksmith\nLOCK_GROUP=..",
                        "LOCK_CERT_FILE=/etc/cert.pem")) {
            write("etc/platte/update.conf", bad + "\n");
            assertThatExceptionOfType(ConfigException.class).as(bad).isThrownBy(this::read);
        }
    }

    @Test
    void bestEffortIsWhatTheConfigurationSaysAndNotWhatRuns() throws Exception {
        write("etc/platte/update.conf", "REBOOT_STRATEGY=best-effort\n");
        assertThat(settings().reboot().lock().keeper()).isEqualTo(new RebootSettings.Keeper.None());
        write(
                "etc/platte/update.conf",
                "REBOOT_STRATEGY=best-effort\nETCD_ENDPOINTS=http://a:2379\n");
        assertThat(settings().reboot().lock().keeper())
                .isInstanceOf(RebootSettings.Keeper.EtcdCluster.class);
        assertThat(read().warnings()).anyMatch(w -> w.contains("best-effort is old"));
    }

    @Test
    void pathsInFilesLieBelowTheRootAndTypedOnesDoNot() throws Exception {
        write("etc/platte/update.conf", "STATE_DIR=/srv/state\nPAYLOAD_KEYS=/a:/b\n");
        Settings.Places places =
                SettingsReader.read(sources(Map.of("DISK", "disk.img"))).settings().places();
        assertThat(places.state()).isEqualTo(root.resolve("srv/state"));
        assertThat(places.payloadKeys()).containsExactly(root.resolve("a"), root.resolve("b"));
        assertThat(places.disk()).contains(Path.of("disk.img"));
    }

    @Test
    void secretsDoNotShow() throws Exception {
        write("etc/platte/update.conf", "DOWNLOAD_USER=me\nDOWNLOAD_PASSWORD=hunter2\n");
        assertThat(settings().transfer().credentials().orElseThrow().password())
                .isEqualTo("hunter2");
        assertThat(settings().toString()).doesNotContain("hunter2");
    }

    @Test
    void timesHaveUnits() throws Exception {
        write(
                "etc/platte/update.conf",
                "STALL_TIMEOUT=250ms\nCONNECT_TIMEOUT=7\nHEALTH_TIMEOUT=2m\n");
        assertThat(settings().transfer().patience().stall()).isEqualTo(Duration.ofMillis(250));
        assertThat(settings().transfer().patience().connect()).isEqualTo(Duration.ofSeconds(7));
        assertThat(settings().trial().checkTimeout()).isEqualTo(Duration.ofMinutes(2));
    }
}
