package dev.platte.client.postinst;

import static java.util.Objects.requireNonNull;

import dev.platte.client.program.Program;
import dev.platte.client.slot.SlotPlace;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * Runs {@code postinst} of a new image as update_engine does (postinstall_runner_action.cc): from
 * the image, mounted read-only, as {@code postinst DEVICE [KERNEL=FILE]}, with little of our own
 * environment; and as it does not: with a time-out, and every line in the log as it comes.
 */
public final class Postinst {
    /** update_engine hands on these, and the scripts of the field rely on no others. */
    private static final List<String> HANDED_ON =
            List.of(
                    "PATH",
                    "LD_LIBRARY_PATH",
                    "ALL_PROXY",
                    "HTTP_PROXY",
                    "HTTPS_PROXY",
                    "NO_PROXY",
                    "all_proxy",
                    "http_proxy",
                    "https_proxy",
                    "no_proxy");

    private static final Logger LOG = System.getLogger(Postinst.class.getName());
    private static final int ASKS_FOR_A_REBOOT = 3;

    private final Path point;
    private final Duration timeout;
    private final Map<String, String> environment;

    /**
     * Runs nothing yet.
     *
     * @param run the run directory; the image is mounted below
     * @param own the environment of this process
     * @param told added to what is handed on of it
     */
    public Postinst(Path run, Duration timeout, Map<String, String> own, Map<String, String> told) {
        this.point = point(run);
        this.timeout = requireNonNull(timeout);
        this.environment = new TreeMap<>();
        HANDED_ON.stream()
                .filter(own::containsKey)
                .forEach(name -> environment.put(name, own.get(name)));
        environment.putAll(told);
    }

    /** How it ended. */
    public sealed interface Ending {
        /** The image brings none. */
        record None() implements Ending {}

        /** With status 0. */
        record Done() implements Ending {}

        /** With status 3: the host must boot otherwise first (update_engine's code 19). */
        record NeedsOtherBoot(String words) implements Ending {
            public NeedsOtherBoot {
                requireNonNull(words, "words");
            }
        }

        /** Otherwise, or not at all; in words, with the end of what it printed. */
        record Failed(String words) implements Ending {
            public Failed {
                requireNonNull(words, "words");
            }
        }
    }

    private static Path point(Path run) {
        return run.resolve("platte").resolve("postinst");
    }

    /** Takes away what a run that was killed left mounted: its slot would be in use. */
    public static void cleanUp(Path run) throws IOException, InterruptedException {
        ImageMount.cleanUp(point(run));
    }

    /**
     * Mounts the image, runs its {@code postinst} where it has one, and takes the mount away again.
     *
     * @param kernel the new kernel's file; empty when the payload brought none
     * @param over whether this process was told to end
     * @throws InterruptedException it was
     */
    public Ending run(SlotPlace place, Optional<Path> kernel, BooleanSupplier over)
            throws InterruptedException {
        try (ImageMount mount = ImageMount.of(place, point)) {
            Path script = mount.point().resolve("postinst");
            if (!Files.exists(script)) {
                return new Ending.None();
            }
            List<String> command = new ArrayList<>();
            command.add(script.toString());
            command.add(mount.source());
            kernel.ifPresent(file -> command.add("KERNEL=" + file));
            LOG.log(Level.INFO, "running {0}", String.join(" ", command));
            Program.Result result =
                    new Program(command, environment, timeout)
                            .run(over, line -> LOG.log(Level.INFO, "postinst: " + line));
            return ending(result);
        } catch (IOException e) {
            return new Ending.Failed(String.valueOf(e.getMessage()));
        }
    }

    private static Ending ending(Program.Result result) throws InterruptedException {
        String words =
                "the image's postinst: "
                        + result.ending().words()
                        + (result.output().isEmpty() ? "" : "; it said last: " + last(result));
        return switch (result.ending()) {
            case Program.Ending.Exited(int status) when status == 0 -> new Ending.Done();
            case Program.Ending.Exited(int status) when status == ASKS_FOR_A_REBOOT ->
                    new Ending.NeedsOtherBoot(words);
            case Program.Ending.BrokenOff() ->
                    throw new InterruptedException("told to end during postinst");
            case Program.Ending.Exited _, Program.Ending.TimedOut _, Program.Ending.NotStarted _ ->
                    new Ending.Failed(words);
        };
    }

    private static String last(Program.Result result) {
        String output = result.output();
        return output.substring(output.lastIndexOf('\n') + 1);
    }
}
