package dev.platte.ctl.simulate;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A fleet of virtual hosts that lives until it is closed. For updatectl, and for whoever wants a
 * server with a fleet behind it, such as a demonstration.
 */
public final class Simulation implements AutoCloseable {

    /**
     * Where the hosts poll.
     *
     * @param server such as {@code https://updates.example.com}
     * @param connections requests on their way at any time, 1 or more
     */
    public record Target(URI server, int connections) {
        public Target {
            if (connections < 1) {
                throw new IllegalArgumentException("connections are 1 or more");
            }
        }
    }

    private final World world;
    private final Wire wire;
    private final Census census = new Census();
    private final Grants grants = new Grants();
    private final List<VirtualHost> hosts = new ArrayList<>();
    private final List<Thread> lives = new ArrayList<>();
    private final AtomicReference<@Nullable RuntimeException> broken = new AtomicReference<>();

    private Simulation(Scenario scenario, Target target) {
        this.world = new World(scenario.habits().speed());
        this.wire = new Wire(target, scenario.outage(), world, census);
        VirtualHost.Surroundings around = new VirtualHost.Surroundings(world, wire, census, grants);
        for (int i = 0; i < scenario.crowd().hosts(); i++) {
            hosts.add(new VirtualHost(scenario, i, track(scenario.crowd(), i), around));
        }
    }

    /** Begins at once. */
    public static Simulation start(Scenario scenario, Target target) {
        Simulation simulation = new Simulation(scenario, target);
        for (VirtualHost host : simulation.hosts) {
            simulation.lives.add(
                    Thread.ofVirtual().name(host.id()).start(() -> simulation.live(host)));
        }
        return simulation;
    }

    private void live(VirtualHost host) {
        try {
            host.live();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            broken.compareAndSet(null, e);
            end();
        }
    }

    /** Dealt out one by one, so that a part of the fleet has the same mixture. */
    private static String track(Scenario.Crowd crowd, int number) {
        int all = crowd.groups().stream().mapToInt(Scenario.Share::weight).sum();
        int place = number % all;
        for (Scenario.Share share : crowd.groups()) {
            place -= share.weight();
            if (place < 0) {
                return share.track();
            }
        }
        throw new IllegalStateException("a place below the sum of all is in one of them");
    }

    /** How far it is. */
    public Picture picture() {
        return census.picture(world.seconds());
    }

    /** Why it ended by itself: what the server did that no host could live with. */
    public Optional<RuntimeException> failure() {
        return Optional.ofNullable(broken.get());
    }

    Grants grants() {
        return grants;
    }

    /** What each host has told the server that it runs, where the server acknowledged it. */
    Map<String, String> known() {
        Map<String, String> known = new HashMap<>();
        hosts.forEach(host -> host.known().ifPresent(version -> known.put(host.id(), version)));
        return known;
    }

    private void end() {
        world.end();
        lives.forEach(LockSupport::unpark);
    }

    /** Ends it: hosts finish what they are saying and say no more. */
    @Override
    public void close() {
        end();
        try {
            for (Thread life : lives) {
                life.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        wire.close();
    }
}
