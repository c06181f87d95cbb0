package dev.platte.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.server.fixture.Machine;
import dev.platte.server.fixture.Release;
import dev.platte.server.fixture.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard for Grafana asks for nothing that the server does not say. */
class DashboardTest {
    private static final Path DASHBOARD = Path.of("../docker/grafana/platte.json");
    private static final List<Path> MANUAL =
            List.of(Path.of("../docs/operate.md"), Path.of("../docs/reboots.md"));
    private static final Pattern SAID = Pattern.compile("(?m)^([a-z_]+)\\{?");
    private static final Pattern ASKED = Pattern.compile("\\b([a-z]+(?:_[a-z]+)+)(?=[{\\[,)])");
    private static final Set<String> FUNCTIONS = Set.of("histogram_quantile", "label_values");

    @Test
    void everyMetricOfThePanelsIsThere() throws IOException {
        TestServer server = TestServer.shared();
        Release release = Release.on(server);
        release.point(release.publish("2.0.0", 10));
        new Machine(server, release, "1.0.0").check();
        server.get(VersionMetrics.class).refresh();
        System.gc(); // Pauses are said from the first one on.
        Set<String> said = new TreeSet<>();
        SAID.matcher(server.get("/actuator/prometheus").body())
                .results()
                .forEach(found -> said.add(found.group(1)));

        JsonNode dashboard = JsonMapper.shared().readTree(Files.readString(DASHBOARD));
        Set<String> asked = new TreeSet<>();
        for (String expression : dashboard.findValuesAsString("expr")) {
            ASKED.matcher(expression).results().forEach(found -> asked.add(found.group(1)));
        }
        asked.removeAll(FUNCTIONS);
        assertThat(asked).hasSizeGreaterThan(10).isSubsetOf(said);
    }

    @Test
    void everyMetricOfOursIsInTheManual() throws IOException {
        StringBuilder manual = new StringBuilder();
        for (Path page : MANUAL) {
            manual.append(Files.readString(page));
        }
        String text = manual.toString();
        List<String> ours =
                SAID.matcher(TestServer.shared().get("/actuator/prometheus").body())
                        .results()
                        .map(found -> found.group(1))
                        .filter(name -> name.startsWith("platte_"))
                        .map(name -> name.replaceAll("_(bucket|count|sum|max)$", ""))
                        .distinct()
                        .toList();
        assertThat(ours).isNotEmpty().allMatch(text::contains);
    }
}
