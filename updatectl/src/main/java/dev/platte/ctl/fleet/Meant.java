package dev.platte.ctl.fleet;

import dev.platte.ctl.api.Answer;
import dev.platte.ctl.api.Api;
import dev.platte.ctl.api.ApiException;
import dev.platte.ctl.api.Body;
import dev.platte.ctl.api.Place;
import dev.platte.ctl.api.Session;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which hosts, and whether it is meant. */
final class Meant {
    private static final int MOST_LINES = 10_000;

    @Parameters(
            paramLabel = "MACHINE-ID",
            arity = "0..*",
            description = "as list shows it; or choose by --file or by marks")
    private List<String> ids = new ArrayList<>();

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "a machine id on each line; - for standard input")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--dry-run", description = "only say how many there are and what would be done")
    private boolean dryRun;

    @Option(names = "--yes", description = "do it to all that the marks choose")
    private boolean yes;

    @Option(names = "--reason", description = "why, for all to see")
    private Optional<String> reason = Optional.empty();

    /** Those that stand on the command line. */
    List<String> ids() {
        return List.copyOf(ids);
    }

    boolean dryRun() {
        return dryRun;
    }

    Optional<String> reason() {
        return reason;
    }

    /** The reason, where there must be one. */
    String requiredReason(Session session) {
        return reason.orElseThrow(() -> session.usage("--reason is missing: say why"));
    }

    /** Whether it is one host, named on the command line. */
    boolean isOne() {
        return ids.size() == 1 && file.isEmpty();
    }

    /** Refuses what means nothing, or two things. */
    void requireOneWay(Session session, Marks marks) {
        int ways = (ids.isEmpty() ? 0 : 1) + (file.isPresent() ? 1 : 0) + (marks.isSaid() ? 1 : 0);
        if (ways != 1) {
            throw session.usage(
                    "name hosts, or list them in a --file, or choose them by marks such as --group");
        }
    }

    /**
     * Does it to those that are named at once, or looks first where marks choose: what is done is
     * done to no more hosts than were seen.
     *
     * @param content the rest of the request
     */
    int tend(Session session, Api api, Place act, Marks marks, Supplier<Body> content)
            throws ApiException, IOException, InterruptedException {
        Place dry = act.with("dryRun", true);
        if (!marks.isSaid()) {
            Body body = content.get().with("machines", named(session));
            session.answer(api.post(dryRun ? dry : act, body).value());
            return 0;
        }
        Answer seen = api.post(dry, content.get());
        long matched = Long.parseLong(seen.object().text("matched"));
        if (dryRun || !yes || matched == 0) {
            session.answer(seen.value());
            if (matched > 0) {
                session.note("nothing was done; say --yes to do it");
            }
            return dryRun || matched == 0 ? 0 : 1;
        }
        session.answer(api.post(act, content.get().with("atMost", matched)).value());
        return 0;
    }

    private List<String> named(Session session) throws ApiException, IOException {
        if (file.isEmpty()) {
            return ids();
        }
        List<String> found;
        try (BufferedReader lines = open(file.get(), session)) {
            found =
                    lines.lines()
                            .map(line -> line.replaceFirst("#.*", "").strip())
                            .filter(line -> !line.isEmpty())
                            .limit(MOST_LINES + 1L)
                            .toList();
        } catch (UncheckedIOException e) {
            throw new IOException(file.get() + " is no text in UTF-8", e);
        }
        if (found.isEmpty()) {
            throw new ApiException(file.get() + " names no host: write a machine id on each line");
        }
        if (found.size() > MOST_LINES) {
            throw new ApiException(
                    "%s names more than %d hosts; split it".formatted(file.get(), MOST_LINES));
        }
        return found;
    }

    private static BufferedReader open(Path file, Session session) throws IOException {
        return file.toString().equals("-")
                ? new BufferedReader(
                        new InputStreamReader(session.terminal().input(), StandardCharsets.UTF_8))
                : Files.newBufferedReader(file);
    }
}
