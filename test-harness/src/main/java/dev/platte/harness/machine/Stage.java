package dev.platte.harness.machine;

import dev.platte.client.slot.SlotName;
import dev.platte.harness.demo.Checklist;
import dev.platte.harness.demo.DemoServer;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.function.Predicate;

/** What the scenes of a story share: a server, a machine, and the list of what was seen. */
final class Stage {
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

    VirtualMachine machine() {
        return machine;
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
     * Waits for a machine that was switched on, and compares what it runs.
     *
     * @throws IOException when it does not come up
     */
    void comesUp(PoweredMachine running, SlotName slot, String version)
            throws IOException, InterruptedException {
        compare("the bootloader chooses", running.slot().label(), slot.label());
        if (!running.comesUp(BOOT)) {
            throw new IOException("the machine does not come up:\n" + running.console(25));
        }
        runs(running, slot, version);
    }

    /** Compares what a machine runs, and waits until its units are there. */
    void runs(PoweredMachine running, SlotName slot, String version)
            throws IOException, InterruptedException {
        compare(
                "what runs is",
                running.text(
                        ". /usr/lib/os-release; echo $(findmnt -no SOURCE /usr | sed -e 's/.*p3$/USR-A/' -e 's/.*p4$/USR-B/') $VERSION"),
                slot.label() + " " + version);
        compare(
                version + " is confirmed",
                running.await(
                        "systemctl show -P ActiveState update-client-confirm.service",
                        "active",
                        BOOT),
                "active");
        compare(
                "its daemon is up",
                running.await(
                        "systemctl show -P ActiveState update-client.service", "active", BOOT),
                "active");
        say("%s runs from %s".formatted(version, slot.label()));
    }

    /**
     * Has the daemon ask the server, and waits for the reset into what it installs.
     *
     * @return whether it came in time
     */
    boolean updates(PoweredMachine running) throws IOException, InterruptedException {
        long start = System.nanoTime();
        ask(running);
        boolean reset = running.resets(UPDATE);
        updateTook = Duration.ofNanos(System.nanoTime() - start);
        say("from the question to the reset: %d s".formatted(updateTook.toSeconds()));
        return reset;
    }

    /** How long the last update took here, from the question to the reset. */
    Duration updateTook() {
        return updateTook;
    }

    /** Has the daemon ask the server now, over the bus. */
    void ask(PoweredMachine running) throws IOException, InterruptedException {
        running.ask(
                "busctl call com.coreos.update1 /com/coreos/update1 com.coreos.update1.Manager AttemptUpdate");
    }

    /** What the server says of the machine, once it is this or the patience is over. */
    String awaitState(String id, String wanted) throws IOException, InterruptedException {
        return await(() -> server.host(id).path("host").path("state").asString(""), wanted::equals);
    }

    /** Asks the server until the answer is good or the patience is over. */
    String await(Question question, Predicate<String> good)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + accelerator.patience(UPDATE).toNanos();
        while (true) {
            String seen = question.ask();
            if (good.test(seen) || System.nanoTime() > deadline) {
                return seen;
            }
            Thread.sleep(PAUSE);
        }
    }

    /** Something that the server is asked. */
    @FunctionalInterface
    interface Question {
        String ask() throws IOException, InterruptedException;
    }
}
