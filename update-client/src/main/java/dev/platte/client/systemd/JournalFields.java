package dev.platte.client.systemd;

import dev.platte.client.agent.Situation;
import dev.platte.client.agent.State;
import dev.platte.client.agent.Watcher;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What every entry of the journal says of the agent: {@code journalctl PLATTE_NEW_VERSION=2.0.0}
 * then finds all of one update.
 */
public final class JournalFields implements Watcher, Supplier<Map<String, String>> {
    private volatile Map<String, String> fields = Map.of();

    @Override
    public void changed(State state, Situation situation) {
        Map<String, String> now = new LinkedHashMap<>();
        now.put("PLATTE_PHASE", situation.now().phase());
        if (!situation.update().equals(Situation.Update.NONE)) {
            now.put("PLATTE_NEW_VERSION", situation.update().version());
        }
        situation
                .lastError()
                .ifPresent(
                        error ->
                                now.put(
                                        "PLATTE_ERROR_CODE",
                                        Integer.toString(error.failure().code().code())));
        fields = Map.copyOf(now);
    }

    @Override
    public Map<String, String> get() {
        return fields;
    }
}
