package dev.platte.harness.machine;

import dev.platte.harness.demo.Checklist;
import dev.platte.harness.demo.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./platte machine}: the main job on a real machine. */
@Command(
        name = "platte machine",
        mixinStandardHelpOptions = true,
        description =
                "Boots a Debian with the packaged client in qemu and updates it: through systemd,"
                        + " logind and the reboot lock, from one slot to the other, and back when a"
                        + " release is bad.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:all of it happened, and each check held",
            "1:something did not; the table says what",
            "2:the command line cannot be used"
        })
public final class MachineCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "PROJECT",
            hidden = true,
            description = "The folder of the project; the launcher gives it.")
    private Path project = Path.of("");

    @Parameters(
            paramLabel = "PACKAGE",
            hidden = true,
            description = "The client's Debian package; the launcher gives it.")
    private Path client = Path.of("");

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description =
                    "Keep disk, consoles and releases there (default: a folder that is removed).")
    private @Nullable Path dir;

    @Option(names = "--short", description = "One update, and no bad releases.")
    private boolean shorter;

    private MachineCommand() {}

    /** Runs it and ends the process with its exit status. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new MachineCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path work = dir == null ? Files.createTempDirectory("platte-machine") : dir;
        Files.createDirectories(work);
        try (Programs programs = Programs.built(project)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(programs)));
            System.out.println("  the machine's operating system is made ...");
            MachineSystem system =
                    MachineSystem.make(
                            project, client, project.resolve("test-harness/target/machine"));
            Accelerator accelerator = Accelerator.best(system.kernel());
            System.out.printf(
                    "  %s%n",
                    accelerator.equals(Accelerator.KVM)
                            ? "the processor's virtualization (KVM) works here"
                            : "KVM does not work here: everything runs in software, slowly");
            MachineStory story =
                    new MachineStory(
                            programs,
                            system,
                            accelerator,
                            work.toAbsolutePath(),
                            System.out,
                            RandomGenerator.getDefault());
            Checklist checks =
                    story.tell(shorter ? MachineStory.Length.SHORT : MachineStory.Length.WHOLE);
            checks.print(System.out);
            return checks.holds() ? 0 : 1;
        } finally {
            if (dir == null) {
                remove(work);
            }
        }
    }

    /** Machines go at once, programs are asked first. */
    private static void end(Programs programs) {
        ProcessHandle.current()
                .descendants()
                .filter(each -> each.info().command().orElse("").contains("qemu"))
                .forEach(ProcessHandle::destroyForcibly);
        programs.close();
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(path);
            }
        }
    }
}
