package dev.platte.harness.machine;

import dev.platte.client.slot.SlotName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A machine that is on, from its firmware to the reset or the power cut that ends it. Closing it
 * takes the power away: what qemu holds in memory does not reach the disk's file.
 */
final class PoweredMachine implements AutoCloseable {
    private static final Duration OPENING = Duration.ofSeconds(20);
    private static final Duration ASKING = Duration.ofSeconds(1);
    private static final Duration DYING = Duration.ofSeconds(20);

    private final SlotName slot;
    private final Process qemu;
    private final Path console;
    private final Accelerator accelerator;
    private final ControlPort control;

    private PoweredMachine(
            SlotName slot,
            Process qemu,
            Path console,
            Accelerator accelerator,
            ControlPort control) {
        this.slot = slot;
        this.qemu = qemu;
        this.console = console;
        this.accelerator = accelerator;
        this.control = control;
    }

    /**
     * @param slot what the bootloader chose
     * @param qemu was just started
     * @param console the file into which it writes what the serial line shows
     * @param socket where it makes the control port's
     */
    static PoweredMachine on(
            SlotName slot, Process qemu, Path console, Path socket, Accelerator accelerator)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + OPENING.toNanos();
        @Nullable ControlPort control = null;
        while (control == null) {
            if (qemu.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
                end(qemu);
                throw new IOException("qemu did not start: " + tail(console, 20));
            }
            if (Files.exists(socket)) {
                control = open(socket);
            }
        }
        return new PoweredMachine(slot, qemu, console, accelerator, control);
    }

    private static @Nullable ControlPort open(Path socket) {
        try {
            return ControlPort.open(socket);
        } catch (IOException notYet) {
            return null;
        }
    }

    /** What the bootloader chose. */
    SlotName slot() {
        return slot;
    }

    /**
     * Waits until commands are answered.
     *
     * @param patience with KVM
     * @return false when it was not in time, for instance because the kernel panicked
     */
    boolean comesUp(Duration patience) throws IOException, InterruptedException {
        try {
            return control.awaitAnswer(accelerator.patience(patience));
        } catch (IOException off) {
            return false;
        }
    }

    /** Runs a command that should end within ten seconds of a machine with KVM. */
    ControlPort.Said ask(String command) throws IOException, InterruptedException {
        return ask(command, Duration.ofSeconds(10));
    }

    /**
     * Runs a command as root.
     *
     * @param patience with KVM
     * @throws IOException when the machine does not answer in time
     */
    ControlPort.Said ask(String command, Duration patience)
            throws IOException, InterruptedException {
        Duration longer = accelerator.patience(patience);
        return control.ask(command, longer)
                .orElseThrow(
                        () ->
                                new IOException(
                                        "the machine did not answer within %s: %s; its console ends with%n%s"
                                                .formatted(longer, command, tail(console, 15))));
    }

    /** What a command prints, without the blank around it. */
    String text(String command) throws IOException, InterruptedException {
        return ask(command).text().strip();
    }

    /**
     * Asks the same question until its answer is this, or the patience is at its end.
     *
     * @param patience with KVM
     * @return the last answer
     * @throws IOException when the machine goes down meanwhile
     */
    String await(String command, String wanted, Duration patience)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + accelerator.patience(patience).toNanos();
        String seen = text(command);
        while (!seen.equals(wanted) && System.nanoTime() < deadline) {
            if (resetsWithin(ASKING)) {
                throw new IOException("the machine went down while it was asked: " + command);
            }
            seen = text(command);
        }
        return seen;
    }

    /**
     * Waits for the reset that the machine makes of itself, or that it goes off.
     *
     * @param patience with KVM
     * @return whether it came in time
     */
    boolean resets(Duration patience) throws InterruptedException {
        return resetsWithin(accelerator.patience(patience));
    }

    /** The same within a time that is this long with any accelerator. */
    boolean resetsWithin(Duration time) throws InterruptedException {
        return qemu.waitFor(time);
    }

    /** The last lines of the console. */
    String console(int lines) {
        return tail(console, lines);
    }

    private static String tail(Path file, int lines) {
        try {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1).replace("\r", "");
            String[] all = text.split("\n");
            return String.join(
                    "\n", List.of(all).subList(Math.max(0, all.length - lines), all.length));
        } catch (IOException e) {
            return "(no console: " + e.getMessage() + ")";
        }
    }

    /** Kills both qemu and the program that bounds its life, and waits for them. */
    private static void end(Process process) throws InterruptedException {
        List<ProcessHandle> all =
                Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        try {
            for (ProcessHandle each : all) {
                each.onExit().get(DYING.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("qemu does not die: process " + process.pid(), e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            end(qemu);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        control.close();
    }
}
