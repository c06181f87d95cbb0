package dev.platte.client.dbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.platte.client.agent.Situation;
import dev.platte.client.poll.Failure;
import dev.platte.omaha.value.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real dbus-daemon, judged by busctl. */
@Timeout(120)
class UpdateServiceTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_717_041_020);
    private static final SystemBus.Backoff QUICK =
            new SystemBus.Backoff(Duration.ofMillis(10), Duration.ofMillis(50));
    private static final Surroundings AROUND =
            new Surroundings(
                    "1.0.0",
                    "stable",
                    "https://updates.example.com/v1/update/",
                    List.of(
                            new Surroundings.SlotLine("USR-A", "1.0.0", 2, 0, true, true),
                            new Surroundings.SlotLine("USR-B", "", 1, 15, false, false)));
    private static final String[] MANAGER = {
        "com.coreos.update1", "/com/coreos/update1", "com.coreos.update1.Manager"
    };

    @TempDir Path temp;
    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> joins = new LinkedBlockingQueue<>();
    private Optional<String> refusal = Optional.empty();
    private PrivateBus bus;
    private UpdateService service;

    @BeforeEach
    void prepare() throws IOException {
        bus = PrivateBus.in(temp);
        service =
                new UpdateService(
                        new UpdateRequests() {
                            @Override
                            public void attemptUpdate() {
                                asked.add("attempt");
                            }

                            @Override
                            public Optional<String> resetStatus() {
                                asked.add("reset");
                                return refusal;
                            }
                        },
                        InstantSource.fixed(NOW),
                        idle(),
                        AROUND);
    }

    @AfterEach
    void end() {
        bus.close();
    }

    private SystemBus join() throws IOException {
        SystemBus joining = new SystemBus(bus.address(), QUICK);
        joining.add(service);
        joining.add(
                new SystemBus.Guest() {
                    @Override
                    public void joined(DBusConnection connection) {
                        joins.add("joined");
                    }

                    @Override
                    public void left() {
                        joins.add("left");
                    }
                });
        joining.start();
        return joining;
    }

    private void awaitJoin(String what) throws InterruptedException {
        assertThat(joins.poll(60, TimeUnit.SECONDS)).isEqualTo(what);
    }

    private static Situation idle() {
        return situation("UPDATE_STATUS_IDLE", "up to date", 0, Optional.empty());
    }

    private static Situation downloading(double progress) {
        return situation(
                "UPDATE_STATUS_DOWNLOADING", "installing 2.0.0", progress, Optional.empty());
    }

    private static Situation situation(
            String operation, String reason, double progress, Optional<Situation.LastError> error) {
        return new Situation(
                new Situation.Now(operation, "phase", NOW, reason),
                new Situation.Checks(Optional.of(NOW), Optional.of(NOW.plusSeconds(2700))),
                new Situation.Update("2.0.0", 1000, progress, 77),
                error,
                "a check",
                Situation.Reboot.NONE);
    }

    private void changed(Situation situation) {
        service.changed(situation, AROUND);
    }

    private static Optional<Situation.LastError> error(int code, String reason) {
        return Optional.of(new Situation.LastError(new Failure(ErrorCode.of(code), reason), NOW));
    }

    private String call(String... member) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("call"));
        command.addAll(List.of(MANAGER));
        command.addAll(List.of(member));
        PrivateBus.Said said = bus.busctl(command.toArray(String[]::new));
        return (said.status() == 0 ? "" : "failed: ") + said.out().strip();
    }

    private String property(String name) throws IOException, InterruptedException {
        return bus.busctl("get-property", MANAGER[0], MANAGER[1], "dev.platte.Update1", name)
                .out()
                .strip();
    }

    @Test
    void statusHasTheReferencesSignature() throws IOException, InterruptedException {
        bus.start();
        try (SystemBus joined = join()) {
            changed(downloading(0.25));
            assertThat(call("GetStatus"))
                    .isEqualTo(
                            "xdssx 1717041020 0.25 \"UPDATE_STATUS_DOWNLOADING\" \"2.0.0\" 1000");
            assertThat(joined.connection()).isPresent();
        }
    }

    @Test
    void introspectionNamesEveryMemberWithItsType() throws IOException, InterruptedException {
        bus.start();
        try (SystemBus _ = join()) {
            String shown = bus.busctl("introspect", MANAGER[0], MANAGER[1]).out();
            assertThat(shown.lines().map(line -> line.replaceAll("\\s+", " ")))
                    .contains(
                            "com.coreos.update1.Manager interface - - -",
                            ".AttemptUpdate method - - -",
                            ".ResetStatus method - - -",
                            ".GetStatus method - xdssx -",
                            ".StatusUpdate signal xdssx - -",
                            "dev.platte.Update1 interface - - -",
                            ".Failed signal iss - -");
            assertThat(shown).contains("org.freedesktop.DBus.Properties");
            assertThat(
                            shown.lines()
                                    .filter(line -> line.contains(" property "))
                                    .map(line -> line.split("\\s+")[0].substring(1)))
                    .as("declared for introspection, and told")
                    .containsExactlyInAnyOrderElementsOf(
                            PropertyValues.of(idle(), AROUND).keySet());
        }
    }

    @Test
    void propertiesTellWhatTheReferenceDoesNot() throws IOException, InterruptedException {
        bus.start();
        try (SystemBus _ = join()) {
            changed(
                    situation(
                            "UPDATE_STATUS_IDLE",
                            "the payload is not signed",
                            0,
                            error(18, "no key fits")));
            assertThat(property("Reason")).isEqualTo("s \"the payload is not signed\"");
            assertThat(property("LastErrorCode")).isEqualTo("i 18");
            assertThat(property("LastErrorWords"))
                    .isEqualTo("s \"" + ErrorCode.of(18).words() + "\"");
            assertThat(property("LastErrorReason")).isEqualTo("s \"no key fits\"");
            assertThat(property("LastErrorTime")).isEqualTo("x 1717041020");
            assertThat(property("NextCheck")).isEqualTo("x 1717043720");
            assertThat(property("Rate")).isEqualTo("x 77");
            assertThat(property("CurrentVersion")).isEqualTo("s \"1.0.0\"");
            assertThat(property("Slots"))
                    .isEqualTo(
                            "a(ssyybb) 2 \"USR-A\" \"1.0.0\" 2 0 true true \"USR-B\" \"\" 1 15 false false");
            assertThat(property("Nothing")).contains("does not exist");
            assertThat(
                            bus.busctl(
                                            "set-property",
                                            MANAGER[0],
                                            MANAGER[1],
                                            "dev.platte.Update1",
                                            "Reason",
                                            "s",
                                            "x")
                                    .status())
                    .isNotZero();
        }
    }

    @Test
    void requestsReachTheAgentAndRefusalsTheCaller() throws IOException, InterruptedException {
        bus.start();
        try (SystemBus _ = join()) {
            assertThat(call("AttemptUpdate")).isEmpty();
            assertThat(call("ResetStatus")).isEmpty();
            refusal = Optional.of("an update is at work");
            assertThat(call("ResetStatus")).isEqualTo("failed: Call failed: an update is at work");
            assertThat(asked).containsExactly("attempt", "reset", "reset");
        }
    }

    @Test
    void nonsenseIsRefusedAndHarmsNothing() throws IOException, InterruptedException {
        bus.start();
        try (SystemBus _ = join()) {
            assertThat(call("AttemptUpdate", "s", "now")).startsWith("failed: ");
            assertThat(call("Reboot")).startsWith("failed: ");
            assertThat(bus.busctl("call", MANAGER[0], "/", MANAGER[2], "GetStatus").status())
                    .isNotZero();
            assertThat(asked).isEmpty();
            assertThat(call("GetStatus")).contains("UPDATE_STATUS_IDLE");
        }
    }

    @Test
    void strangersAreShutOutAndTheUserCoreIsNot() throws IOException, InterruptedException {
        bus.start();
        try (SystemBus _ = join()) {
            assertThat(
                            bus.busctlAsNobody(
                                            "call", MANAGER[0], MANAGER[1], MANAGER[2], "GetStatus")
                                    .out())
                    .contains("UPDATE_STATUS_IDLE");
            assertThat(
                            bus.busctlAsNobody(
                                            "call",
                                            MANAGER[0],
                                            MANAGER[1],
                                            "org.freedesktop.DBus.Peer",
                                            "Ping")
                                    .out())
                    .contains("Access denied");
        }
    }

    @Test
    void statusUpdatesFollowTheReferencesRules() throws IOException, InterruptedException {
        bus.start();
        try (SystemBus _ = join()) {
            try (PrivateBus.Monitor monitor = bus.monitor("com.coreos.update1")) {
                changed(downloading(0));
                changed(downloading(0.004));
                changed(downloading(0.03125));
                changed(downloading(0.036));
                changed(downloading(1));
                changed(
                        situation(
                                "UPDATE_STATUS_UPDATED_NEED_REBOOT", "waits", 0, Optional.empty()));
                List<String> told = new ArrayList<>();
                while (told.size() < 4) {
                    String line = monitor.await("StatusUpdate");
                    told.add(line.substring(line.indexOf("\"payload\"")));
                }
                String form =
                        "\"payload\":{\"type\":\"xdssx\",\"data\":[1717041020,%.21e,\"UPDATE_STATUS_%s\",\"2.0.0\",1000]}}";
                assertThat(told)
                        .containsExactly(
                                form.formatted(0.0, "DOWNLOADING"),
                                form.formatted(0.03125, "DOWNLOADING"),
                                form.formatted(1.0, "DOWNLOADING"),
                                form.formatted(0.0, "UPDATED_NEED_REBOOT"));
            }
        }
    }

    @Test
    void failuresAndChangedPropertiesAreSignals() throws IOException, InterruptedException {
        bus.start();
        try (SystemBus _ = join()) {
            try (PrivateBus.Monitor monitor = bus.monitor("com.coreos.update1")) {
                changed(situation("UPDATE_STATUS_IDLE", "up to date", 0, error(9, "why")));
                assertThat(monitor.await("PropertiesChanged"))
                        .contains(
                                "\"dev.platte.Update1\"",
                                "\"LastErrorCode\":{\"type\":\"i\",\"data\":9}")
                        .doesNotContain("CurrentVersion");
                assertThat(monitor.await("\"Failed\""))
                        .endsWith(
                                "{\"type\":\"iss\",\"data\":[9,\""
                                        + ErrorCode.of(9).words()
                                        + "\",\"why\"]}}");
            }
        }
    }

    @Test
    void aRestartOfTheBusIsSurvived() throws IOException, InterruptedException {
        bus.start();
        try (SystemBus _ = join()) {
            awaitJoin("joined");
            for (int i = 0; i < 3; i++) {
                bus.stop();
                awaitJoin("left");
                changed(downloading(0.1 * i));
                bus.start();
                awaitJoin("joined");
                assertThat(call("GetStatus")).contains("DOWNLOADING");
            }
        }
    }

    @Test
    void aBusThatComesLaterIsJoined() throws IOException, InterruptedException {
        try (SystemBus joined = join()) {
            assertThat(joined.connection()).isEmpty();
            bus.start();
            awaitJoin("joined");
            assertThat(call("GetStatus")).contains("UPDATE_STATUS_IDLE");
        }
    }

    @Test
    void aNameThatIsTakenRefusesTheStart() throws IOException, InterruptedException {
        bus.start();
        try (SystemBus _ = join()) {
            assertThatThrownBy(this::join)
                    .isInstanceOf(NameTakenException.class)
                    .hasMessageContaining("owned by another program");
            assertThat(call("GetStatus")).contains("UPDATE_STATUS_IDLE");
        }
    }

    @Test
    void aBusThatStandsStillStallsNobody() throws IOException, InterruptedException {
        bus.start();
        try (SystemBus _ = join()) {
            bus.signal("STOP");
            // Far more than a socket takes.
            for (int i = 0; i < 5_000; i++) {
                changed(downloading(i % 2));
            }
            bus.signal("CONT");
            assertThat(call("GetStatus")).contains("DOWNLOADING");
        }
    }
}
