package dev.platte.client.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.omaha.value.InstallSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever takes the host down keeps the agent from the slot that is about to boot. */
@Timeout(60)
class RestTest {
    @TempDir Path directory;

    @Test
    void anAgentThatIsKeptAtRestBeginsNothing() throws Exception {
        TestHost host = new TestHost(directory);
        try (TestServer server = new TestServer(host.payload())) {
            host.keys.put("SERVER", server.url("/v1/update/"));
            Agent agent = host.agent();
            agent.begin();
            assertThat(agent.rest().keep()).isTrue();

            Reply reply = agent.handle(new Request.Update(InstallSource.SCHEDULER));

            assertThat(reply.kind()).isEqualTo(Reply.Kind.REFUSED);
            assertThat(reply.words()).isEqualTo("the host goes down for its reboot");
            assertThat(agent.state()).isInstanceOf(State.Idle.class);
            agent.rest().letGo();
            agent.handle(new Request.Update(InstallSource.SCHEDULER));
            assertThat(agent.state()).isInstanceOf(State.NeedReboot.class);
        }
    }

    @Test
    void anAgentAtWorkIsNotKept() throws Exception {
        TestHost host = new TestHost(directory);
        try (TestServer server = new TestServer(host.payload())) {
            host.keys.put("SERVER", server.url("/v1/update/"));
            List<Boolean> kept = new ArrayList<>();
            Agent[] agent = new Agent[1];
            agent[0] =
                    host.agent(
                            new Watcher() {
                                @Override
                                public void changed(State state, Situation situation) {
                                    if (state instanceof State.Downloading) {
                                        kept.add(agent[0].rest().keep());
                                    }
                                }
                            });
            agent[0].begin();
            agent[0].handle(new Request.Update(InstallSource.SCHEDULER));
            assertThat(kept).isNotEmpty().containsOnly(false);
            assertThat(agent[0].rest().keep()).as("afterwards").isTrue();
        }
    }
}
