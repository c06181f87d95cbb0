package dev.platte.server.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.db.access.Role;
import dev.platte.db.access.Tokens;
import dev.platte.db.fixture.TestDatabase;
import dev.platte.db.verb.Caller;
import dev.platte.server.fixture.TestServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever is said to the server, nobody writes a line of its log but the server. */
@Timeout(60)
final class LogLinesTest {

    private static final String FORGED = "FORGED: all is well";

    @Test
    void nobodyForgesALineOfTheLog() throws Exception {
        try (Log log = Log.capture();
                TestDatabase database = TestServer.database();
                TestServer server = TestServer.start(database)) {
            String token =
                    server.get(Tokens.class)
                            .issue("log", Role.ADMIN, List.of(), null, Caller.system("test"))
                            .secret();
            String encoded = "%0d%0a" + FORGED.replace(" ", "%20");
            for (String path :
                    List.of(
                            "/v1/update",
                            "/payloads/",
                            "/api/v1/applications/",
                            "/api/v1/hosts/",
                            "/host?id=",
                            "/")) {
                server.raw(
                        "GET "
                                + path
                                + encoded
                                + " HTTP/1.0\r\nHost: a\r\nX-Request-Id: b\n"
                                + FORGED
                                + "\r\n\r\n");
                server.send(server.to(path + encoded).header("Authorization", "Bearer " + token));
            }
            server.post(
                    "/v1/update",
                    "<request protocol=\"3.0\"><app appid=\"a&#10;"
                            + FORGED
                            + "\" version=\"1&#10;"
                            + FORGED
                            + "\"><ping/></app></request>");
            server.post("/v1/update", "<request>\n" + FORGED + "\n");
            server.send(
                    server.to("/api/v1/users")
                            .header("Authorization", "Bearer " + token)
                            .header("Content-Type", "application/json")
                            .POST(
                                    BodyPublishers.ofString(
                                            "{\"name\": \"a\\n"
                                                    + FORGED
                                                    + "\", \"reason\": \"\\r\\n"
                                                    + FORGED
                                                    + "\"}")));
            server.send(
                    server.to("/sign-in")
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(BodyPublishers.ofString("name=a" + encoded + "&password=b")));
            assertThat(log.lines()).isNotEmpty().noneMatch(line -> line.startsWith("FORGED"));
        }
    }
}
