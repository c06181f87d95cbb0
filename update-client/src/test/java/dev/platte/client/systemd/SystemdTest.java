package dev.platte.client.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.platte.client.agent.Situation;
import dev.platte.client.agent.State;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SystemdTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir Path temp;

    private static Situation situation(String reason, double progress) {
        return new Situation(
                new Situation.Now(
                        progress == 0 ? "UPDATE_STATUS_IDLE" : "UPDATE_STATUS_DOWNLOADING",
                        progress == 0 ? "idle" : "downloading",
                        Instant.EPOCH,
                        reason),
                new Situation.Checks(Optional.empty(), Optional.empty()),
                new Situation.Update("2.0.0", 1000, progress, 0),
                Optional.empty(),
                "",
                Situation.Reboot.NONE);
    }

    @Test
    void systemdIsToldWhatGoesOnAndThatItEnds() {
        String path = temp.resolve("notify").toString();
        try (ListeningSocket systemd = new ListeningSocket(path)) {
            try (SystemdCompanion companion =
                    SystemdCompanion.of(
                                    Map.of("NOTIFY_SOCKET", path),
                                    InstantSource.fixed(Instant.EPOCH),
                                    () -> 0)
                            .orElseThrow()) {
                companion.changed(new State.Idle(), situation("up to date", 0));
                assertThat(systemd.receiveText()).isEqualTo("STATUS=idle: up to date");
                companion.changed(new State.Idle(), situation("up to date", 0));
                companion.changed(new State.Idle(), situation("installing\n2.0.0", 0.42));
                assertThat(systemd.receiveText())
                        .isEqualTo("STATUS=downloading: installing 2.0.0 (42 %)");
            }
            assertThat(systemd.receiveText()).isEqualTo("STOPPING=1");
        }
    }

    @Test
    void abstractAddressesAreReached() {
        String name = "@platte-test-" + ProcessHandle.current().pid();
        try (ListeningSocket systemd = new ListeningSocket(name);
                SystemdCompanion companion =
                        SystemdCompanion.of(
                                        Map.of("NOTIFY_SOCKET", name),
                                        InstantSource.fixed(Instant.EPOCH),
                                        () -> 0)
                                .orElseThrow()) {
            companion.changed(new State.Idle(), situation("up to date", 0));
            assertThat(systemd.receiveText()).isEqualTo("STATUS=idle: up to date");
        }
    }

    @Test
    void nobodyListeningIsNoFault() throws IOException {
        assertThat(SystemdCompanion.of(Map.of(), InstantSource.fixed(Instant.EPOCH), () -> 0))
                .isEmpty();
        assertThat(
                        SystemdCompanion.of(
                                Map.of("NOTIFY_SOCKET", "nonsense"),
                                InstantSource.fixed(Instant.EPOCH),
                                () -> 0))
                .isEmpty();
        try (UnixDatagram nowhere = UnixDatagram.to(temp.resolve("missing").toString())) {
            assertThatThrownBy(() -> nowhere.send(new byte[1]))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("errno 2");
        }
    }

    @Test
    void anAgentThatHangsIsNotAlive() {
        Liveness liveness = new Liveness(Duration.ZERO);
        assertThat(liveness.isAlive(HOUR.multipliedBy(1000))).isTrue();
        liveness.heard(Duration.ZERO, true, HOUR);
        assertThat(liveness.isAlive(HOUR.plusMinutes(14))).isTrue();
        assertThat(liveness.isAlive(HOUR.plusMinutes(16))).isFalse();
        liveness.heard(HOUR, false, Duration.ZERO);
        assertThat(liveness.isAlive(HOUR.plusMinutes(89))).isTrue();
        assertThat(liveness.isAlive(HOUR.plusMinutes(91))).isFalse();
        liveness.progressed(HOUR.plusMinutes(91));
        assertThat(liveness.isAlive(HOUR.plusMinutes(180))).isTrue();
    }

    @Test
    void entriesOfTheJournalCarryFields() throws IOException {
        String path = temp.resolve("journal").toString();
        try (ListeningSocket journald = new ListeningSocket(path)) {
            JournalHandler handler = JournalHandler.to(path, System.err);
            JournalFields fields = new JournalFields();
            fields.changed(new State.Idle(), situation("x", 0.5));
            handler.context(fields);
            LogRecord entry = new LogRecord(Level.WARNING, "the download broke: {0}");
            entry.setParameters(new Object[] {"reset"});
            entry.setLoggerName("install");
            handler.publish(entry);
            assertThat(journald.receiveText().split("\n"))
                    .containsExactlyInAnyOrder(
                            "MESSAGE=the download broke: reset",
                            "PRIORITY=4",
                            "SYSLOG_IDENTIFIER=update-client",
                            "LOGGER=install",
                            "PLATTE_PHASE=downloading",
                            "PLATTE_NEW_VERSION=2.0.0");
        }
    }

    @Test
    void valuesOfSeveralLinesAreCounted() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("MESSAGE", "a\nb");
        fields.put("PRIORITY", "3");
        assertThat(new String(JournalHandler.encode(fields), StandardCharsets.ISO_8859_1))
                .isEqualTo("MESSAGE\n\3\0\0\0\0\0\0\0a\nb\nPRIORITY=3\n");
    }

    @Test
    void withoutAJournalStandardErrorHasThePriority() throws IOException {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        JournalHandler handler =
                JournalHandler.to(temp.resolve("missing").toString(), new PrintStream(err, true));
        handler.publish(new LogRecord(Level.SEVERE, "one\ntwo"));
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("<3>one", "<3>two");
        assertThat(JournalHandler.ofStandardError(Map.of("JOURNAL_STREAM", "1:2"))).isEmpty();
    }
}
