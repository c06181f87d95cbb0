package dev.platte.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.db.access.Grant;
import dev.platte.db.access.IssuedToken;
import dev.platte.db.access.Need;
import dev.platte.db.access.NewToken;
import dev.platte.db.access.NewUser;
import dev.platte.db.access.Role;
import dev.platte.db.access.Tokens;
import dev.platte.db.access.User;
import dev.platte.db.access.Users;
import dev.platte.db.access.VerbGroup;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.verb.Caller;
import dev.platte.server.fixture.TestServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.json.JsonMapper;

class ApiRulesTest {

    private static final Caller ROOT = Caller.system("test");

    private final TestServer server = TestServer.shared();

    @ParameterizedTest
    @CsvSource({
        "GET, applications/{app}/packages, VIEWER, READ",
        "HEAD, applications/{app}/packages, VIEWER, READ",
        "PUT, applications/{app}/packages/{arch}/{version}/payload, OPERATOR, PACKAGE",
        "PATCH, applications/{app}/channels/{arch}/{name}, OPERATOR, CHANNEL",
        "PUT, applications/{app}/channels/{arch}/{name}/floors/{version}, OPERATOR, CHANNEL",
        "POST, applications/{app}/groups/{group}/pause, OPERATOR, GROUP",
        "POST, applications/{app}/groups/{group}/rollouts/{number}/halt, OPERATOR, ROLLOUT",
        "POST, applications/{app}/keys, ADMIN, KEY",
        "GET, applications/{app}/keys, VIEWER, READ",
        "PATCH, applications/{app}, ADMIN, APPLICATION",
        "POST, applications/{app}/something-new, ADMIN, APPLICATION",
        "GET, applications/{app}/something-new, ADMIN, APPLICATION"
    })
    void addressesOfAnApplicationNeed(String method, String place, Role role, VerbGroup group) {
        assertThat(ApiRules.need(method, ApiRules.BASE + place, "a"))
                .contains(new Need(role, group, "a"));
    }

    @ParameterizedTest
    @CsvSource({
        "POST, applications, ADMIN, APPLICATION",
        "GET, users, ADMIN, USER",
        "POST, users/{name}/disable, ADMIN, USER",
        "GET, tokens, ADMIN, TOKEN",
        "GET, audit/verify, VIEWER, READ",
        "GET, malformed/{id}/body, VIEWER, READ",
        "DELETE, malformed, OPERATOR, INBOX",
        "DELETE, unknown, OPERATOR, INBOX",
        "POST, something-new, ADMIN, APPLICATION",
        "POST, me, ADMIN, APPLICATION",
        "DELETE, openapi.json, ADMIN, APPLICATION"
    })
    void addressesOfTheServerNeed(String method, String place, Role role, VerbGroup group) {
        assertThat(ApiRules.need(method, ApiRules.BASE + place, null))
                .contains(new Need(role, group, null));
    }

    @ParameterizedTest
    @CsvSource({"GET, applications", "GET, approvals", "POST, approvals/{id}/approve", "GET, me"})
    void othersLookCloserThemselves(String method, String place) {
        assertThat(ApiRules.need(method, ApiRules.BASE + place, null)).isEmpty();
    }

    /** A new address without a line in the table is closed to all but administrators. */
    @Test
    void theTableKnowsEveryAddress() {
        server.get("/healthz"); // Spring fills its table of handlers at the first request.
        assertThat(
                        server.get(DispatcherServlet.class).getHandlerMappings().stream()
                                .filter(RequestMappingHandlerMapping.class::isInstance)
                                .map(RequestMappingHandlerMapping.class::cast)
                                .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                                .flatMap(mapping -> mapping.getPatternValues().stream())
                                .filter(pattern -> pattern.startsWith(ApiRules.BASE))
                                .filter(pattern -> !ApiRules.knows(pattern)))
                .as("addresses without a rule; add them to ApiRules")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // role, scopes (@ is the application), method, path, status, code
                "VIEWER ||GET|/applications/@/groups|200|",
                "VIEWER ||POST|/applications/@/groups|403|role-too-low",
                "OPERATOR ||POST|/applications/@/groups|422|field-missing",
                "OPERATOR ||POST|/applications/@/keys|403|role-too-low",
                "APPROVER ||GET|/tokens|403|role-too-low",
                "ADMIN ||GET|/tokens|200|",
                "ADMIN |app:@|GET|/tokens|403|scope-too-narrow",
                "ADMIN |app:@|GET|/applications/@/groups|200|",
                "ADMIN |app:@|GET|/applications/{@}/groups|200|",
                "ADMIN |app:@|POST|/applications|403|scope-too-narrow",
                "ADMIN |app:@|GET|/applications/another/groups|403|scope-too-narrow",
                "ADMIN |app:@|GET|/audit|403|scope-too-narrow",
                "ADMIN |app:@:channel|GET|/applications/@/groups|200|",
                "ADMIN |app:@:channel|POST|/applications/@/groups|403|scope-too-narrow",
                "ADMIN |app:@:channel|POST|/applications/@/channels|422|field-missing",
                "VIEWER |app:@:channel|POST|/applications/@/channels|403|role-too-low",
                "ADMIN |app:*:group|POST|/applications/@/groups|422|field-missing",
                "ADMIN |app:*:read|GET|/audit|200|",
                "ADMIN |app:*:read|GET|/tokens|403|scope-too-narrow",
                "VIEWER ||GET|/no-such-thing|404|not-found"
            })
    void tokensOpenWhatTheirRoleAndScopesSay(
            Role role, String scopes, String method, String path, int status, String code) {
        String app = application();
        List<String> limits = scopes == null ? List.of() : List.of(scopes.replace("@", app));
        String secret = server.get(Tokens.class).issue("test", role, limits, null, ROOT).secret();
        HttpResponse<String> answer = call(secret, method, path.replace("@", app));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        if (code != null) {
            assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
        }
    }

    @Test
    void refusalsSayWhatIsMissing() {
        String app = application();
        String narrow =
                server.get(Tokens.class)
                        .issue("test", Role.ADMIN, List.of("app:" + app + ":host"), null, ROOT)
                        .secret();
        assertThat(call(narrow, "POST", "/applications/" + app + "/channels").body())
                .contains("it needs the scope app:" + app + ":channel");
        String low =
                server.get(Tokens.class).issue("t", Role.VIEWER, List.of(), null, ROOT).secret();
        assertThat(call(low, "POST", "/applications/" + app + "/keys").body())
                .contains("the role admin for the application " + app);
    }

    @Test
    void rolesOfAPersonLimitTheirTokens() {
        String app = application();
        String other = application();
        Users users = server.get(Users.class);
        User bob =
                users.create(
                        new NewUser(
                                "bob-" + UUID.randomUUID(),
                                null,
                                null,
                                List.of(new Grant(Role.OPERATOR, app))),
                        ROOT);
        IssuedToken token =
                server.get(Tokens.class)
                        .issue(new NewToken("ci", Role.ADMIN, bob.name(), List.of(), null), ROOT);
        assertThat(call(token.secret(), "POST", "/applications/" + app + "/channels").statusCode())
                .isEqualTo(422);
        assertThat(call(token.secret(), "GET", "/applications/" + other + "/channels").statusCode())
                .isEqualTo(403);
        assertThat(call(token.secret(), "GET", "/applications").body())
                .contains(app)
                .doesNotContain(other);
        users.disable(bob.id(), 0, ROOT.because("left"));
        assertThat(call(token.secret(), "GET", "/applications").statusCode()).isEqualTo(401);
    }

    private String application() {
        String app = "rules." + UUID.randomUUID();
        server.get(Catalog.class).createApplication(app, app, "", ROOT);
        return app;
    }

    private HttpResponse<String> call(String secret, String method, String path) {
        return server.send(
                server.to("/api/v1" + path.replace("{", "%7B").replace("}", "%7D"))
                        .header("Authorization", "Bearer " + secret)
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                method.equals("GET")
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(
                                                JsonMapper.shared()
                                                        .createObjectNode()
                                                        .toString())));
    }
}
