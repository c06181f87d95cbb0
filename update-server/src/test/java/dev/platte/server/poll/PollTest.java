package dev.platte.server.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.platte.db.fleet.Fleet;
import dev.platte.db.fleet.HostKey;
import dev.platte.db.fleet.HostState;
import dev.platte.db.fleet.MalformedSample;
import dev.platte.db.fleet.UnknownCount;
import dev.platte.db.inbox.Inbox;
import dev.platte.omaha.response.AppResponse;
import dev.platte.omaha.response.OmahaResponse;
import dev.platte.omaha.response.UpdateAnswer.NoUpdate;
import dev.platte.omaha.response.UpdateAnswer.Offer;
import dev.platte.server.fixture.Machine;
import dev.platte.server.fixture.Release;
import dev.platte.server.fixture.TestServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of every shape, good and bad. */
class PollTest {

    private final TestServer server = TestServer.shared();
    private Release release;
    private Machine machine;

    @BeforeEach
    void oneRelease() {
        release = Release.on(server);
        release.point(release.publish("2.0.0", 10));
        machine = new Machine(server, release, "1.0.0");
    }

    private static String around(String apps) {
        return "<request protocol=\"3.0\"><os sp=\"1.0.0_x86_64\"/>" + apps + "</request>";
    }

    private OmahaResponse ask(String apps) {
        server.clock().advance(Duration.ofSeconds(1));
        HttpResponse<String> answer = server.post("/v1/update", around(apps));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Machine.read(answer.body());
    }

    // ------------------------------------------------------------ addresses and headers

    @ParameterizedTest
    @ValueSource(strings = {"/v1/update", "/v1/update/", "/service/update2", "/v1/update?x=y"})
    void allAddressesAnswerWithoutARedirect(String path) {
        HttpResponse<String> answer = server.post(path, machine.request(Machine.CHECK));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("text/xml");
        assertThat(answer.headers().firstValue("Cache-Control").orElseThrow()).contains("no-store");
        assertThat(Machine.read(answer.body()).apps()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text/xml",
                "text/xml; charset=utf-8",
                "application/xml",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/json",
                "no type at all"
            })
    void noContentTypeIsMinded(String type) throws IOException {
        String body = machine.request(Machine.CHECK);
        String answer =
                server.raw(
                        "POST /v1/update?cup2key=1:2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                                + (type.isEmpty() ? "" : "Content-Type: " + type + "\r\n")
                                + "Content-Length: "
                                + body.length()
                                + "\r\n\r\n"
                                + body);
        assertThat(answer).startsWith("HTTP/1.1 200").contains("<updatecheck status=\"ok\">");
    }

    @Test
    void offersNameTheHostThatWasAsked() throws IOException {
        assertThat(codebaseFor("updates.example.com"))
                .isEqualTo("http://updates.example.com/payloads/");
        assertThat(codebaseFor("[::1]:8080")).isEqualTo("http://[::1]:8080/payloads/");
        String own = server.url("/payloads/").toString();
        assertThat(codebaseFor("evil\"/><x")).as("no host name").isIn(own, "refused");
        assertThat(codebaseFor("a/b")).isIn(own, "refused");
    }

    private String codebaseFor(String host) throws IOException {
        String body = machine.request(Machine.CHECK);
        String answer =
                server.raw(
                        "POST /v1/update HTTP/1.1\r\nConnection: close\r\nHost: "
                                + host
                                + "\r\nX-Forwarded-Host: other\r\nX-Forwarded-For: 9.9.9.9\r\nX-Forwarded-Proto: https\r\nContent-Length: "
                                + body.length()
                                + "\r\n\r\n"
                                + body);
        if (answer.startsWith("HTTP/1.1 400")) {
            return "refused";
        }
        Offer offer =
                (Offer)
                        Machine.read(answer.substring(answer.indexOf("<?xml")))
                                .apps()
                                .getFirst()
                                .updateCheck()
                                .orElseThrow();
        String url = offer.codebases().getFirst().url();
        return url.substring(0, url.indexOf("/payloads/") + "/payloads/".length());
    }

    @Test
    void strangersCannotForwardThemselves() throws IOException {
        codebaseFor("x");
        assertThat(machine.host().facts().ip()).isEqualTo("127.0.0.1");
    }

    // ------------------------------------------------------------ mixtures

    @Test
    void everyMixtureIsAnsweredInItsOrder() {
        String ping = "<ping active=\"1\"/>";
        String check = "<updatecheck/>";
        String event = "<event eventtype=\"13\" eventresult=\"1\"/>";
        assertThat(machine.send(ping).body()).contains("<ping status=\"ok\"></ping></app>");
        assertThat(machine.send(event + event).body())
                .contains("<event status=\"ok\"></event><event status=\"ok\"></event></app>")
                .doesNotContain("updatecheck")
                .doesNotContain("ping");
        assertThat(machine.send("").body()).contains("status=\"ok\"></app>");
        assertThat(machine.send(event + check + ping).body())
                .containsPattern(
                        "(?s)<ping status=\"ok\">.*<updatecheck status=\"ok\">.*<event status=\"ok\">");
        assertThat(machine.send(check).body()).doesNotContain("<ping").doesNotContain("<event");
    }

    @Test
    void unknownApplicationsBetweenKnownOnesTakeNothingAway() {
        Release other = Release.on(server);
        Machine neighbour = new Machine(server, other, "5.0.0");
        OmahaResponse answer =
                ask(
                        machine.app(Machine.CHECK)
                                + "<app appid=\"No-Such-App\" version=\"1\" track=\"x\" machineid=\"m1\"><ping active=\"1\"/><updatecheck/></app>"
                                + neighbour.app(Machine.CHECK)
                                + "<app appid=\"{NO}\" version=\"1\"><event eventtype=\"3\" eventresult=\"1\"/></app>");
        assertThat(answer.apps())
                .extracting(app -> app.appId().text(), app -> app.status().text())
                .containsExactly(
                        tuple(release.appid(), "ok"),
                        tuple("No-Such-App", "error-unknownApplication"),
                        tuple(other.appid(), "ok"),
                        tuple("{NO}", "error-unknownApplication"));
        assertThat(answer.apps().get(0).updateCheck().orElseThrow()).isInstanceOf(Offer.class);
        assertThat(answer.apps().get(2).updateCheck().orElseThrow()).isInstanceOf(NoUpdate.class);
        assertThat(machine.state()).isEqualTo(HostState.GRANTED);
        assertThat(neighbour.state()).isEqualTo(HostState.UNKNOWN);
        assertThat(server.get(Inbox.class).unknown())
                .extracting(UnknownCount::application, UnknownCount::track)
                .contains(tuple("No-Such-App", null), tuple("{NO}", null));
    }

    @Test
    void theAppidIsEchoedAsItCame() {
        String bare = release.appid().substring(1, release.appid().length() - 1);
        for (String said : List.of(bare, bare.toUpperCase(Locale.ROOT), "{" + bare + "}")) {
            AppResponse app =
                    ask("<app appid=\""
                                    + said
                                    + "\" version=\"1.0.0\" track=\"stable\" machineid=\"echo\"><updatecheck/></app>")
                            .apps()
                            .getFirst();
            assertThat(app.appId().text()).isEqualTo(said);
            assertThat(app.updateCheck().orElseThrow()).isInstanceOf(Offer.class);
        }
    }

    @Test
    void anUnknownGroupGetsNoUpdateAndTheOperatorSeesIt() {
        machine.track("no-such-group");
        NoUpdate answer = (NoUpdate) machine.check();
        assertThat(answer.info()).contains("no-such-group");
        assertThat(machine.host().groupId()).isNull();
        assertThat(machine.host().facts().track()).isEqualTo("no-such-group");
        machine.check();
        assertThat(server.get(Inbox.class).unknown())
                .filteredOn(unknown -> unknown.application().equals(release.appid()))
                .extracting(UnknownCount::track, UnknownCount::asked, UnknownCount::lastHost)
                .containsExactly(tuple("no-such-group", 2L, machine.id()));
    }

    @Test
    void aGroupIsFoundByItsIdToo() {
        machine.track("{" + release.group().uid().toString().toUpperCase(Locale.ROOT) + "}");
        assertThat(machine.check()).isInstanceOf(Offer.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ForcedUpdate", "1.x.0", "", "99999999999999999999.1.a", "-"})
    void anUnreadableVersionIsKeptAsSaidAndNeverUpdated(String version) {
        Machine odd = new Machine(server, release, version);
        NoUpdate answer = (NoUpdate) odd.check();
        assertThat(answer.info()).containsIgnoringCase("version");
        assertThat(odd.host().facts().version()).isEqualTo(version);
        assertThat(odd.attempts()).isEmpty();
    }

    @Test
    void aHostWithoutANameIsAcknowledgedAndGrantedNothing() {
        AppResponse app =
                ask("<app appid=\""
                                + release.appid()
                                + "\" version=\"1.0.0\" track=\"stable\"><ping active=\"1\"/><updatecheck/></app>")
                        .apps()
                        .getFirst();
        assertThat(app.acks().ping()).isTrue();
        assertThat(((NoUpdate) app.updateCheck().orElseThrow()).info()).contains("machineid");
    }

    @Test
    void theUseridNamesAHostThatSendsNoMachineid() {
        server.post(
                "/v1/update",
                "<request protocol=\"3.0\" userid=\"{go-client}\"><app appid=\""
                        + release.appid()
                        + "\" version=\"1.0.0\" track=\"stable\"><ping active=\"1\"/></app></request>");
        assertThat(
                        server.get(Fleet.class)
                                .find(new HostKey(release.applicationId(), "{go-client}")))
                .isPresent();
    }

    @Test
    void theSameApplicationTwiceGetsTwoAnswersAndOneAttempt() {
        OmahaResponse answer = ask(machine.app(Machine.CHECK) + machine.app(Machine.CHECK));
        assertThat(answer.apps()).hasSize(2);
        assertThat(answer.apps().get(1).updateCheck())
                .isEqualTo(answer.apps().get(0).updateCheck());
        assertThat(machine.attempts()).containsExactly(HostState.GRANTED);
    }

    @Test
    void manyApplicationsAreAnsweredUpToTheLimit() {
        assertThat(ask(tiny(256)).apps()).hasSize(256);
        HttpResponse<String> answer = server.post("/v1/update", around(tiny(257)));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"code\":\"too-many-apps\"").contains("257");
        assertThat(server.post("/v1/update", around(tiny(1000))).statusCode()).isEqualTo(400);
    }

    private static String tiny(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "<app appid=\"a" + i + "\"/>")
                .collect(Collectors.joining());
    }

    @Test
    void aRequestWithoutApplicationsIsAnsweredWithNone() {
        assertThat(ask("").apps()).isEmpty();
    }

    // ------------------------------------------------------------ bad input

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no xml",
                "<request",
                "<request protocol=\"3.0\"><app></request>",
                "<response protocol=\"3.0\"/>",
                "{\"request\": {}}",
                "<!DOCTYPE request [<!ENTITY a \"b\">]><request protocol=\"3.0\">&a;</request>",
                "<!DOCTYPE request SYSTEM \"http://127.0.0.1:1/x\"><request protocol=\"3.0\"/>",
                "<request protocol=\"3.0\"><app appid=\"&undefined;\"/></request>",
                "<?xml version=\"1.0\" encoding=\"UTF-16\"?><request protocol=\"3.0\"/>",
                "<request protocol=\"3.0\"><app appid=\"\u0000\"/></request>"
            })
    void whatIsNoRequestIsRefusedWithAProblem(String body) {
        server.clock().advance(Duration.ofSeconds(2));
        HttpResponse<String> answer = server.post("/v1/update/", body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        assertThat(answer.body()).contains("\"code\":\"request-malformed\"");
        MalformedSample sample = server.get(Inbox.class).malformed().getFirst().sample();
        assertThat(sample.at()).isEqualTo(server.clock().instant());
        assertThat(new String(sample.body(), StandardCharsets.UTF_8)).isEqualTo(body);
        assertThat(sample.ip()).isEqualTo("127.0.0.1");
    }

    @Test
    void nestingAndCountsAreLimited() {
        String deep = "<x>".repeat(1000) + "</x>".repeat(1000);
        assertThat(server.post("/v1/update", around(deep)).statusCode()).isEqualTo(400);
        assertThat(server.post("/v1/update", around("<x/>".repeat(10_000))).statusCode())
                .isEqualTo(400);
        String wide =
                IntStream.range(0, 500)
                        .mapToObj(i -> " a" + i + "=\"\"")
                        .collect(Collectors.joining());
        assertThat(server.post("/v1/update", around("<app" + wide + "/>")).statusCode())
                .isEqualTo(400);
    }

    @Test
    void samplesOfAFloodAreFew() {
        server.clock().advance(Duration.ofSeconds(2));
        int before = server.get(Inbox.class).malformed().size();
        for (int i = 0; i < 20; i++) {
            assertThat(server.post("/v1/update", "flood").statusCode()).isEqualTo(400);
        }
        assertThat(server.get(Inbox.class).malformed().size() - before).isLessThanOrEqualTo(1);
    }

    @Test
    void aBodyBeyondTheLimitIsTooLarge() {
        String padding = " ".repeat(64 * 1024);
        HttpResponse<String> sized = server.post("/v1/update", machine.request(padding));
        assertThat(sized.statusCode()).isEqualTo(413);
        assertThat(sized.body()).contains("\"code\":\"body-too-large\"");
        HttpRequest.Builder chunked =
                server.to("/v1/update")
                        .POST(
                                BodyPublishers.ofInputStream(
                                        () -> new ByteArrayInputStream(new byte[70_000])));
        assertThat(server.send(chunked).statusCode()).isEqualTo(413);
        String fits = machine.request((" ".repeat(1000) + "<x/>").repeat(55));
        assertThat(server.post("/v1/update", fits).statusCode()).isEqualTo(200);
    }

    @Test
    void aHugeLengthIsRefusedBeforeABodyCame() throws IOException {
        String answer =
                server.raw(
                        "POST /v1/update HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000000\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 413");
    }

    @Test
    void aBodyShorterOrLongerThanItsLengthHarmsNobody() throws IOException {
        String body = machine.request(Machine.CHECK);
        String start = "POST /v1/update HTTP/1.1\r\nHost: x\r\nContent-Length: ";
        assertThat(server.raw(start + (body.length() + 50) + "\r\n\r\n" + body)).isEmpty();
        assertThat(server.raw(start + (body.length() - 50) + "\r\n\r\n" + body))
                .startsWith("HTTP/1.1 400");
        assertThat(server.raw(start + "-5\r\n\r\n" + body)).startsWith("HTTP/1.1 400");
        assertThat(server.raw(start + "10\r\nContent-Length: 20\r\n\r\n" + body))
                .startsWith("HTTP/1.1 400");
        assertThat(machine.check()).isInstanceOf(Offer.class);
    }

    @Test
    void longWordsAreClippedAndNotRefused() {
        Machine wordy = new Machine(server, release, "1.0.0").board("b".repeat(3000));
        assertThat(wordy.check()).isInstanceOf(Offer.class);
        assertThat(wordy.host().facts().board()).hasSize(512);
    }
}
