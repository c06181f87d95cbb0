package dev.platte.client.reboot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.client.config.Settings;
import dev.platte.client.config.SettingsReader;
import dev.platte.client.lock.Locks;
import dev.platte.client.lock.RebootLock;
import dev.platte.client.state.StateDir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;

/** A host with a gate: real settings, state, hooks and locks; time and power are the test's. */
final class TestGate implements Courtesy.Logins {
    static final Instant BEGIN = Instant.parse("2026-03-02T12:00:00Z");
    static final Wish WISH = new Wish("1.0.0", "2.0.0");
    private static final int MOST_STEPS = 2000;

    final Path root;
    final Map<String, String> keys = new HashMap<>();
    final TestTicker ticker = new TestTicker(BEGIN);
    final List<String> told = new ArrayList<>();
    final List<Courtesy.Login> users = new ArrayList<>();
    Optional<Obstacle> inhibitor = Optional.empty();
    Optional<String> unwell = Optional.empty();
    Optional<String> refusal = Optional.empty();
    boolean resting = true;
    int reboots;

    /** Stands between the host and its lock. */
    UnaryOperator<RebootLock> between = UnaryOperator.identity();

    private Wishes wishes = new Wishes(ticker);
    private Keeper keeper;
    private Gatekeeper gatekeeper;

    TestGate(Path root, String machineId) throws Exception {
        this.root = Files.createDirectories(root);
        write("etc/machine-id", machineId + "\n");
        // Time is the test's, so what reboots is the test's, too.
        keys.put("REBOOT_COMMAND", "the test");
        boot("boot-1");
    }

    void write(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** A hook, which may look into files of this host by {@code $PLATTE_ROOT}. */
    void hook(String name, String script) throws IOException {
        write("etc/platte/reboot.d/" + name, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(
                root.resolve("etc/platte/reboot.d/" + name),
                PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** What hooks appended there; empty before. */
    String hooked() throws IOException {
        Path log = root.resolve("hooked");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    private Settings settings() throws Exception {
        return SettingsReader.read(
                        new SettingsReader.Sources(root, Optional.empty(), keys, Map.of()))
                .settings();
    }

    /** The host comes up, with nothing but its disk. */
    void boot(String bootId) throws Exception {
        write("proc/sys/kernel/random/boot_id", bootId + "\n");
        Path run = root.resolve("run/platte");
        if (Files.isDirectory(run)) {
            try (var files = Files.list(run)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
        wishes = new Wishes(ticker);
        restart();
    }

    /** The daemon starts anew. */
    void restart() throws Exception {
        Settings first = settings();
        StateDir state = new StateDir(first.places().state());
        Locks locks = new Locks(state, ticker::now, new Random(1));
        keeper =
                new Keeper(
                        (lock, group) -> locks.open(lock, group).map(between),
                        state,
                        ticker,
                        new Random(2));
        Hooks hooks = new Hooks();
        gatekeeper =
                new Gatekeeper(
                        () ->
                                SettingsReader.read(
                                                new SettingsReader.Sources(
                                                        root, Optional.empty(), keys, Map.of()))
                                        .settings(),
                        new Gatekeeper.Ways(
                                new Departure(
                                        new Departure.Means(
                                                new Checks(
                                                        () -> inhibitor,
                                                        new TestPower(),
                                                        state.path()),
                                                new Courtesy(this),
                                                hooks,
                                                new TestPower(),
                                                new TestExit(),
                                                new RebootTries(state)),
                                        wishes,
                                        keeper,
                                        ticker),
                                new Homecoming(hooks, _ -> unwell, wishes, keeper, ticker)),
                        wishes,
                        keeper,
                        ticker,
                        _ -> {});
        gatekeeper.begin();
    }

    private final class TestPower implements Power {
        @Override
        public Optional<Obstacle> hindrance(Settings settings) {
            return Optional.empty();
        }

        @Override
        public Answer go(Settings settings) {
            if (refusal.isPresent()) {
                return new Answer.Rejected(refusal.get());
            }
            reboots++;
            return new Answer.Accepted();
        }
    }

    private final class TestExit implements Departure.Exit {
        @Override
        public boolean close() {
            return resting;
        }

        @Override
        public void open() {}
    }

    @Override
    public Optional<List<Courtesy.Login>> now() {
        return Optional.of(List.copyOf(users));
    }

    @Override
    public void tell(List<Courtesy.Login> whom, String words) {
        whom.forEach(login -> told.add(login.user() + ": " + words));
    }

    void want(Wish wish) {
        wishes.want(Optional.of(wish));
    }

    void wantNothing() {
        wishes.want(Optional.empty());
    }

    Gate gate() {
        return gatekeeper.gate();
    }

    Optional<SlotRecord> slot() {
        return keeper.held();
    }

    void step() throws InterruptedException {
        gatekeeper.step();
    }

    /** Goes on until it is there. */
    <G extends Gate> G until(Class<G> kind) throws InterruptedException {
        List<Gate> way = new ArrayList<>();
        for (int i = 0; i < MOST_STEPS; i++) {
            if (kind.isInstance(gate())) {
                return kind.cast(gate());
            }
            way.add(gate());
            step();
        }
        throw new AssertionError(
                "never %s, but %s".formatted(kind, way.subList(way.size() - 10, way.size())));
    }

    void isBlockedBy(String kind) {
        assertThat(gate()).isInstanceOf(Gate.Blocked.class);
        assertThat(((Gate.Blocked) gate()).obstacle().kind()).isEqualTo(kind);
    }
}
