package dev.platte.harness.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of problem codes, which the API's document shows, is what the code refuses with. */
class ProblemCodesTest {

    private static final Path ROOT = Path.of(System.getProperty("platte.root"));
    private static final Path LIST =
            ROOT.resolve(
                    "update-server/src/main/resources/dev/platte/server/contract/problems.properties");
    private static final String CODE = "\"([a-z]+(?:-[a-z0-9]+)+)\"";

    /** How the code says that it refuses something. */
    private static final Pattern REFUSAL =
            Pattern.compile(
                    "(?:RefusedException(?:\\.\\w+)?|ProblemException\\.\\w+|UnwritableException"
                            + "|\\b(?:Problem|missing|invalid|refused))\\(\\s*(?:[\\w.]+,\\s*)?"
                            + CODE);

    /** Statuses that the framework answers with are codes too. */
    private static final Set<String> STATUSES =
            Set.of(
                    "bad-request",
                    "forbidden",
                    "internal-server-error",
                    "method-not-allowed",
                    "not-acceptable",
                    "not-found",
                    "unsupported-media-type");

    @Test
    void everyCodeThatIsSaidIsListed() throws IOException {
        assertThat(listed()).hasSizeGreaterThan(100).containsAll(found(REFUSAL));
    }

    @Test
    void everyListedCodeIsSaid() throws IOException {
        Set<String> said = found(Pattern.compile(CODE));
        said.addAll(STATUSES);
        assertThat(said).containsAll(listed());
    }

    private static Set<String> listed() throws IOException {
        Properties list = new Properties();
        try (Reader reader = Files.newBufferedReader(LIST)) {
            list.load(reader);
        }
        return new TreeSet<>(list.stringPropertyNames());
    }

    private static Set<String> found(Pattern pattern) throws IOException {
        Set<String> codes = new TreeSet<>();
        for (String module : new String[] {"db", "update-server"}) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module + "/src/main/java"))) {
                for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
                    pattern.matcher(Files.readString(file))
                            .results()
                            .map((MatchResult each) -> each.group(1))
                            .forEach(codes::add);
                }
            }
        }
        return codes;
    }
}
