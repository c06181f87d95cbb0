package dev.platte.client.poll;

import dev.platte.client.config.Settings;
import dev.platte.client.state.BootMemory;
import dev.platte.client.state.StateDir;
import dev.platte.omaha.request.Event;
import dev.platte.omaha.value.Version;
import java.io.IOException;
import java.util.Optional;

/**
 * The event inside every check (update_engine omaha_request_action.cc): "rebooted from P", with P
 * 0.0.0.0 before any update and empty when there is nothing new; or "fell back" when this host runs
 * again what it ran before the update.
 *
 * <p>update_engine forgets P when it builds the request, so that a lost connection loses the
 * report. Here it stays until an answer acknowledges the event.
 */
final class CarriedEvent {
    private static final String PREVIOUS_VERSION = "previous-version";
    private static final Event FIRST = Event.rebooted(Version.NONE);
    private static final Event NOTHING = Event.rebooted(Version.of(""));

    private final StateDir state;
    private final BootMemory boots;
    private final Settings.Host host;

    CarriedEvent(StateDir state, BootMemory boots, Settings.Host host) {
        this.state = state;
        this.boots = boots;
        this.host = host;
    }

    Event event() throws IOException {
        Optional<String> previous = state.pref(PREVIOUS_VERSION);
        if (previous.isEmpty()) {
            return FIRST;
        }
        // A flip that still pends was not booted yet: there is nothing to report of it.
        if (previous.get().isEmpty()
                || boots.flip().isPresent()
                || boots.isFlippedIn(host.bootId())) {
            return NOTHING;
        }
        return previous.get().equals(host.version())
                ? Event.fellBack()
                : Event.rebooted(Version.of(previous.get()));
    }

    /** Whether the server has not heard yet what became of the last update. */
    boolean isNews() throws IOException {
        Event event = event();
        return !event.equals(NOTHING) && !event.equals(FIRST);
    }

    /** The server has it; where that cannot be noted, it is told again. */
    void acknowledged(Event event) {
        if (!event.equals(NOTHING)) {
            state.note(PREVIOUS_VERSION, "");
        }
    }
}
