package dev.platte.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What pages no longer use goes: classes of the style sheets, fragments, icons. */
final class LeftoversTest {

    private static final Path MAIN = Path.of("src", "main");
    private static final Path TEMPLATES = MAIN.resolve("resources/templates");
    private static final Path ASSETS = MAIN.resolve("resources/dev/platte/web/assets");

    /** Set by htmx. */
    private static final Set<String> BY_OTHERS = Set.of("htmx-request");

    private static final Pattern WORD = Pattern.compile("[\\w-]+");

    /** {@code |mark-${mark.name}|}, {@code "series-version-" + place}. */
    private static final Pattern PREFIX = Pattern.compile("([a-z][a-z-]*-)(?:\\$\\{|[\"']\\s*\\+)");

    private static String users;
    private static Set<String> words;
    private static Set<String> prefixes;

    @BeforeAll
    static void read() throws IOException {
        users =
                text(TEMPLATES, ".html")
                        + text(MAIN.resolve("java"), ".java")
                        + text(ASSETS, ".js");
        words = all(WORD, users, 0);
        prefixes = all(PREFIX, users, 1);
    }

    private static String text(Path directory, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            StringBuilder text = new StringBuilder();
            for (Path file : files.filter(each -> each.toString().endsWith(ending)).toList()) {
                text.append(Files.readString(file)).append('\n');
            }
            return text.toString();
        }
    }

    private static Set<String> all(Pattern pattern, String text, int group) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult found) -> found.group(group))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isUsed(String name) {
        return words.contains(name) || prefixes.stream().anyMatch(name::startsWith);
    }

    @Test
    void everyClassOfTheStyleSheetsIsOnSomePage() throws IOException {
        String rules = text(ASSETS, ".css").replaceAll("(?s)/\\*.*?\\*/|url\\([^)]*\\)", "");
        Set<String> classes = all(Pattern.compile("\\.([a-zA-Z][\\w-]*)(?=[^{}]*\\{)"), rules, 1);
        assertThat(classes).hasSizeGreaterThan(100);
        assertThat(classes.stream().filter(name -> !isUsed(name)).toList())
                .as("classes of no page")
                .isSubsetOf(BY_OTHERS);
    }

    @Test
    void everyFragmentIsPartOfSomePage() throws IOException {
        Set<String> unused = new TreeSet<>();
        try (Stream<Path> files = Files.walk(TEMPLATES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = TEMPLATES.relativize(file).toString().replace(".html", "");
                all(Pattern.compile("th:fragment=\"(\\w+)"), Files.readString(file), 1).stream()
                        .map(fragment -> name + " :: " + fragment)
                        .filter(
                                fragment ->
                                        !Pattern.compile(Pattern.quote(fragment) + "\\b")
                                                .matcher(users)
                                                .find())
                        .forEach(unused::add);
            }
        }
        assertThat(unused).isEmpty();
    }

    @Test
    void everyIconIsOnSomePage() throws IOException {
        String icons = Files.readString(ASSETS.resolve("icons.svg"));
        Set<String> names = all(Pattern.compile("<symbol id=\"([a-z]+)\""), icons, 1);
        assertThat(names).hasSizeGreaterThan(20);
        assertThat(names)
                .allSatisfy(name -> assertThat(users).containsPattern("['\"#]" + name + "['\"]"));
    }
}
