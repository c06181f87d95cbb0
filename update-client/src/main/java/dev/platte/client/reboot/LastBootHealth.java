package dev.platte.client.reboot;

import dev.platte.client.agent.Host;
import dev.platte.client.config.Settings;
import dev.platte.client.confirm.Confirmation;
import dev.platte.client.confirm.Verdict;
import dev.platte.client.slot.Slots;
import dev.platte.client.state.BootMemory;
import dev.platte.client.state.StateDir;
import java.io.IOException;
import java.util.Optional;

/** The host is well when nothing of the last flip is undecided: the old release is well, too. */
final class LastBootHealth implements Homecoming.Unwell {
    private final Host host;
    private final StateDir state;

    LastBootHealth(Host host, StateDir state) {
        this.host = host;
        this.state = state;
    }

    @Override
    public Optional<String> why(Settings settings) throws IOException {
        Slots opened;
        try {
            opened = host.openDisk(settings);
        } catch (IOException e) {
            if (new BootMemory(state).flip().isPresent()) {
                throw e;
            }
            // A host that is not laid out for two slots takes part in locks all the same.
            return Optional.empty();
        }
        try (opened) {
            Verdict verdict = new Confirmation(settings, state).look(opened);
            return switch (verdict) {
                case Verdict.Unconfirmed _, Verdict.Unhealthy _ -> Optional.of(verdict.words());
                case Verdict.Confirmed _,
                        Verdict.WasConfirmed _,
                        Verdict.FellBack _,
                        Verdict.NotBootedYet _,
                        Verdict.NeverFlipped _,
                        Verdict.NoDisk _ ->
                        Optional.empty();
            };
        }
    }
}
