package dev.platte.client.agent;

import dev.platte.client.agent.State.Release;
import dev.platte.client.config.Settings;
import dev.platte.client.confirm.Confirmation;
import dev.platte.client.confirm.Verdict;
import dev.platte.client.slot.Slots;
import dev.platte.client.state.BootMemory;
import dev.platte.client.state.Flip;
import dev.platte.client.state.StateDir;
import java.io.IOException;
import java.util.Optional;

/** What became of the last flip, and whether this boot's slot may be bad. On the agent's thread. */
final class LastBoot {
    private final Host host;
    private final StateDir directory;
    private boolean decided = true;

    LastBoot(Host host, StateDir directory) {
        this.host = host;
        this.directory = directory;
    }

    /** A way to find out. */
    @FunctionalInterface
    private interface Inquiry {
        Verdict of(Confirmation confirmation, Slots slots) throws IOException, InterruptedException;
    }

    /** Tries an undecided slot, and settles the flip. */
    Verdict settle(Settings settings) throws IOException, InterruptedException {
        return ask(settings, Confirmation::run);
    }

    /** Changes nothing. */
    Verdict look(Settings settings) throws IOException, InterruptedException {
        return ask(settings, (confirmation, slots) -> confirmation.look(slots));
    }

    private Verdict ask(Settings settings, Inquiry inquiry)
            throws IOException, InterruptedException {
        Slots opened;
        try {
            opened = host.openDisk(settings);
        } catch (IOException e) {
            if (new BootMemory(directory).flip().isPresent()) {
                throw e;
            }
            return new Verdict.NoDisk(e.getMessage());
        }
        try (opened) {
            Verdict verdict = inquiry.of(new Confirmation(settings, directory), opened);
            decided =
                    !(verdict instanceof Verdict.Unconfirmed
                            || verdict instanceof Verdict.Unhealthy);
            return verdict;
        }
    }

    /** A person wants it settled now. */
    Reply confirm(Settings settings) throws InterruptedException {
        try {
            Verdict verdict = settle(settings);
            return verdict.isTrouble()
                    ? Reply.failed(verdict.words())
                    : Reply.done(verdict.words());
        } catch (IOException e) {
            return Reply.failed(String.valueOf(e.getMessage()));
        }
    }

    /** Why nothing is installed on this boot; empty where something may be. */
    Optional<String> undecided(Settings settings) throws InterruptedException {
        if (decided) {
            return Optional.empty();
        }
        try {
            Verdict verdict = look(settings);
            return decided
                    ? Optional.empty()
                    : Optional.of(verdict.words() + "; nothing is installed until it is");
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** What that leaves waiting for its reboot. */
    static Optional<Release> waiting(Verdict verdict) {
        return switch (verdict) {
            case Verdict.NotBootedYet(Flip flip) ->
                    Optional.of(new Release(flip.version(), 0, flip.sha256()));
            case Verdict.Confirmed _,
                    Verdict.WasConfirmed _,
                    Verdict.Unconfirmed _,
                    Verdict.Unhealthy _,
                    Verdict.FellBack _,
                    Verdict.NeverFlipped _,
                    Verdict.NoDisk _ ->
                    Optional.empty();
        };
    }
}
