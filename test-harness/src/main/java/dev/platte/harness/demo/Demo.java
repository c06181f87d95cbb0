package dev.platte.harness.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./platte demo}: the main job on this machine, with nothing to install. */
@Command(
        name = "platte demo",
        mixinStandardHelpOptions = true,
        description =
                "Shows the main job on this machine: a server with an embedded PostgreSQL, signed"
                        + " releases, and a disk image with two slots that goes from A to B, and"
                        + " back when a release is bad.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:all of it happened, and each check held",
            "1:something did not; the table says what",
            "2:the command line cannot be used"
        })
public final class Demo implements Callable<Integer> {
    private static final Pattern FIRST_LINK = Pattern.compile("/signin/link#[A-Za-z0-9_-]+");

    @Option(names = "--once", description = "End after the table instead of keeping the server up.")
    private boolean once;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "0",
            description = "The server's port (default: a free one).")
    private int port;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Work there and keep everything (default: a folder that is removed).")
    private @Nullable Path dir;

    @Option(
            names = "--hosts",
            paramLabel = "N",
            defaultValue = "3000",
            description =
                    "Virtual hosts that live on the server while it stays up (default: 3000; 0:"
                            + " none, else 100 or more).")
    private int hosts;

    private Demo() {}

    /** Runs the demo and ends the process with its exit status. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Demo()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path work = dir == null ? Files.createTempDirectory("platte-demo") : dir;
        Files.createDirectories(work);
        try (Programs programs = Programs.built(root())) {
            Runtime.getRuntime().addShutdownHook(new Thread(programs::close));
            Story story =
                    new Story(
                            programs,
                            work.toAbsolutePath(),
                            System.out,
                            RandomGenerator.getDefault(),
                            InstantSource.system().instant(),
                            Story.Size.SMALL);
            Checklist checks = story.tell(port);
            checks.print(System.out);
            if (!once && checks.holds()) {
                stay(programs, story, work.toAbsolutePath());
            }
            return checks.holds() ? 0 : 1;
        } finally {
            if (dir == null) {
                remove(work);
            }
        }
    }

    private void stay(Programs programs, Story story, Path work)
            throws IOException, InterruptedException {
        DemoServer server = story.server().orElseThrow();
        if (hosts > 0) {
            System.out.printf("%n  %,d virtual hosts move in ...%n", hosts);
            LivingFleet.begin(
                    programs,
                    server,
                    Files.createDirectories(work.resolve("fleet")),
                    new LivingFleet.Key(
                            work.resolve("release.pem"), work.resolve("release.pub.pem")),
                    hosts);
        }
        System.out.printf("%n  dashboard: %s/%n", server.address());
        firstLink(story.home().resolve("server.log"))
                .ifPresent(
                        link -> System.out.printf("  sign in:   %s%s%n", server.address(), link));
        System.out.println("  The server stays up; Ctrl-C ends it.");
        new CountDownLatch(1).await();
    }

    /** Where the first administrator signs in, as the server said when it began. */
    private static Optional<String> firstLink(Path log) throws IOException {
        Matcher found = FIRST_LINK.matcher(Files.readString(log));
        return found.find() ? Optional.of(found.group()) : Optional.empty();
    }

    /** The folder of the project: this jar lies in {@code test-harness/target}. */
    private static Path root() {
        Path jar =
                Path.of(Demo.class.getProtectionDomain().getCodeSource().getLocation().getPath());
        return jar.getParent().getParent().getParent();
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(Demo::delete);
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }
}
