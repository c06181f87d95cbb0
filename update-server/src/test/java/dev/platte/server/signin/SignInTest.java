package dev.platte.server.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.db.access.Audit;
import dev.platte.db.access.Grant;
import dev.platte.db.access.NewUser;
import dev.platte.db.access.Role;
import dev.platte.db.access.User;
import dev.platte.db.access.Users;
import dev.platte.db.fixture.TestDatabase;
import dev.platte.db.verb.Caller;
import dev.platte.server.fixture.Browser;
import dev.platte.server.fixture.TestServer;
import java.net.HttpCookie;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class SignInTest {

    private static final Caller ROOT = new Caller("root", null, "test", null);
    private static final String PASSWORD = "seventeen green bottles";

    private static final TestDatabase DATABASE = TestServer.database();

    /** From nowhere are pages open, so that only who signed in sees one. */
    private static final TestServer SERVER =
            TestServer.start(DATABASE, "--platte.pages-open-to=203.0.113.1");

    private final Browser browser = new Browser(SERVER);

    @AfterAll
    static void stop() {
        SERVER.close();
        DATABASE.close();
    }

    private static User user(Role role) {
        return SERVER.get(Users.class)
                .create(
                        new NewUser(
                                "user-" + UUID.randomUUID(),
                                null,
                                PASSWORD,
                                List.of(Grant.everywhere(role))),
                        ROOT);
    }

    private HttpResponse<String> signIn(String name, String password) {
        return browser.post("/signin/password", Map.of("name", name, "password", password));
    }

    @Test
    void thePasswordOpensThePagesUntilSigningOut() {
        User anna = user(Role.VIEWER);
        assertThat(browser.get("/").statusCode()).isEqualTo(403);
        HttpResponse<String> in = signIn(anna.name().toUpperCase(java.util.Locale.ROOT), PASSWORD);
        assertThat(in.statusCode()).as(in.body()).isEqualTo(204);
        assertThat(browser.name()).isEqualTo(anna.name());
        assertThat(browser.get("/").statusCode()).isNotEqualTo(403);
        assertThat(SERVER.get(Audit.class).newest("user/" + anna.id(), null, 1).getFirst().verb())
                .isEqualTo("user.sign-in");

        HttpCookie session = browser.cookie("platte_session").orElseThrow();
        assertThat(browser.post("/signin/out", Map.of()).statusCode()).isEqualTo(204);
        assertThat(browser.name()).isEqualTo("null");
        browser.lay(session);
        assertThat(browser.name()).isEqualTo("null");
    }

    @Test
    void theCookieIsForTheServerAloneAndTheDatabaseHoldsOnlyItsHash() {
        HttpResponse<String> in = signIn(user(Role.VIEWER).name(), PASSWORD);
        assertThat(in.headers().allValues("Set-Cookie"))
                .anySatisfy(
                        cookie ->
                                assertThat(cookie)
                                        .startsWith("platte_session=")
                                        .contains("HttpOnly")
                                        .contains("SameSite=Lax")
                                        .contains("Path=/"));
        String secret = browser.cookie("platte_session").orElseThrow().getValue();
        assertThat(secret).hasSize(43);
        List<String> rows =
                SERVER.get(JdbcClient.class)
                        .sql(
                                """
                                select row_to_json(s)::text || encode(a.attribute_bytes, 'escape')
                                from spring_session s
                                join spring_session_attributes a on a.session_primary_id = s.primary_id
                                """)
                        .query(String.class)
                        .list();
        assertThat(rows).isNotEmpty().noneMatch(row -> row.contains(secret));
        for (String row : rows) {
            String id = row.replaceAll(".*\"session_id\":\"([^\"]+)\".*(?s:.*)", "$1");
            Browser thief = new Browser(SERVER);
            thief.lay(new HttpCookie("platte_session", id));
            assertThat(thief.name()).isEqualTo("null");
        }
    }

    @Test
    void aSessionThatSomebodyElseLaidIsNotKept() {
        Browser attacker = new Browser(SERVER);
        attacker.post(
                "/signin/password", Map.of("name", user(Role.VIEWER).name(), "password", PASSWORD));
        HttpCookie laid = attacker.cookie("platte_session").orElseThrow();
        browser.lay(laid);
        User anna = user(Role.ADMIN);
        signIn(anna.name(), PASSWORD);
        assertThat(browser.name()).isEqualTo(anna.name());
        assertThat(browser.cookie("platte_session").orElseThrow().getValue())
                .isNotEqualTo(laid.getValue());
        assertThat(attacker.name()).isEqualTo("null");
    }

    @Test
    void wrongNamesAndPasswordsLookTheSame() {
        HttpResponse<String> wrong = signIn(user(Role.VIEWER).name(), "not the password");
        HttpResponse<String> unknown = signIn("nobody-" + UUID.randomUUID(), PASSWORD);
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(wrong.body().replaceAll("requestId.*", ""))
                .isEqualTo(unknown.body().replaceAll("requestId.*", ""));
        assertThat(browser.cookie("platte_session")).isEmpty();
    }

    @Test
    void tooManyTriesOfANameHaveToWait() {
        User anna = user(Role.VIEWER);
        for (int i = 0; i < 10; i++) {
            assertThat(signIn(anna.name(), "guess " + i).statusCode()).isEqualTo(401);
        }
        HttpResponse<String> answer = signIn(anna.name(), PASSWORD);
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(Long.parseLong(answer.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(1L, 901L);
        SERVER.clock().advance(Duration.ofMinutes(16));
        assertThat(signIn(anna.name(), PASSWORD).statusCode()).isEqualTo(204);
    }

    @Test
    void changesWithoutTheTokenAgainstForgeryAreRefused() {
        User anna = user(Role.VIEWER);
        HttpRequest.Builder bare =
                HttpRequest.newBuilder(SERVER.url("/signin/password"))
                        .header("Content-Type", "application/json")
                        .POST(
                                BodyPublishers.ofString(
                                        "{\"name\":\"%s\",\"password\":\"%s\"}"
                                                .formatted(anna.name(), PASSWORD)));
        HttpResponse<String> answer = browser.send(bare);
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("csrf-token-missing");

        signIn(anna.name(), PASSWORD);
        HttpRequest.Builder forged =
                HttpRequest.newBuilder(SERVER.url("/signin/out"))
                        .header("Sec-Fetch-Site", "same-site")
                        .header(
                                browser.state().get("header").asString(),
                                browser.state().get("token").asString())
                        .POST(BodyPublishers.noBody());
        assertThat(browser.send(forged).body()).contains("other-site");
        assertThat(browser.name()).isEqualTo(anna.name());
    }

    @Test
    void anEarlierRequestLeavesNoSessionBehind() {
        browser.get("/");
        browser.get("/signin/state");
        browser.post("/nothing", Map.of());
        assertThat(browser.cookie("platte_session")).isEmpty();
    }

    @Test
    void aNewPasswordAndDisablingEndSessions() {
        user(Role.ADMIN);
        User anna = user(Role.VIEWER);
        signIn(anna.name(), PASSWORD);
        assertThat(browser.name()).isEqualTo(anna.name());
        SERVER.get(Users.class).setPassword(anna.id(), "another long password", 0, ROOT);
        assertThat(browser.name()).isEqualTo("null");
        signIn(anna.name(), "another long password");
        assertThat(browser.name()).isEqualTo(anna.name());
        SERVER.get(Users.class).disable(anna.id(), 1, ROOT);
        assertThat(browser.name()).isEqualTo("null");
        assertThat(signIn(anna.name(), "another long password").statusCode()).isEqualTo(401);
    }

    @Test
    void otherRolesCountFromTheNextRequestOn() {
        User anna = user(Role.VIEWER);
        signIn(anna.name(), PASSWORD);
        assertThat(browser.state().get("grants").toString()).contains("VIEWER");
        SERVER.get(Users.class)
                .setRoles(anna.id(), List.of(Grant.everywhere(Role.OPERATOR)), 0, ROOT);
        assertThat(browser.state().get("grants").toString()).contains("OPERATOR");
    }

    @Test
    void aSessionEndsAfterHalfADayHoweverBusy() {
        User anna = user(Role.VIEWER);
        signIn(anna.name(), PASSWORD);
        SERVER.clock().advance(Duration.ofHours(11));
        assertThat(browser.name()).isEqualTo(anna.name());
        SERVER.clock().advance(Duration.ofHours(1));
        assertThat(browser.name()).isEqualTo("null");
    }

    @Test
    void sessionsOpenNoApi() {
        signIn(user(Role.ADMIN).name(), PASSWORD);
        assertThat(browser.get("/api/v1/applications").statusCode()).isEqualTo(401);
    }

    @Test
    void aFormSignsInToo() {
        User anna = user(Role.VIEWER);
        HttpResponse<String> answer =
                browser.send(
                        HttpRequest.newBuilder(SERVER.url("/signin/password"))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(
                                        BodyPublishers.ofString(
                                                "name=%s&password=%s&%s=%s"
                                                        .formatted(
                                                                anna.name(),
                                                                PASSWORD.replace(' ', '+'),
                                                                browser.state()
                                                                        .get("parameter")
                                                                        .asString(),
                                                                browser.state()
                                                                        .get("token")
                                                                        .asString()))));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).contains("/");
        assertThat(browser.name()).isEqualTo(anna.name());
    }

    @Test
    void cookiesNeverLeaveTlsWhereTheServerIsReachedOverIt() {
        try (TestServer second =
                TestServer.start(DATABASE, "--platte.public-url=https://updates.example.com")) {
            assertThat(second.get("/signin/state").headers().firstValue("Set-Cookie").orElseThrow())
                    .startsWith("platte_csrf=")
                    .contains("Secure")
                    .contains("HttpOnly")
                    .contains("SameSite=Strict");
        }
    }

    @Test
    void aSessionThatCannotBeReadIsNoError() {
        TestDatabase gone = TestServer.database();
        try (TestServer alone = TestServer.start(gone)) {
            Browser there = new Browser(alone);
            there.lay(new HttpCookie("platte_session", "A".repeat(43)));
            gone.close();
            HttpResponse<String> answer = there.get("/signin/state");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("database-unavailable");
        }
    }

    @Test
    void anotherServerOfTheInstallationKnowsTheSession() {
        User anna = user(Role.VIEWER);
        signIn(anna.name(), PASSWORD);
        try (TestServer second = TestServer.start(DATABASE)) {
            Browser there = new Browser(second);
            HttpCookie cookie = browser.cookie("platte_session").orElseThrow();
            there.lay(cookie);
            assertThat(there.name()).isEqualTo(anna.name());
        }
    }
}
