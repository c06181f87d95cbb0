package dev.platte.harness.machine;

import dev.platte.harness.demo.Checklist;
import dev.platte.harness.demo.DemoServer;
import dev.platte.harness.demo.Programs;
import dev.platte.harness.disk.DiskImage;
import dev.platte.harness.machine.MachineRelease.Fate;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/**
 * The main job on a real machine: it polls, downloads, writes, takes the lock, reboots, comes up
 * from its other slot and confirms it; then bad releases come.
 */
final class MachineStory {
    private static final int CUTS = 4;
    private static final long SLOT_SIZE = 320L << 20;

    /** How much of it is told. */
    enum Length {
        /** One update. */
        SHORT,
        /** Everything. */
        WHOLE
    }

    private final Programs programs;
    private final MachineSystem system;
    private final Accelerator accelerator;
    private final Path work;
    private final PrintStream out;
    private final RandomGenerator chance;
    private final Checklist checks = new Checklist();

    /**
     * @param work a folder for everything that is made; nothing lies there
     * @param chance when the power fails
     */
    MachineStory(
            Programs programs,
            MachineSystem system,
            Accelerator accelerator,
            Path work,
            PrintStream out,
            RandomGenerator chance) {
        this.programs = programs;
        this.system = system;
        this.accelerator = accelerator;
        this.work = work;
        this.out = out;
        this.chance = chance;
    }

    /** Tells it all. */
    Checklist tell(Length length) throws IOException, InterruptedException {
        out.printf("%nReleases of a real operating system%n");
        MachineFactory factory = MachineFactory.open(programs, system, out);
        MachineRelease first = factory.build("1.0.0", Fate.HEALTHY);
        factory.sign(first);
        MachineRelease second = release(factory, "1.1.0", Fate.HEALTHY, first);
        int port = DemoServer.freePort();
        String seen = "http://10.0.2.2:" + port;
        DemoServer server =
                DemoServer.start(
                        programs, work.resolve("server"), port, "--platte.public-url=" + seen);
        server.establish(factory.publicKey());
        server.haltAtTheFirstFailure();
        server.publish(first.version(), first.payload());
        try (Stage stage = new Stage(server, machine(first, seen), accelerator, checks, out)) {
            new GoodUpdate(stage).play(first, second);
            if (length == Length.WHOLE) {
                theRest(stage, factory, second);
            }
        }
        return checks;
    }

    private void theRest(Stage stage, MachineFactory factory, MachineRelease second)
            throws IOException, InterruptedException {
        BadReleases bad = new BadReleases(stage, second);
        bad.unhealthy(release(factory, "1.2.0", Fate.UNHEALTHY, second));
        bad.panics(release(factory, "1.3.0", Fate.PANICS, second));
        MachineRelease third = release(factory, "1.4.0", Fate.HEALTHY, second);
        new KexecUpdate(stage).play(second, third);
        MachineRelease fourth = release(factory, "1.5.0", Fate.HEALTHY, third);
        new PowerCuts(stage, chance).play(third, fourth, CUTS, stage.updateTook());
    }

    private static MachineRelease release(
            MachineFactory factory, String version, Fate fate, MachineRelease older)
            throws IOException, InterruptedException {
        MachineRelease release = factory.build(version, fate);
        factory.sign(release);
        factory.signDelta(release, older);
        return release;
    }

    private VirtualMachine machine(MachineRelease first, String server)
            throws IOException, InterruptedException {
        Path conf = system.root().resolve("etc/platte/update.conf");
        Files.createDirectories(conf.getParent());
        Files.writeString(
                conf,
                """
                SERVER=%s/v1/update/
                GROUP=stable
                MACHINE_ALIAS=machine-1
                REBOOT_STRATEGY=fleet-lock
                """
                        .formatted(server));
        DiskImage disk =
                MachineDisk.create(
                        work.resolve("disk.img"),
                        system.root(),
                        first.image(),
                        system.kernel(),
                        SLOT_SIZE);
        return new VirtualMachine(disk, work, accelerator);
    }
}
