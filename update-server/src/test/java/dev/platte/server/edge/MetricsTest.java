package dev.platte.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.db.fixture.TestDatabase;
import dev.platte.server.fixture.Machine;
import dev.platte.server.fixture.Release;
import dev.platte.server.fixture.TestServer;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** What Prometheus reads, and who else may. */
class MetricsTest {

    private static final String PLACE = "/actuator/prometheus";

    @Test
    void pollsGrantsAndBatchesAreCounted() {
        TestServer server = TestServer.shared();
        Release release = Release.on(server);
        release.point(release.publish("2.0.0", 10));
        new Machine(server, release, "1.0.0").check();
        new Machine(server, release, "2.0.0").check();
        HttpResponse<String> answer = server.get(PLACE);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .containsPattern("platte_polls_total\\{outcome=\"up-to-date\",reason=\"[A-Z_]+\"}")
                .containsPattern("platte_polls_total\\{outcome=\"offer\",reason=\"[A-Z_]+\"}")
                .containsPattern("platte_grants_total\\{payload=\"full\"} [1-9]")
                .contains("platte_ledger_batch_bucket{le=\"10.0\"}")
                .contains("platte_ledger_write_seconds_count")
                .contains("platte_ledger_waiting 0.0");
    }

    @Test
    void othersDoNotReadThem() {
        try (TestDatabase database = TestServer.database();
                TestServer server =
                        TestServer.start(database, "--platte.metrics-open-to=203.0.113.0/24")) {
            assertThat(server.get(PLACE).statusCode()).isEqualTo(403);
            assertThat(server.get(PLACE + "/").statusCode()).isIn(403, 404);
        }
    }
}
