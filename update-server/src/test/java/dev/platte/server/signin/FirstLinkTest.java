package dev.platte.server.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.db.access.AdminLinks;
import dev.platte.db.access.Grant;
import dev.platte.db.access.IssuedLink;
import dev.platte.db.access.Role;
import dev.platte.db.access.User;
import dev.platte.db.access.Users;
import dev.platte.db.fixture.TestDatabase;
import dev.platte.db.verb.Caller;
import dev.platte.server.fixture.Browser;
import dev.platte.server.fixture.TestServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FirstLinkTest {

    private static final Pattern LINK = Pattern.compile("signs in at (\\S*)/signin/link#(\\S{43})");

    private final TestDatabase database = TestServer.database();

    @AfterEach
    void drop() {
        database.close();
    }

    private static String secret(List<String> lines) {
        Matcher link = LINK.matcher(String.join("\n", lines));
        assertThat(link.find()).isTrue();
        return link.group(2);
    }

    private static HttpResponse<String> redeem(TestServer server, String secret, String name) {
        return new Browser(server)
                .post(
                        "/signin/link",
                        Map.of("secret", secret, "name", name, "password", "a long password 1"));
    }

    @Test
    void theFirstStartPrintsALinkThatMakesOneAdministrator() {
        try (Log log = Log.capture();
                TestServer server = TestServer.start(database)) {
            String secret = secret(log.lines());
            assertThat(server.get("/signin/link").body()).doesNotContain(secret);
            Browser browser = new Browser(server);
            HttpResponse<String> in =
                    browser.post(
                            "/signin/link",
                            Map.of(
                                    "secret",
                                    secret,
                                    "name",
                                    "anna",
                                    "email",
                                    "anna@example.com",
                                    "password",
                                    "a long password 1"));
            assertThat(in.statusCode()).as(in.body()).isEqualTo(204);
            assertThat(browser.name()).isEqualTo("anna");
            User anna = server.get(Users.class).find("anna").orElseThrow();
            assertThat(anna.grants()).containsExactly(Grant.everywhere(Role.ADMIN));
            HttpResponse<String> again = redeem(server, secret, "bob");
            assertThat(again.statusCode()).isEqualTo(403);
            assertThat(again.body()).contains("link-invalid").doesNotContain(secret);
        }
        try (Log log = Log.capture();
                TestServer server = TestServer.start(database)) {
            assertThat(log.lines()).noneMatch(line -> line.contains("signin/link"));
            assertThat(server.get(AdminLinks.class).needed()).isFalse();
        }
    }

    @Test
    void aLinkEndsAfterAnHourAndTheNextStartPrintsAnother() {
        String first;
        try (Log log = Log.capture();
                TestServer server = TestServer.start(database)) {
            first = secret(log.lines());
            server.clock().advance(Duration.ofHours(1));
            assertThat(redeem(server, first, "anna").statusCode()).isEqualTo(403);
        }
        try (Log log = Log.capture();
                TestServer server =
                        TestServer.start(database, "--platte.public-url=http://u.example")) {
            assertThat(String.join("\n", log.lines())).contains("http://u.example/signin/link#");
            String second = secret(log.lines());
            assertThat(second).isNotEqualTo(first);
            assertThat(redeem(server, second, "anna").statusCode()).isEqualTo(204);
        }
    }

    @Test
    void afterTheFirstTokenWasUsedNoLinkIsPrinted() throws IOException {
        try (TestServer server = TestServer.start(database, "--platte.sign-in.first-link=false")) {
            String token = Files.readString(server.data().resolve("admin-token")).strip();
            assertThat(
                            server.send(
                                            server.to("/api/v1/tokens")
                                                    .header("Authorization", "Bearer " + token))
                                    .statusCode())
                    .isEqualTo(200);
        }
        try (Log log = Log.capture();
                TestServer server = TestServer.start(database)) {
            assertThat(server.get(AdminLinks.class).needed()).isFalse();
            assertThat(log.lines()).noneMatch(line -> line.contains("signin/link"));
        }
    }

    @Test
    void ofManyAtOnceOneMakesTheAdministrator() throws InterruptedException, ExecutionException {
        try (TestServer server = TestServer.start(database, "--platte.sign-in.first-link=false")) {
            IssuedLink link = server.get(AdminLinks.class).issue(Caller.system("test"));
            IssuedLink other = server.get(AdminLinks.class).issue(Caller.system("test"));
            assertThat(link.toString()).doesNotContain(link.secret());
            List<Future<Integer>> all = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 8; i++) {
                    String name = "user-" + i;
                    String secret = i % 2 == 0 ? link.secret() : other.secret();
                    all.add(threads.submit(() -> redeem(server, secret, name).statusCode()));
                }
            }
            int made = 0;
            int refused = 0;
            for (Future<Integer> each : all) {
                made += each.get() == 204 ? 1 : 0;
                refused += each.get() == 403 ? 1 : 0;
            }
            assertThat(made).isEqualTo(1);
            assertThat(server.get(Users.class).list()).hasSize(1);
            assertThat(refused).isEqualTo(7);
        }
    }
}
