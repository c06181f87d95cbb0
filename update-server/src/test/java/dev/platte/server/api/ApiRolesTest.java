package dev.platte.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.db.access.Role;
import dev.platte.db.access.Tokens;
import dev.platte.db.access.VerbGroup;
import dev.platte.db.verb.Caller;
import dev.platte.server.fixture.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Who may what, tried for every operation: it is as the document says. */
@Timeout(120)
final class ApiRolesTest {

    private final TestServer server = TestServer.shared();
    private final JsonNode document = Rest.ok(server.get("/api/v1/openapi.json"));

    @Test
    void everyOperationIsOpenToTheRolesThatTheDocumentNamesAndToNobodyElse() {
        Map<Role, String> tokens = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            tokens.put(
                    role,
                    server.get(Tokens.class)
                            .issue("role", role, List.of(), null, Caller.system("test"))
                            .secret());
        }
        List<String> wrong = new ArrayList<>();
        document.get("paths")
                .properties()
                .forEach(
                        path ->
                                path.getValue()
                                        .properties()
                                        .forEach(
                                                verb ->
                                                        wrong.addAll(
                                                                check(
                                                                        verb.getKey(),
                                                                        path.getKey(),
                                                                        verb.getValue(),
                                                                        tokens))));
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyOperationIsOpenToTheScopeThatTheDocumentNamesAndToNoOther() {
        Map<String, String> only = new HashMap<>();
        Map<String, String> allBut = new HashMap<>();
        for (VerbGroup group : VerbGroup.values()) {
            only.put(group.word(), limited("app:*:" + group.word()));
            String others =
                    Stream.of(VerbGroup.values())
                            .filter(each -> each != group)
                            .map(VerbGroup::word)
                            .collect(Collectors.joining(","));
            allBut.put(group.word(), limited("app:*:" + others));
        }
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
            for (Map.Entry<String, JsonNode> verb : path.getValue().properties()) {
                String scope = verb.getValue().path("x-needs").path("scope").asString("");
                String method = verb.getKey().toUpperCase(Locale.ROOT);
                // Looking comes with every scope.
                boolean looking = scope.equals("read");
                if (scope.isEmpty()) {
                    continue;
                }
                if (isTooNarrow(method, path.getKey(), only.get(scope))) {
                    wrong.add(method + " " + path.getKey() + " is closed to " + scope);
                }
                if (isTooNarrow(method, path.getKey(), allBut.get(scope)) == looking) {
                    wrong.add(method + " " + path.getKey() + " and all scopes but " + scope);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private String limited(String scope) {
        return server.get(Tokens.class)
                .issue("scope", Role.ADMIN, List.of(scope), null, Caller.system("test"))
                .secret();
    }

    private boolean isTooNarrow(String method, String path, String token) {
        HttpResponse<String> answer = call(method, path, token);
        return answer.statusCode() == 403 && answer.body().contains("\"scope-too-narrow\"");
    }

    @Test
    void theDocumentSaysInWordsWhatIsNeeded() {
        assertThat(document.at("/paths/~1api~1v1~1applications/post/description").stringValue())
                .contains("Needs the role `admin`")
                .contains("scope `application`");
    }

    private List<String> check(
            String verb, String path, JsonNode operation, Map<Role, String> tokens) {
        String method = verb.toUpperCase(Locale.ROOT);
        String name = method + " " + path;
        List<String> wrong = new ArrayList<>();
        if (!path.endsWith("openapi.json") && call(method, path, "").statusCode() != 401) {
            wrong.add(name + " is open without a token");
        }
        JsonNode needs = operation.path("x-needs").path("role");
        for (Map.Entry<Role, String> token : tokens.entrySet()) {
            HttpResponse<String> answer = call(method, path, token.getValue());
            boolean refused =
                    answer.statusCode() == 403 && answer.body().contains("\"role-too-low\"");
            boolean may =
                    needs.isMissingNode()
                            || token.getKey()
                                    .covers(
                                            Role.valueOf(
                                                    needs.stringValue().toUpperCase(Locale.ROOT)));
            if (refused == may) {
                wrong.add(name + " answers " + token.getKey() + " with " + answer.statusCode());
            }
        }
        return wrong;
    }

    /** With nothing that exists and no body: who may is told what is missing. */
    private HttpResponse<String> call(String method, String path, String token) {
        HttpRequest.Builder request =
                server.to(path.replaceAll("\\{[^}]*}", "nothing"))
                        .header("Accept", "application/json, application/yaml")
                        .method(method, BodyPublishers.noBody());
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return server.send(request);
    }
}
