package dev.platte.client.dbus;

import static java.util.Objects.requireNonNull;

import dev.platte.client.agent.Agent;
import dev.platte.client.agent.Companion;
import dev.platte.client.agent.Reply;
import dev.platte.client.agent.Request;
import dev.platte.client.agent.Situation;
import dev.platte.client.agent.State;
import dev.platte.omaha.value.InstallSource;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Shows the agent on the bus, and brings it what callers want. */
public final class UpdateCompanion implements Companion {
    /** Shorter than the 25 seconds for which callers usually wait. */
    private static final long PATIENCE_SECONDS = 20;

    private final SystemBus bus;
    private final Supplier<Surroundings> surroundings;
    private final InstantSource clock;

    private @Nullable UpdateService service;
    private @Nullable State last;
    private @Nullable Surroundings around;

    /**
     * Joins nothing yet.
     *
     * @param surroundings looked at whenever the agent came to rest
     */
    public UpdateCompanion(
            SystemBus bus, Supplier<Surroundings> surroundings, InstantSource clock) {
        this.bus = requireNonNull(bus);
        this.surroundings = requireNonNull(surroundings);
        this.clock = requireNonNull(clock);
    }

    /** Joins the bus, with all other guests that it has by then. */
    @Override
    public void start(Agent agent) throws IOException {
        Surroundings now = surroundings.get();
        around = now;
        UpdateService started =
                new UpdateService(new AgentRequests(agent), clock, agent.situation(), now);
        bus.add(started);
        bus.start();
        service = started;
    }

    @Override
    public void changed(State state, Situation situation) {
        UpdateService shown = service;
        if (shown == null) {
            return;
        }
        State before = last;
        boolean moved = before == null || before.getClass() != state.getClass();
        last = state;
        if (moved && state instanceof State.Resting || around == null) {
            around = surroundings.get();
        }
        shown.changed(situation, requireNonNull(around));
    }

    @Override
    public void close() {
        bus.close();
    }

    private record AgentRequests(Agent agent) implements UpdateRequests {
        @Override
        public void attemptUpdate() {
            agent.ask(new Request.Update(InstallSource.ONDEMAND_UPDATE));
        }

        @Override
        public Optional<String> resetStatus() {
            CompletableFuture<Reply> asked = agent.ask(new Request.Reset());
            try {
                Reply reply = asked.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                return reply.kind() == Reply.Kind.DONE
                        ? Optional.empty()
                        : Optional.of(reply.words());
            } catch (TimeoutException e) {
                return Optional.of("the agent is at work; it resets when it is done");
            } catch (ExecutionException e) {
                return Optional.of(String.valueOf(e.getCause()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.of("the daemon ends");
            }
        }
    }
}
