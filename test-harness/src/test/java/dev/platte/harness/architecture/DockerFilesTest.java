package dev.platte.harness.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** What the files for containers say about this project holds; that they build takes an engine. */
class DockerFilesTest {

    private static final Path ROOT = Path.of(System.getProperty("platte.root"));
    private static final Path DOCKER = ROOT.resolve("docker");
    private static final Pattern COPIED =
            Pattern.compile("--from=build /src/([a-z-]+)/target/(\\S+)");

    @ParameterizedTest
    @ValueSource(strings = {"server", "client", "updatectl"})
    void imagesHoldWhatTheirModuleMakes(String name) throws IOException {
        String text = Files.readString(DOCKER.resolve(name + ".Dockerfile"));
        List<String> copied = COPIED.matcher(text).results().map(m -> m.group(2)).toList();
        String module = COPIED.matcher(text).results().findFirst().orElseThrow().group(1);
        assertThat(text).contains("-pl " + module + " -am package");
        assertThat(copied).containsExactly("lib", module + ".jar");
        assertThat(Files.readString(ROOT.resolve(module + "/pom.xml")))
                .contains("<artifactId>" + module);
        assertThat(DOCKER.resolve(name + ".Dockerfile.dockerignore")).exists();
        assertThat(text.lines().filter(line -> line.startsWith("FROM ")))
                .allSatisfy(line -> assertThat(line).contains(":25-"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"server", "updatectl"})
    void whatServesPeopleIsNotRoot(String name) throws IOException {
        assertThat(Files.readString(DOCKER.resolve(name + ".Dockerfile")))
                .containsPattern("(?m)^USER 10001:10001$");
    }

    @Test
    void filesThatTheComposeFileMountsAreThere() throws IOException {
        Map<String, Object> services = map(yaml("compose.yaml").get("services"));
        List<String> mounted =
                services.values().stream()
                        .flatMap(service -> list(map(service).get("volumes")).stream())
                        .map(volume -> volume.toString().split(":")[0])
                        .filter(place -> place.startsWith("./"))
                        .toList();
        assertThat(mounted)
                .hasSizeGreaterThan(2)
                .allSatisfy(place -> assertThat(DOCKER.resolve(place)).exists());
    }

    @Test
    void settingsThatTheyNameAreSettingsOfTheServer() throws IOException {
        String usage = Files.readString(usage());
        TreeSet<String> named = new TreeSet<>();
        for (String file : List.of("compose.yaml", "kubernetes.yaml")) {
            Pattern.compile("\\bPLATTE_([A-Z]+)(?:,|:\\s)")
                    .matcher(Files.readString(DOCKER.resolve(file)))
                    .results()
                    .forEach(found -> named.add(found.group(1)));
        }
        assertThat(named).contains("PUBLICURL", "METRICSOPENTO");
        String known = usage.replace("-", "").toUpperCase(Locale.ROOT);
        assertThat(named).allSatisfy(name -> assertThat(known).contains("PLATTE." + name + "="));
    }

    @Test
    void podsMayDoNoMoreThanTheyNeed() throws IOException {
        String text = Files.readString(DOCKER.resolve("kubernetes.yaml"));
        for (Object document : new Yaml().loadAll(text)) {
            assertThat(map(document)).containsKeys("apiVersion", "kind", "metadata");
        }
        assertThat(text)
                .contains("runAsNonRoot: true")
                .contains("runAsUser: 10001")
                .contains("readOnlyRootFilesystem: true")
                .contains("path: /livez")
                .contains("path: /readyz");
    }

    private static Path usage() {
        return ROOT.resolve("update-server/src/main/java/dev/platte/server/edge/Usage.java");
    }

    private static Map<String, Object> yaml(String file) throws IOException {
        return map(new Yaml().load(Files.readString(DOCKER.resolve(file))));
    }

    @SuppressWarnings("unchecked") // what YAML reads as a mapping
    private static Map<String, Object> map(Object node) {
        return (Map<String, Object>) node;
    }

    private static List<?> list(Object node) {
        return node instanceof List<?> found ? found : List.of();
    }
}
