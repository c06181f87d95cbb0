package dev.platte.harness.day;

import dev.platte.client.agent.Agent;
import dev.platte.client.agent.Host;
import dev.platte.client.agent.State;
import dev.platte.client.agent.World;
import dev.platte.client.config.ConfigException;
import dev.platte.client.config.Settings;
import dev.platte.client.config.SettingsReader;
import dev.platte.client.http.Http;
import dev.platte.client.slot.SlotName;
import dev.platte.client.slot.Slots;
import dev.platte.client.state.StateDir;
import dev.platte.harness.boot.Choice;
import dev.platte.harness.boot.Gptprio;
import dev.platte.harness.boot.WholeImages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A host whose agent is started again whatever ends it, and whose machine boots what it can. */
final class FaultyHost implements Host, DayInbox.Life {
    private static final Duration RESTART = Duration.ofSeconds(30);
    private static final Duration BOOT = Duration.ofSeconds(60);
    private static final int MOST_BOOTS = 4;

    private final Plan plan;
    private final Path root;
    private final FaultyDisk disk;
    private final WholeImages images;
    private final Witness witness;
    private final Map<String, String> keys;
    private final Random ids;
    private final FaultyFiles files = new FaultyFiles(this::process);
    private final DayInbox inbox;

    private Death process;
    private SlotName running = SlotName.A;
    private String version = "";
    private Rest atRest = _ -> false;
    private boolean reboots;
    private @Nullable Agent agent;

    /** Called whenever the agent rests; true ends the day's process. */
    @FunctionalInterface
    interface Rest {
        boolean at(FaultyHost host);
    }

    /** What a host is made of. */
    record Parts(
            Plan plan, Path root, FaultyDisk disk, WholeImages images, Map<String, String> keys) {}

    FaultyHost(Parts parts, Witness witness, long seed) {
        this.plan = parts.plan();
        this.root = parts.root();
        this.disk = parts.disk();
        this.images = parts.images();
        this.keys = parts.keys();
        this.witness = witness;
        this.ids = new Random(seed + 2);
        this.process = new Death(plan);
        this.inbox = new DayInbox(plan, seed, this, process);
    }

    Death process() {
        return process;
    }

    Duration elapsed() {
        return inbox.elapsed();
    }

    String version() {
        return version;
    }

    void whenAtRest(Rest rest) {
        atRest = rest;
    }

    @Override
    public Settings settings() throws ConfigException, IOException {
        return SettingsReader.read(
                        new SettingsReader.Sources(
                                files.of(root), Optional.empty(), keys, Map.of()))
                .settings();
    }

    @Override
    public Slots openDisk(Settings settings) throws IOException {
        return Slots.on(disk.seenBy(process), running);
    }

    /** Starts the machine, again where an image does not survive it. */
    void boot() throws IOException {
        for (int i = 0; i < MOST_BOOTS; i++) {
            Choice choice = Gptprio.next(disk.raw());
            if (!(choice instanceof Choice.Boots slot)) {
                throw new AssertionError("nothing boots: " + choice);
            }
            version =
                    images.nameAt(disk.raw(), slot.offset(), slot.size())
                            .orElseThrow(() -> new AssertionError("half an image boots: " + slot));
            running = slot.id().equals(SlotName.A.id()) ? SlotName.A : SlotName.B;
            boolean isBad = Releases.isBad(version);
            witness.add(new Witness.Line.Booted(version, isBad));
            if (!isBad) {
                kernel(slot);
                return;
            }
        }
        throw new AssertionError("a bad image boots again and again: " + version);
    }

    private void kernel(Choice.Boots slot) throws IOException {
        write(
                "usr/share/platte/release",
                "PLATTE_RELEASE_VERSION=" + version + "\nPLATTE_RELEASE_BOARD=amd64-usr\n");
        UUID boot = new UUID(ids.nextLong(), ids.nextLong());
        write("proc/sys/kernel/random/boot_id", boot + "\n");
        write("proc/sys/kernel/arch", "x86_64\n");
        write("proc/cmdline", "mount.usr=PARTUUID=%s\n".formatted(slot.id()));
    }

    private void write(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** One process from its start to whatever ends it; then what comes after that. */
    void live() throws Exception {
        process = new Death(plan);
        inbox.begins(process, RESTART);
        witness.begins();
        reboots = false;
        try {
            Agent started =
                    new Agent(
                            this,
                            new StateDir(settings().places().state()),
                            new World(Http::of, inbox, inbox.clock(), new Random(ids.nextLong())),
                            witness);
            agent = started;
            started.begin();
            started.run();
        } catch (InterruptedException | IOException e) {
            // Told to end; or the last boot could not be settled, and systemd starts it again.
        } catch (RuntimeException | Error e) {
            if (process.cause().isEmpty()) {
                throw e;
            }
        }
        witness.add(new Witness.Line.Ended(process.isForgetful()));
        boolean lostPower = process.cause().equals(Optional.of(Fault.POWER_CUT));
        if (lostPower) {
            disk.cutPower();
        }
        if (lostPower || reboots) {
            inbox.begins(process, BOOT);
            boot();
        }
    }

    @Override
    public boolean atRest(Optional<Fault> fault) {
        Agent resting = agent;
        if (fault.equals(Optional.of(Fault.STATE_DAMAGED))) {
            damage();
        }
        reboots =
                fault.equals(Optional.of(Fault.REBOOTED))
                        || resting != null
                                && resting.state() instanceof State.NeedReboot
                                && plan.chance(3) == 0;
        return atRest.at(this) || reboots || fault.equals(Optional.of(Fault.ENDED));
    }

    /** One byte of one file is another one, or half of the file is gone. */
    private void damage() {
        try {
            List<Path> all;
            try (Stream<Path> walk = Files.walk(root.resolve("var/lib/update_engine"))) {
                all = walk.filter(Files::isRegularFile).sorted().toList();
            }
            Path victim = all.get(plan.chance(all.size()));
            byte[] bytes = Files.readAllBytes(victim);
            if (bytes.length == 0) {
                return;
            }
            if (plan.chance(3) == 0) {
                bytes = Arrays.copyOf(bytes, bytes.length / 2);
            } else {
                bytes[plan.chance(bytes.length)] ^= 8;
            }
            Files.write(victim, bytes);
            witness.add(new Witness.Line.Damaged(victim.getFileName().toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
