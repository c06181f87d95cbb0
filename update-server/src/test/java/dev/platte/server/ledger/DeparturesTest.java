package dev.platte.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.db.fleet.HostCare;
import dev.platte.db.rollout.Policies;
import dev.platte.server.fixture.Machine;
import dev.platte.server.fixture.Release;
import dev.platte.server.fixture.TestServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** When silent hosts are counted no more. */
final class DeparturesTest {

    private final TestServer server = TestServer.shared();
    private final Release cattle = Release.on(server);
    private final Release pets = Release.on(server);

    private static void policy(Release release, String document) {
        release.policy(Policies.parse(JsonMapper.shared().readTree(document)));
    }

    private Machine seen(Release release) {
        Machine machine = new Machine(server, release, "1.0.0");
        machine.check();
        return machine;
    }

    @Test
    void aGroupRetiresItsHostsWhenItsPolicySays() {
        policy(cattle, "{\"retireAfter\": \"P2D\"}");
        policy(pets, "{\"retireAfter\": \"P3650D\"}");
        Machine node = seen(cattle);
        Machine laptop = seen(pets);
        Machine other = seen(Release.on(server));
        server.clock().advance(Duration.ofDays(1));
        server.get(Departures.class).run();
        assertThat(node.host().retired()).isNull();
        server.clock().advance(Duration.ofDays(2));
        server.get(Departures.class).run();
        assertThat(node.host().retired()).isNotNull();
        assertThat(laptop.host().retired()).isNull();
        assertThat(other.host().retired()).isNull();
        // When the server's time has come, the pets still have their own.
        server.get(HostCare.class).retireSilent(Duration.ofDays(2), List.of(pets.group().id()));
        assertThat(other.host().retired()).isNotNull();
        assertThat(laptop.host().retired()).isNull();
        node.check();
        assertThat(node.host().retired()).isNull();
    }
}
