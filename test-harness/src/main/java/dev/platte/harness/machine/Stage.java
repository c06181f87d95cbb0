package dev.platte.harness.machine;

import dev.platte.client.slot.SlotName;
import dev.platte.harness.demo.Checklist;
import dev.platte.harness.demo.DemoServer;
import dev.platte.harness.machine.VirtualMachine.Cache;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the scenes of a story share: a server, a machine, and the list of what was seen. */
final class Stage implements AutoCloseable {
    /** From power-on to a console that answers, with KVM. */
    static final Duration BOOT = Duration.ofSeconds(60);

    /** From an offer to the reset, with KVM. */
    static final Duration UPDATE = Duration.ofSeconds(90);

    private static final Duration PAUSE = Duration.ofMillis(500);

    private final DemoServer server;
    private final VirtualMachine machine;
    private final Accelerator accelerator;
    private final Checklist checks;
    private final PrintStream out;
    private Duration updateTook = Duration.ofSeconds(20);
    private int chapter;
    private Cache cache = Cache.LASTING;
    private @Nullable PoweredMachine running;

    Stage(
            DemoServer server,
            VirtualMachine machine,
            Accelerator accelerator,
            Checklist checks,
            PrintStream out) {
        this.server = server;
        this.machine = machine;
        this.accelerator = accelerator;
        this.checks = checks;
        this.out = out;
    }

    DemoServer server() {
        return server;
    }

    /** Switches the machine on, after its reset or for the first time. */
    PoweredMachine powerOn() throws IOException, InterruptedException {
        return powerOn(Cache.LASTING);
    }

    /** The same with such a disk; what an earlier volatile one lost is lost now. */
    PoweredMachine powerOn(Cache next) throws IOException, InterruptedException {
        powerOff();
        PoweredMachine on = machine.start(next);
        running = on;
        cache = next;
        return on;
    }

    /** The machine that is on. */
    PoweredMachine running() {
        return Objects.requireNonNull(running, "the machine is off");
    }

    /** Takes the power away. */
    void powerOff() throws IOException, InterruptedException {
        PoweredMachine on = running;
        running = null;
        if (on != null) {
            on.close();
            if (cache == Cache.VOLATILE) {
                machine.settle();
            }
        }
    }

    /** Notes one comparison, and shows it at once. */
    void compare(String claim, Object seen, Object wanted) {
        checks.compare(claim, seen, wanted);
        boolean holds = String.valueOf(seen).equals(String.valueOf(wanted));
        say((holds ? "" : "FAILED: ") + claim + ": " + seen);
    }

    Accelerator accelerator() {
        return accelerator;
    }

    /** Begins a part of the story. */
    void chapter(String title) {
        chapter++;
        out.printf("%n%d. %s%n", chapter, title);
    }

    /** Says how far it is. */
    void say(String words) {
        out.printf("  %s%n", words);
    }

    /**
     * Waits for the machine that was switched on, and compares what it runs.
     *
     * @throws IOException when it does not come up
     */
    void comesUp(SlotName slot, String version) throws IOException, InterruptedException {
        compare("the bootloader chooses", running().slot().label(), slot.label());
        if (!running().comesUp(BOOT)) {
            throw new IOException("the machine does not come up:\n" + running().console(25));
        }
        runs(slot, version);
    }

    /** Compares what the machine runs, and waits until its units are there. */
    void runs(SlotName slot, String version) throws IOException, InterruptedException {
        compare(
                "what runs is",
                running()
                        .text(
                                ". /usr/lib/os-release; echo $(findmnt -no SOURCE /usr | sed -e 's/.*p3$/USR-A/' -e 's/.*p4$/USR-B/') $VERSION"),
                slot.label() + " " + version);
        compare(
                version + " is confirmed",
                running()
                        .await(
                                "systemctl show -P ActiveState update-client-confirm.service",
                                "active",
                                BOOT),
                "active");
        compare(
                "its daemon is up",
                running()
                        .await(
                                "systemctl show -P ActiveState update-client.service",
                                "active",
                                BOOT),
                "active");
        say("%s runs from %s".formatted(version, slot.label()));
    }

    /**
     * Has the daemon ask the server, and waits for the reset into what it installs.
     *
     * @return whether it came in time
     */
    boolean updates() throws IOException, InterruptedException {
        long start = System.nanoTime();
        ask();
        boolean reset = running().resets(UPDATE);
        updateTook = Duration.ofNanos(System.nanoTime() - start);
        say("from the question to the reset: %d s".formatted(updateTook.toSeconds()));
        return reset;
    }

    /** How long the last update took here, from the question to the reset. */
    Duration updateTook() {
        return updateTook;
    }

    /** Has the daemon ask the server now, over the bus. */
    void ask() throws IOException, InterruptedException {
        running()
                .ask(
                        "busctl call com.coreos.update1 /com/coreos/update1 com.coreos.update1.Manager AttemptUpdate");
    }

    /** Asks the server until the answer is good, as long as an update may take. */
    String await(Question question, Predicate<String> good)
            throws IOException, InterruptedException {
        return await(UPDATE, question, good);
    }

    /**
     * Asks until the answer is good.
     *
     * @param patience how long, on a machine with KVM
     * @return the last answer, good or not
     */
    String await(Duration patience, Question question, Predicate<String> good)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + accelerator.patience(patience).toNanos();
        while (true) {
            String seen = question.ask();
            if (good.test(seen) || System.nanoTime() > deadline) {
                return seen;
            }
            Thread.sleep(PAUSE);
        }
    }

    /** What the server knows this machine by. */
    String id() throws IOException, InterruptedException {
        return running().text("cat /etc/machine-id");
    }

    /** Compares what the server says of the machine, after some patience. */
    void serverKnows(String claim, String state) throws IOException, InterruptedException {
        String id = id();
        compare(
                claim,
                await(() -> server.host(id).path("host").path("state").asString(""), state::equals),
                state);
    }

    @Override
    public void close() throws IOException {
        PoweredMachine on = running;
        if (on != null) {
            on.close();
        }
    }

    /** Something that the server is asked. */
    @FunctionalInterface
    interface Question {
        String ask() throws IOException, InterruptedException;
    }
}
