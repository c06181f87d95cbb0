package dev.platte.client.logind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.platte.client.dbus.PrivateBus;
import dev.platte.client.dbus.SystemBus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.errors.AccessDenied;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a service of logind's shape on a real bus. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class LogindTest {
    @TempDir static Path directory;
    private PrivateBus bus;
    private DBusConnection ours;
    private DBusConnection theirs;
    private Logind logind;
    private final Standing standing = new Standing();

    @BeforeAll
    void startBus() throws Exception {
        bus = PrivateBus.in(directory).start();
    }

    @AfterAll
    void stopBus() {
        if (bus != null) {
            bus.close();
        }
    }

    @BeforeEach
    void join() throws Exception {
        theirs = SystemBus.connect(bus.address(), () -> {});
        theirs.requestBusName("org.freedesktop.login1");
        theirs.exportObject("/org/freedesktop/login1", standing);
        ours = SystemBus.connect(bus.address(), () -> {});
        logind = new Logind(() -> Optional.of(ours));
    }

    @AfterEach
    void leave() {
        if (ours != null) {
            ours.disconnect();
        }
        if (theirs != null) {
            theirs.disconnect();
        }
    }

    /** In logind's place. */
    public static final class Standing implements LogindInterface {
        private final List<InhibitorStruct> inhibitors = new ArrayList<>();
        private final List<SessionStruct> sessions = new ArrayList<>();
        private Optional<DBusExecutionException> error = Optional.empty();
        private int reboots;

        @Override
        public List<InhibitorStruct> ListInhibitors() {
            return inhibitors;
        }

        @Override
        public List<SessionStruct> ListSessions() {
            return sessions;
        }

        @Override
        public void Reboot(boolean interactive) {
            if (error.isPresent()) {
                throw error.get();
            }
            reboots++;
        }

        @Override
        public String getObjectPath() {
            return "/org/freedesktop/login1";
        }
    }

    /** A session's object. */
    public record SessionObject(String path, Map<String, Variant<?>> values) implements Properties {
        @Override
        @SuppressWarnings("unchecked")
        public <A> A Get(String type, String name) {
            return (A) values.get(name);
        }

        @Override
        public <A> void Set(String type, String name, A value) {}

        @Override
        public Map<String, Variant<?>> GetAll(String type) {
            return values;
        }

        @Override
        public String getObjectPath() {
            return path;
        }
    }

    private static InhibitorStruct inhibitor(String what, String who, String mode) {
        return new InhibitorStruct(what, who, "it works", mode, new UInt32(0), new UInt32(42));
    }

    private void session(String id, String user, String terminal, String kind) throws Exception {
        String path = "/org/freedesktop/login1/session/" + id;
        standing.sessions.add(
                new SessionStruct(id, new UInt32(1000), user, "", new DBusPath(path)));
        theirs.exportObject(
                path,
                new SessionObject(
                        path,
                        Map.of("TTY", new Variant<>(terminal), "Class", new Variant<>(kind))));
    }

    @Test
    void onlyWhatBlocksAShutdownCounts() throws Exception {
        standing.inhibitors.add(inhibitor("sleep", "a", "block"));
        standing.inhibitors.add(inhibitor("shutdown", "b", "delay"));
        assertThat(logind.blocking()).isEmpty();
        standing.inhibitors.add(inhibitor("sleep:shutdown", "dpkg", "block"));
        assertThat(logind.blocking()).contains(new Logind.Inhibitor("dpkg", "it works"));
    }

    @Test
    void peopleAtTerminalsAreFound() throws Exception {
        session("c1", "ada", "pts/3", "user");
        session("c2", "grace", "", "user");
        session("c3", "gdm", "tty1", "greeter");
        standing.sessions.add(
                new SessionStruct(
                        "c4",
                        new UInt32(1000),
                        "gone",
                        "",
                        new DBusPath("/org/freedesktop/login1/session/c4")));
        assertThat(logind.sessions()).containsExactly(new Logind.Session("c1", "ada", "pts/3"));
    }

    @Test
    void theAnswerToARebootIsRead() {
        assertThat(logind.reboot()).isEqualTo(new Logind.Answer.Accepted());
        assertThat(standing.reboots).isEqualTo(1);
        standing.error = Optional.of(new AccessDenied("Permission denied"));
        assertThat(logind.reboot())
                .isEqualTo(new Logind.Answer.Refused("logind says: Permission denied"));
        standing.error =
                Optional.of(
                        new DBusExecutionException(
                                "There's already a shutdown or sleep operation in progress"));
        assertThat(logind.reboot()).isEqualTo(new Logind.Answer.Accepted());
    }

    @Test
    void withoutLogindOrBusItSaysSo() throws Exception {
        theirs.releaseBusName("org.freedesktop.login1");
        assertThat(logind.reboot()).isInstanceOf(Logind.Answer.Refused.class);
        assertThatIOException()
                .isThrownBy(logind::sessions)
                .withMessageStartingWith("logind cannot be asked: ");
        Logind alone = new Logind(Optional::empty);
        assertThat(alone.reboot())
                .isEqualTo(
                        new Logind.Answer.Refused(
                                "logind cannot be asked: there is no connection to the system bus"));
    }

    @BeforeEach
    void clear() {
        standing.inhibitors.clear();
        standing.sessions.clear();
        standing.error = Optional.empty();
        standing.reboots = 0;
    }
}
