package dev.platte.client.logind;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.errors.NoReply;
import org.freedesktop.dbus.errors.UnknownObject;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.Variant;
import org.jspecify.annotations.Nullable;

/** Asks logind over the bus; every call ends within the library's 20 s. From any thread. */
public final class Logind {
    private static final String NAME = "org.freedesktop.login1";
    private static final String PATH = "/org/freedesktop/login1";
    private static final String SESSION = "org.freedesktop.login1.Session";

    /** What logind says to a second shutdown; the library hides the name of the error. */
    private static final String IN_PROGRESS = "operation in progress";

    private final Supplier<Optional<DBusConnection>> bus;

    /**
     * Asks nothing yet.
     *
     * @param bus the connection that stands now
     */
    public Logind(Supplier<Optional<DBusConnection>> bus) {
        this.bus = requireNonNull(bus);
    }

    /** A program that asked that nobody shuts the host down; who it says it is, and why. */
    public record Inhibitor(String who, String why) {}

    /**
     * Somebody at a terminal.
     *
     * @param id of the session
     * @param terminal below {@code /dev}, such as {@code pts/0}
     */
    public record Session(String id, String user, String terminal) {}

    /** What came of the wish to reboot. */
    public sealed interface Answer {
        /** The host goes down, or nobody knows that it does not. */
        record Accepted() implements Answer {}

        /** It stays up, and why. */
        record Refused(String why) implements Answer {}
    }

    /**
     * The first inhibitor that blocks a shutdown; those that only delay it are logind's business.
     *
     * @throws IOException logind did not answer
     */
    public Optional<Inhibitor> blocking() throws IOException {
        try {
            return manager().ListInhibitors().stream()
                    .filter(each -> List.of(each.what.split(":")).contains("shutdown"))
                    // block-weak is meant for users: root may pass it (logind.conf(5)).
                    .filter(each -> each.mode.equals("block"))
                    .map(each -> new Inhibitor(each.who, each.why))
                    .findFirst();
        } catch (DBusException | DBusExecutionException e) {
            throw silent(e);
        }
    }

    /**
     * People at terminals.
     *
     * @throws IOException logind did not answer
     */
    public List<Session> sessions() throws IOException {
        try {
            List<Session> found = new ArrayList<>();
            for (SessionStruct each : manager().ListSessions()) {
                terminal(each)
                        .map(terminal -> new Session(each.id, each.user, terminal))
                        .ifPresent(found::add);
            }
            return found;
        } catch (DBusException | DBusExecutionException e) {
            throw silent(e);
        }
    }

    private Optional<String> terminal(SessionStruct session)
            throws DBusException, DBusExecutionException, IOException {
        try {
            Map<String, Variant<?>> all =
                    connection()
                            .getRemoteObject(NAME, session.path.getPath(), Properties.class)
                            .GetAll(SESSION);
            String terminal = text(all.get("TTY"));
            boolean person = text(all.get("Class")).startsWith("user");
            return person && !terminal.isEmpty() ? Optional.of(terminal) : Optional.empty();
        } catch (UnknownObject e) {
            // Logged out since.
            return Optional.empty();
        }
    }

    private static String text(@Nullable Variant<?> value) {
        return value == null ? "" : String.valueOf(value.getValue());
    }

    /** Asks for the reboot. Who does not hear an answer has to expect that it was heard. */
    public Answer reboot() {
        LogindInterface manager;
        try {
            manager = manager();
        } catch (DBusException | DBusExecutionException | IOException e) {
            return new Answer.Refused(silent(e).getMessage());
        }
        try {
            manager.Reboot(false);
            return new Answer.Accepted();
        } catch (NoReply e) {
            return new Answer.Accepted();
        } catch (DBusExecutionException e) {
            return String.valueOf(e.getMessage()).contains(IN_PROGRESS)
                    ? new Answer.Accepted()
                    : new Answer.Refused("logind says: " + e.getMessage());
        }
    }

    private LogindInterface manager() throws DBusException, IOException {
        return connection().getRemoteObject(NAME, PATH, LogindInterface.class);
    }

    private DBusConnection connection() throws IOException {
        return bus.get()
                .orElseThrow(() -> new IOException("there is no connection to the system bus"));
    }

    private static IOException silent(Exception e) {
        return new IOException("logind cannot be asked: " + e.getMessage(), e);
    }
}
