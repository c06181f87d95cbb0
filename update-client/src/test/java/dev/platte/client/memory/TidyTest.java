package dev.platte.client.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.client.agent.Agent;
import dev.platte.client.agent.Request;
import dev.platte.client.agent.TestHost;
import dev.platte.client.agent.TestServer;
import dev.platte.omaha.value.InstallSource;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TidyTest {
    @TempDir private Path directory;

    @Test
    void onceAfterTheStartAndAfterEachPieceOfWork() throws Exception {
        AtomicInteger tidied = new AtomicInteger();
        TestHost host = new TestHost(directory);
        try (TestServer server = new TestServer(host.payload())) {
            host.keys.put("SERVER", server.url("/v1/update/"));
            Agent agent = host.agent(new Tidy(Runnable::run, tidied::incrementAndGet));
            agent.begin();
            assertThat(tidied).hasValue(1);

            agent.handle(new Request.Check(InstallSource.SCHEDULER));
            assertThat(tidied).hasValue(2);

            agent.handle(new Request.Update(InstallSource.SCHEDULER));
            assertThat(tidied).hasValue(3);
        }
    }
}
