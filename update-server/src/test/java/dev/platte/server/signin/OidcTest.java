package dev.platte.server.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.db.access.Grant;
import dev.platte.db.access.NewUser;
import dev.platte.db.access.Role;
import dev.platte.db.access.User;
import dev.platte.db.access.Users;
import dev.platte.db.fixture.TestDatabase;
import dev.platte.db.verb.Caller;
import dev.platte.server.fixture.Browser;
import dev.platte.server.fixture.TestServer;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OidcTest {

    private static final Caller ROOT = new Caller("root", null, "test", null);
    private static final FakeProvider PROVIDER = new FakeProvider();
    private static final TestDatabase DATABASE = TestServer.database();
    private static final TestServer SERVER =
            TestServer.start(
                    DATABASE,
                    "--platte.oidc.issuer=" + PROVIDER.issuer(),
                    "--platte.oidc.client-id=" + FakeProvider.CLIENT,
                    "--platte.oidc.client-secret=" + FakeProvider.SECRET,
                    "--platte.oidc.roles.everybody=viewer",
                    "--platte.oidc.roles.ops=operator",
                    "--platte.oidc.roles.admins=admin");

    private final String name = "anna-" + UUID.randomUUID();
    private final Browser browser = new Browser(SERVER);

    @AfterAll
    static void stop() {
        SERVER.close();
        DATABASE.close();
        PROVIDER.close();
    }

    @BeforeEach
    void honestProvider() {
        PROVIDER.forges = false;
        PROVIDER.forgetsNonce = false;
        PROVIDER.who = claims(List.of("everybody", "ops", "others"));
    }

    private Map<String, Object> claims(List<String> groups) {
        return Map.of("sub", "id of " + name, "preferred_username", name, "groups", groups);
    }

    /** There, and back with a code. */
    private HttpResponse<String> signIn() {
        HttpResponse<String> there = browser.get("/oauth2/authorization/oidc");
        assertThat(there.statusCode()).as(there.body()).isEqualTo(302);
        HttpResponse<String> back = browser.get(location(there));
        return browser.get(location(back));
    }

    private static URI location(HttpResponse<String> answer) {
        return URI.create(answer.headers().firstValue("Location").orElseThrow());
    }

    private User user() {
        return SERVER.get(Users.class).find(name).orElseThrow();
    }

    @Test
    void whomTheProviderVouchesForIsInWithTheRolesOfTheirGroups() {
        HttpResponse<String> in = signIn();
        assertThat(in.statusCode()).as(in.body()).isEqualTo(303);
        assertThat(location(in)).hasToString("/");
        assertThat(browser.name()).isEqualTo(name);
        assertThat(user().grants()).containsExactly(Grant.everywhere(Role.OPERATOR));
        assertThat(user().password()).isFalse();
        assertThat(browser.state().get("provider").asBoolean()).isTrue();
    }

    @Test
    void rolesFollowTheGroups() {
        signIn();
        PROVIDER.who = claims(List.of("admins"));
        signIn();
        assertThat(user().grants()).containsExactly(Grant.everywhere(Role.ADMIN));
        PROVIDER.who = claims(List.of("everybody"));
        signIn();
        assertThat(user().grants()).containsExactly(Grant.everywhere(Role.VIEWER));
    }

    @Test
    void whoHasNoGroupThatCountsIsRefused() {
        PROVIDER.who = claims(List.of("others"));
        HttpResponse<String> answer = signIn();
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("\"code\":\"no-role\"");
        assertThat(browser.name()).isEqualTo("null");
        assertThat(SERVER.get(Users.class).find(name)).isEmpty();
    }

    @Test
    void aNameThatIsTakenHereIsNotTakenOver() {
        SERVER.get(Users.class)
                .create(
                        new NewUser(
                                name,
                                null,
                                "seventeen green bottles",
                                List.of(Grant.everywhere(Role.ADMIN))),
                        ROOT);
        HttpResponse<String> answer = signIn();
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("\"code\":\"user-name-taken\"");
        assertThat(browser.name()).isEqualTo("null");
    }

    @Test
    void whoIsShutOutStaysOut() {
        signIn();
        SERVER.get(Users.class).disable(user().id(), user().revision(), ROOT);
        assertThat(browser.name()).isEqualTo("null");
        assertThat(signIn().body()).contains("\"code\":\"user-disabled\"");
    }

    @Test
    void aForgedTokenIsRefused() {
        PROVIDER.forges = true;
        assertThat(signIn().statusCode()).isEqualTo(403);
        assertThat(browser.name()).isEqualTo("null");
    }

    @Test
    void aTokenOfAnotherSignInIsRefused() {
        PROVIDER.forgetsNonce = true;
        assertThat(signIn().statusCode()).isEqualTo(403);
        assertThat(browser.name()).isEqualTo("null");
    }

    @Test
    void anAnswerThatNobodyAskedForIsRefused() {
        HttpResponse<String> there = browser.get("/oauth2/authorization/oidc");
        URI back = location(browser.get(location(there)));
        Browser victim = new Browser(SERVER);
        HttpResponse<String> answer = victim.get(back);
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(victim.name()).isEqualTo("null");
    }
}
