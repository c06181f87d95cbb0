package dev.platte.harness.fleet;

import dev.platte.client.agent.Agent;
import dev.platte.client.agent.Host;
import dev.platte.client.agent.LiveInbox;
import dev.platte.client.agent.Request;
import dev.platte.client.agent.Watcher;
import dev.platte.client.agent.World;
import dev.platte.client.config.ConfigException;
import dev.platte.client.config.Settings;
import dev.platte.client.config.SettingsReader;
import dev.platte.client.confirm.Verdict;
import dev.platte.client.http.Http;
import dev.platte.client.reboot.RebootCompanion;
import dev.platte.client.reboot.Ticker;
import dev.platte.client.slot.HostPaths;
import dev.platte.client.slot.SlotName;
import dev.platte.client.slot.Slots;
import dev.platte.client.state.StateDir;
import dev.platte.harness.boot.Boot;
import dev.platte.harness.boot.Machine;
import dev.platte.harness.disk.DiskImage;
import dev.platte.harness.disk.DiskLayout;
import dev.platte.omaha.value.InstallSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A whole host in this process: disk image, bootloader, and the client's agent and reboot gate on
 * it. What reboots it is a file that its REBOOT_COMMAND makes.
 */
final class FleetHost {
    private static final int USR_A = 3;
    private static final Duration LOOK = Duration.ofMillis(5);

    private final String name;
    private final DiskImage disk;
    private final Machine machine;
    private final Random chance;
    private String version = "";
    private @Nullable Running running;

    private record Running(Agent agent, RebootCompanion reboots, Thread work) {}

    /**
     * @param conf of its update.conf
     */
    FleetHost(Path home, String name, Path image, String conf, long seed) throws IOException {
        this.name = name;
        this.chance = new Random(seed);
        Files.createDirectories(home);
        this.disk = DiskImage.create(home.resolve("disk"), DiskLayout.around(Files.size(image)));
        disk.fill(USR_A, image);
        this.machine = new Machine(disk, home.resolve("root"), chance);
        write(
                "etc/platte/update.conf",
                conf
                        + "MACHINE_ALIAS="
                        + name
                        + "\nREBOOT_COMMAND=touch $PLATTE_ROOT/power/down\n");
        Files.createDirectories(power());
    }

    void write(String file, String text) throws IOException {
        Path path = machine.root().resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    Path root() {
        return machine.root();
    }

    String name() {
        return name;
    }

    String machineId() throws IOException {
        return Files.readString(machine.root().resolve("etc/machine-id")).strip();
    }

    /** What it runs now. */
    String version() {
        return version;
    }

    /**
     * Starts the machine and, unless its release turns out bad, the client on it.
     *
     * @return false: the release is not healthy, and the machine has to be started again
     */
    boolean start() throws Exception {
        Files.deleteIfExists(power().resolve("down"));
        if (!(machine.boot() instanceof Boot.Booted booted)) {
            throw new IOException(name + " does not boot");
        }
        version = booted.version();
        Host here = here(booted);
        Settings settings = here.settings();
        RebootCompanion reboots =
                new RebootCompanion(
                        here,
                        settings,
                        Optional.empty(),
                        new FastTicker(Ticker.live(InstantSource.system())),
                        chance);
        Agent agent =
                new Agent(
                        here,
                        new StateDir(settings.places().state()),
                        new World(Http::of, new LiveInbox(), InstantSource.system(), chance),
                        Watcher.all(List.of(reboots)));
        if (agent.begin() instanceof Verdict.Unhealthy) {
            return false;
        }
        Thread work = Thread.ofPlatform().daemon().start(() -> run(agent));
        reboots.start(agent);
        agent.ask(new Request.Update(InstallSource.SCHEDULER));
        running = new Running(agent, reboots, work);
        return true;
    }

    /** Until it was told to go down, or has given back the slot with which it did. */
    void await(Milestone milestone, Duration patience) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!isAt(milestone)) {
            if (System.nanoTime() > deadline) {
                throw new IOException(
                        "%s, which runs %s, is not %s: %s"
                                .formatted(
                                        name,
                                        version,
                                        milestone,
                                        running == null
                                                ? "it is off"
                                                : running.agent().situation()));
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    /** What may be waited for. */
    enum Milestone {
        TOLD,
        BACK
    }

    private boolean isAt(Milestone milestone) {
        return switch (milestone) {
            case TOLD -> Files.exists(power().resolve("down"));
            case BACK ->
                    !Files.exists(
                            machine.root().resolve("var/lib/update_engine").resolve("reboot-slot"));
        };
    }

    /** The power goes, or the machine goes down: for a process there is little difference. */
    void stop() throws InterruptedException {
        Running ended = running;
        if (ended != null) {
            ended.reboots().close();
            ended.agent().end();
            ended.work().join();
            running = null;
        }
    }

    private Path power() {
        return machine.root().resolve("power");
    }

    private static void run(Agent agent) {
        try {
            agent.run();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new IllegalStateException("the agent does not begin", e);
        }
    }

    private Host here(Boot.Booted booted) {
        SlotName running = booted.slot();
        return new Host() {
            @Override
            public Settings settings() throws ConfigException, IOException {
                return SettingsReader.read(SettingsReader.Sources.of(machine.root())).settings();
            }

            @Override
            public Slots openDisk(Settings settings) throws IOException {
                return Slots.open(disk.path(), running, HostPaths.ofThisHost());
            }
        };
    }

    /** Time that goes faster, so that pauses of seconds are short ones. */
    private record FastTicker(Ticker real) implements Ticker {
        private static final int FACTOR = 20;

        @Override
        public Instant now() {
            return real.now();
        }

        @Override
        public Duration elapsed() {
            return real.elapsed().multipliedBy(FACTOR);
        }

        @Override
        public void await(Duration atMost) throws InterruptedException {
            real.await(atMost.dividedBy(FACTOR));
        }

        @Override
        public void wake() {
            real.wake();
        }

        @Override
        public void end() {
            real.end();
        }
    }
}
