package dev.platte.harness.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The house stands as its rules say, and each rule can fail. */
class HouseTest {

    private static final Path ROOT = Path.of(System.getProperty("platte.root"));
    private static final int LONGEST_MAIN_FILE = 300;

    @TestFactory
    Stream<DynamicTest> theHouseKeepsItsRules() throws IOException {
        JavaClasses house = compiled("classes");
        assertThat(house.size()).as("classes of the house").isGreaterThan(100);
        return HouseRules.all().entrySet().stream()
                .map(
                        rule ->
                                DynamicTest.dynamicTest(
                                        rule.getKey(), () -> keep(rule.getValue(), house)));
    }

    @TestFactory
    Stream<DynamicTest> eachRuleHasACulpritThatBreaksIt() throws IOException {
        JavaClasses culprits =
                new ClassFileImporter()
                        .importPath(ROOT.resolve("test-harness/target/test-classes"))
                        .that(HouseRules.culprits());
        return HouseRules.all().entrySet().stream()
                .map(
                        rule ->
                                DynamicTest.dynamicTest(
                                        rule.getKey(),
                                        () ->
                                                assertThat(
                                                                rule.getValue()
                                                                        .allowEmptyShould(true)
                                                                        .evaluate(culprits)
                                                                        .hasViolation())
                                                        .as("a culprit breaks: " + rule.getKey())
                                                        .isTrue()));
    }

    @Test
    void mainFilesStayUnderThreeHundredLines() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            List<String> tooLong =
                    modules.map(module -> module.resolve("src/main/java"))
                            .filter(Files::isDirectory)
                            .flatMap(sources -> files(sources, ".java"))
                            .filter(file -> lines(file) > LONGEST_MAIN_FILE)
                            .map(file -> ROOT.relativize(file) + ": " + lines(file) + " lines")
                            .toList();
            assertThat(tooLong).as("main files over %d lines", LONGEST_MAIN_FILE).isEmpty();
        }
    }

    /** Archivers take every package.html for Javadoc and leave it out without a word. */
    @Test
    void everyResourceGetsIntoItsJar() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            List<Path> left =
                    modules.map(module -> module.resolve("src/main/resources"))
                            .filter(Files::isDirectory)
                            .flatMap(resources -> files(resources, "/package.html"))
                            .toList();
            assertThat(left).isEmpty();
        }
    }

    private static void keep(ArchRule rule, JavaClasses classes) {
        rule.allowEmptyShould(true).check(classes);
    }

    private static JavaClasses compiled(String kind) throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            return new ClassFileImporter()
                    .withImportOption(location -> !location.contains("/jmh_generated/"))
                    .importPaths(
                            modules.map(module -> module.resolve("target").resolve(kind))
                                    .filter(Files::isDirectory)
                                    .toList());
        }
    }

    private static Stream<Path> files(Path folder, String end) {
        try {
            return Files.walk(folder)
                    .filter(file -> file.toString().endsWith(end))
                    .toList()
                    .stream();
        } catch (IOException cannotList) {
            throw new java.io.UncheckedIOException(cannotList);
        }
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException cannotRead) {
            throw new java.io.UncheckedIOException(cannotRead);
        }
    }
}
