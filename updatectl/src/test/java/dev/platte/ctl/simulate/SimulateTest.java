package dev.platte.ctl.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.ctl.command.Updatectl;
import dev.platte.ctl.output.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A simulation finds out a server that breaks its promises. */
@Timeout(60)
class SimulateTest {
    private static final String FLEET = "simulate --version 1.0.0 --speed 100000 ";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private BadServer server;

    @BeforeEach
    void start() throws IOException {
        server = new BadServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void moreHostsAtOnceThanMayAreFoundOut() {
        server.rollout("RUNNING", 2);
        assertThat(run(FLEET + "--hosts 20 --download PT240H --no-recount --for PT2S"))
                .isEqualTo(1);
        assertThat(out.toString())
                .containsPattern("no limit was exceeded +false")
                .containsPattern("\\d+ hosts held a slot at once for stable to 1.1.0, where 2 may")
                .containsPattern("no halted rollout was granted +true");
        assertThat(err.toString()).contains("polls/s").contains("1.0.0 20");
    }

    @Test
    void anOfferOfWhatIsHaltedIsFoundOut() {
        server.rollout("HALTED", 1000);
        // They ask for the first time when the first look has been.
        assertThat(run(FLEET + "--hosts 20 --poll-interval P2D --no-recount --for PT3S"))
                .isEqualTo(1);
        assertThat(out.toString())
                .containsPattern("no halted rollout was granted +false")
                .contains("was offered stable to 1.1.0");
    }

    @Test
    void whatTheServerForgotAndMiscountedIsFoundOut() {
        server.says(
                "/fleet/counts",
                "[{\"group\":\"stable\",\"version\":\"1.0.0\",\"state\":\"FAILED\",\"hosts\":2}]");
        server.says(
                "/hosts",
                "[{\"machineId\":\"h\",\"track\":\"stable\",\"version\":\"1.0.0\",\"state\":\"FAILED\"}]");
        assertThat(run(FLEET + "--hosts 20 --for PT2S")).isEqualTo(1);
        assertThat(out.toString())
                .contains("the server knows nothing of it")
                .contains("stable 1.0.0 FAILED: counted 2, there are 1");
    }

    @Test
    void countersThatMoveWhileHostsAreReadAreReadAgain() {
        String kind = "[{\"group\":\"stable\",\"version\":\"1.0.0\",\"state\":\"%s\",\"hosts\":1}]";
        String before = kind.formatted("GRANTED");
        String after = kind.formatted("TIMED_OUT");
        String host =
                "[{\"machineId\":\"h\",\"track\":\"stable\",\"version\":\"1.0.0\",\"state\":\"%s\"}]";
        // First they move in between, then both do between the counters and the hosts.
        server.says("/fleet/counts", before, after, before, before, after, after);
        server.says(
                "/hosts",
                host.formatted("GRANTED"),
                host.formatted("TIMED_OUT"),
                host.formatted("TIMED_OUT"));
        run(FLEET + "--hosts 1 --poll-interval P300D --for PT1S");
        assertThat(out.toString()).containsPattern("counters equal a recount +true");
    }

    @Test
    void anAnswerThatNoHostTakesEndsTheSimulation() {
        server.answersPollsWith(500);
        assertThat(run(FLEET + "--hosts 3 --for PT50S --no-recount")).isEqualTo(1);
        assertThat(out.toString()).contains("status 500");
    }

    @Test
    void comeBackLaterIsNoFailure() {
        server.answersPollsWith(503);
        assertThat(run(FLEET + "--hosts 3 --no-recount --for PT2S")).isZero();
        assertThat(out.toString()).containsPattern("refused +[1-9]").containsPattern("polls +0");
    }

    @Test
    void oneSeedGivesTheSameMishapsToTheSameHosts() throws IOException {
        String mishaps =
                "--hosts 40 --fail 50 --seed 7 --no-recount --poll-interval PT24H --for PT2S";
        run(FLEET + mishaps);
        Set<String> first = Set.copyOf(server.failed());
        assertThat(first).hasSizeBetween(10, 40).allMatch(id -> id.startsWith("sim-7-"));
        server.close();
        server = new BadServer();
        run(FLEET + mishaps);
        assertThat(server.failed()).containsExactlyInAnyOrderElementsOf(first);
    }

    @Test
    void whatCannotBeIsSaidBeforeAnythingIsAsked() {
        assertThat(run("simulate --hosts 3")).isEqualTo(2);
        assertThat(run(FLEET + "--hosts 0")).isEqualTo(2);
        assertThat(run(FLEET + "--group stable=many")).isEqualTo(2);
        assertThat(run(FLEET + "--fail 60 --silent 60")).isEqualTo(2);
        assertThat(run(FLEET + "--outage PT1M")).isEqualTo(2);
        assertThat(run(FLEET + "--speed 0.5")).isEqualTo(2);
        assertThat(run(FLEET + "--download soon")).isEqualTo(2);
        assertThat(run(FLEET + "--every PT0S")).isEqualTo(2);
        assertThat(run(FLEET + "--connections 0")).isEqualTo(2);
        assertThat(err.toString()).contains("hosts are 1 to 1,000,000, not 0");
        assertThat(out.toString()).isEmpty();
    }

    private int run(String line) {
        Map<String, String> environment =
                Map.of("PLATTE_URL", server.address().toString(), "PLATTE_TOKEN", "t0ken");
        return Updatectl.tree(new Terminal(false, InstantSource.system(), environment))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(line.strip().split(" +"));
    }
}
