package dev.platte.server.api;

import static dev.platte.server.api.Rest.ok;
import static dev.platte.server.api.Rest.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.db.fleet.MalformedSample;
import dev.platte.db.fleet.Strangers;
import dev.platte.db.fleet.UnknownAsk;
import dev.platte.server.fixture.TestServer;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The inbox belongs to the whole server: what these tests empty is no other test's. */
final class InboxApiTest {

    private static final byte[] ODD =
            "<!DOCTYPE r>\u001b[31m\u0000\u00ff".getBytes(StandardCharsets.ISO_8859_1);

    private final TestServer server = TestServer.shared();
    private final Rest rest = new Rest(server, "/api/v1");

    private long keep(String reason) {
        server.get(Strangers.class)
                .keep(
                        new MalformedSample(
                                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                                "10.0.0.9",
                                "text/html; <script>",
                                reason,
                                ODD));
        return ok(rest.get("/malformed")).get(0).get("id").longValue();
    }

    @Test
    void aMalformedRequestIsListedShownAndSavedByteForByte() {
        String reason = "a DOCTYPE " + UUID.randomUUID();
        long id = keep(reason);
        JsonNode line = ok(rest.get("/malformed")).get(0);
        assertThat(line.get("reason").stringValue()).isEqualTo(reason);
        assertThat(line.get("bytes").intValue()).isEqualTo(ODD.length);
        JsonNode shown = ok(rest.get("/malformed/" + id));
        assertThat(Base64.getDecoder().decode(shown.get("body").stringValue())).isEqualTo(ODD);
        assertThat(shown.get("text").stringValue()).startsWith("<!DOCTYPE r>").endsWith("\ufffd");
        HttpResponse<String> saved = rest.get("/malformed/" + id + "/body");
        assertThat(saved.statusCode()).isEqualTo(200);
        assertThat(saved.body()).startsWith("<!DOCTYPE r>");
        assertThat(saved.headers().firstValue("Content-Type")).contains("application/octet-stream");
        assertThat(saved.headers().firstValue("Content-Disposition").orElseThrow())
                .startsWith("attachment");
        assertThat(saved.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    @Test
    void theInboxIsEmptiedUpToWhatWasSeenAndItIsWrittenDown() {
        long seen = keep("first");
        long later = keep("second");
        problem(
                rest.call("DELETE", "/malformed?through=" + seen, null, null),
                422,
                "reason-required");
        problem(rest.call("DELETE", "/malformed?reason=x", null, null), 400, "bad-request");
        String all = "/malformed?reason=looked+at&through=" + seen;
        assertThat(
                        ok(rest.call("DELETE", all + "&dryRun=true", null, null))
                                .get("done")
                                .longValue())
                .isPositive();
        ok(rest.get("/malformed/" + seen));
        ok(rest.call("DELETE", all, null, null));
        problem(rest.get("/malformed/" + seen), 404, "sample-unknown");
        ok(rest.get("/malformed/" + later));
        JsonNode row = ok(rest.get("/audit?subject=inbox/malformed&limit=1")).get(0);
        assertThat(row.get("verb").stringValue()).isEqualTo("inbox.empty");
        assertThat(row.get("reason").stringValue()).isEqualTo("looked at");
    }

    @Test
    void namesThatNobodyMadeAreClearedAway() {
        Instant longAgo = Instant.parse("2020-01-01T00:00:00Z");
        String name = "nobody." + UUID.randomUUID();
        server.get(Strangers.class).count(List.of(new UnknownAsk(name, null, longAgo, null, null)));
        assertThat(rest.get("/unknown").body()).contains(name);
        problem(
                rest.call("DELETE", "/unknown?until=noon&reason=x", null, null),
                400,
                "bad-request");
        JsonNode done =
                ok(rest.call("DELETE", "/unknown?until=" + longAgo + "&reason=old", null, null));
        assertThat(done.get("done").longValue()).isEqualTo(1);
        assertThat(rest.get("/unknown").body()).doesNotContain(name);
    }
}
