package dev.platte.client.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.client.slot.SlotName;
import dev.platte.client.state.Fields;
import dev.platte.omaha.value.InstallSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happened to an update is told until it is heard, and a failed check is no failed update. */
class ReportsTest {
    private static final Request SCHEDULED = new Request.Update(InstallSource.SCHEDULER);

    @TempDir private Path directory;
    private TestHost host;
    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        host = new TestHost(directory);
        server = new TestServer(host.payload());
        host.keys.put("SERVER", server.url("/v1/update/"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** A process of its own. */
    private Agent run() throws Exception {
        Agent agent = host.agent();
        agent.begin();
        agent.handle(SCHEDULED);
        return agent;
    }

    private static boolean isEvent(String request) {
        return !request.contains("<updatecheck");
    }

    /** All events that were said, in order, with those inside checks as {@code check}. */
    private List<String> said() {
        return server.polls.stream()
                .map(poll -> isEvent(poll) ? TestServer.event(poll) : "check")
                .toList();
    }

    @Test
    void whatNobodyHeardIsToldAgainInOrderBeforeTheNextCheck() throws Exception {
        server.says(
                (exchange, request, usual) ->
                        isEvent(request) ? TestServer.broken(exchange) : usual.apply(request));
        run();
        server.polls.clear();
        server.says((_, request, usual) -> usual.apply(request));

        Agent agent = run();

        assertThat(said()).containsExactly("13/1", "14/1", "3/1", "check");
        assertThat(agent.state()).isInstanceOf(State.NeedReboot.class);
        server.polls.clear();
        run();
        assertThat(said()).as("heard is heard").containsExactly("check");
    }

    @Test
    void aPortalThatAnswersEverythingHearsNothing() throws Exception {
        server.says(
                (_, request, usual) ->
                        isEvent(request) ? "<html>pay here</html>" : usual.apply(request));
        run();
        server.polls.clear();
        server.says((_, request, usual) -> usual.apply(request));
        run();
        assertThat(said()).containsExactly("13/1", "14/1", "3/1", "check");
    }

    @Test
    void whileAReportIsNotHeardNothingNewIsAskedFor() throws Exception {
        server.payloads(
                (exchange, _) -> {
                    exchange.sendResponseHeaders(404, -1);
                    exchange.close();
                });
        server.says(
                (exchange, request, usual) ->
                        isEvent(request) && request.contains("eventresult=\"0\"")
                                ? TestServer.status(exchange, 500)
                                : usual.apply(request));
        run();
        server.polls.clear();

        run();

        assertThat(said())
                .as("a new grant now would be ended by the old report")
                .contains("3/0/" + (9 | 1 << 28))
                .doesNotContain("check");
    }

    @Test
    void whatAnOlderClientLeftIsTold() throws Exception {
        host.state()
                .write(
                        "reports",
                        new Fields()
                                .with("told-of", "")
                                .with("report.0", "14/1/-/0/scheduler")
                                .with("report.1", "3/0/10/2/ondemandupdate"));
        run();
        assertThat(said().subList(0, 3)).containsExactly("14/1", "3/0/10", "check");
    }

    @Test
    void aReportThatTheServerTurnsAwayIsGivenUpAfterAWhile() throws Exception {
        server.says(
                (exchange, request, usual) ->
                        isEvent(request) ? TestServer.status(exchange, 400) : usual.apply(request));
        run();
        for (int i = 0; i < 20 && !said().getLast().equals("check"); i++) {
            run();
        }
        assertThat(said().getLast()).isEqualTo("check");
    }

    @Test
    void anUpdateThatEndedBetweenFlipAndReportIsReported() throws Exception {
        AtomicInteger installed = new AtomicInteger();
        run();
        new dev.platte.client.state.StateDir(host.settings().places().state()).remove("reports");
        server.polls.clear();
        server.says(
                (_, request, usual) -> {
                    installed.addAndGet(request.contains("eventtype=\"3\"") ? 1 : 0);
                    return usual.apply(request);
                });

        run();
        run();

        assertThat(said()).containsExactly("3/1", "check", "check");
        assertThat(installed).hasValue(1);
    }

    @Test
    void whatWasNotHeardBeforeTheRebootIsToldBeforeTheRebootItself() throws Exception {
        server.says(
                (exchange, request, usual) ->
                        isEvent(request) ? TestServer.broken(exchange) : usual.apply(request));
        run();
        host.boots(SlotName.B, "2.0.0", "11111111-2587-45ed-8209-ee3b888b3126");
        server.polls.clear();
        server.says((_, request, usual) -> usual.apply(request));
        server.answers(_ -> TestServer.noUpdate());

        run();

        assertThat(said()).containsExactly("13/1", "14/1", "3/1", "check");
        assertThat(server.polls.getLast()).contains("previousversion=\"1.0.0\"");
    }

    @Test
    void aFailedCheckIsToldOnceAndNotKept() throws Exception {
        server.says(
                (exchange, request, usual) ->
                        isEvent(request)
                                ? TestServer.broken(exchange)
                                : TestServer.status(exchange, 500));
        run();
        assertThat(said()).containsExactly("check", "3/0/" + (2500 | 1 << 28));
        server.polls.clear();
        server.says((_, request, usual) -> usual.apply(request));
        server.answers(_ -> TestServer.noUpdate());
        run();
        assertThat(said()).containsExactly("check");
    }

    /** Servers take an error event for the end of the update that they wait for. */
    @Test
    void aFailedCheckIsNotToldBeforeTheServerKnowsOfTheReboot() throws Exception {
        run();
        host.boots(SlotName.B, "2.0.0", "11111111-2587-45ed-8209-ee3b888b3126");
        server.polls.clear();
        server.says((exchange, _, _) -> TestServer.status(exchange, 500));
        Agent agent = run();
        assertThat(said()).containsExactly("check");
        assertThat(agent.situation().lastError()).isPresent();

        server.says((_, request, usual) -> usual.apply(request));
        server.answers(_ -> TestServer.noUpdate());
        run();
        server.says(
                (exchange, request, usual) ->
                        isEvent(request) ? usual.apply(request) : TestServer.status(exchange, 500));
        run();
        assertThat(said()).containsExactly("check", "check", "check", "3/0/" + (2500 | 1 << 28));
    }

    @Test
    void aBusyServerIsLeftAloneAndHearsOfNoFailure() throws Exception {
        server.says(
                (exchange, _, _) -> {
                    exchange.getResponseHeaders().set("Retry-After", "600");
                    return TestServer.status(exchange, 503);
                });

        Agent agent = run();

        assertThat(agent.state()).isInstanceOf(State.Throttled.class);
        assertThat(agent.situation().lastError()).isEmpty();
        assertThat(agent.situation().now().phase()).isEqualTo("throttled");
        assertThat(said()).containsExactly("check");
    }

    @Test
    void tooManyRequestsIsNoFailureEither() throws Exception {
        server.says((exchange, _, _) -> TestServer.status(exchange, 429));
        assertThat(run().state()).isInstanceOf(State.Throttled.class);
        assertThat(said()).containsExactly("check");
    }
}
