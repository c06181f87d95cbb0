package dev.platte.harness.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** {@code ./platte bench NAME}: one benchmark, its table on standard output. */
@Command(
        name = "./platte bench",
        description =
                "A benchmark of what was built, on this machine; its table on standard output.",
        synopsisSubcommandLabel = "NAME")
public final class Bench {
    private static final List<Supplier<Benchmark>> ALL =
            List.of(
                    ClientBench::new,
                    FleetBench::new,
                    LockBench::new,
                    OmahaBench::new,
                    PagesBench::new,
                    PayloadBench::new,
                    PollBench::new);

    /** What all of them take. */
    private static final class Shared {
        private static final String NAME = "shared";

        @Option(
                names = "--json",
                paramLabel = "FILE",
                description = "The same figures as JSON.",
                order = Integer.MAX_VALUE)
        private @Nullable Path json;

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Says what it measures.",
                order = Integer.MAX_VALUE)
        private boolean help;
    }

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Lists them.")
    private boolean help;

    private Bench() {}

    /** Runs the named benchmark and ends the process with its exit status. */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    /** 0 if it ran, 1 if it could not, 2 if the arguments are wrong. */
    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        CommandLine line = new CommandLine(new Bench());
        ALL.forEach(one -> line.addSubcommand(command(one.get())));
        return line.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setExecutionStrategy(parsed -> run(parsed, out))
                .setExecutionExceptionHandler((e, which, parsed) -> failed(e, err))
                .execute(arguments.toArray(String[]::new));
    }

    private static CommandLine command(Benchmark benchmark) {
        return new CommandLine(benchmark).addMixin(Shared.NAME, new Shared());
    }

    private static int run(ParseResult parsed, PrintStream out) {
        Integer help = CommandLine.executeHelpRequest(parsed);
        if (help != null) {
            return help;
        }
        if (!parsed.hasSubcommand()) {
            throw new ParameterException(
                    parsed.commandSpec().commandLine(), "which benchmark is to run?");
        }
        CommandLine line = parsed.subcommand().commandSpec().commandLine();
        Benchmark benchmark = line.getCommand();
        benchmark
                .wrong()
                .ifPresent(
                        wrong -> {
                            throw new ParameterException(line, wrong);
                        });
        Shared shared = (Shared) line.getMixins().get(Shared.NAME);
        try {
            String json = benchmark.run(out);
            if (shared.json != null) {
                Files.writeString(shared.json, json);
            }
            return 0;
        } catch (IOException | SQLException e) {
            throw new CommandLine.ExecutionException(line, String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandLine.ExecutionException(line, "it was interrupted", e);
        }
    }

    private static int failed(Exception e, PrintStream err) {
        err.println("the benchmark could not run: " + e.getMessage());
        return 1;
    }
}
