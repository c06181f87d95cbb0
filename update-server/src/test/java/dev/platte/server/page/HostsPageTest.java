package dev.platte.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.db.catalog.Application;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.fleet.Fleet;
import dev.platte.db.fleet.HostEvent;
import dev.platte.db.fleet.HostFacts;
import dev.platte.db.fleet.HostKey;
import dev.platte.db.fleet.HostState;
import dev.platte.db.fleet.PollRecord;
import dev.platte.db.request.RequestWriter;
import dev.platte.db.request.SentRequest;
import dev.platte.db.verb.Caller;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.util.HtmlUtils;
import tools.jackson.databind.json.JsonMapper;

final class HostsPageTest {

    private static final String HOSTILE = "\"'><script>alert(1)</script>/../%2e%2f;{x}&id=a\u202e";
    private static final Pattern ROW = Pattern.compile("<a class=\"id\"[^>]*>([^<]*)</a>");
    private static final Pattern NEXT = Pattern.compile("href=\"([^\"]*)\" rel=\"next\"");

    private static TestSite site;
    private static long application;

    @BeforeAll
    static void start() {
        site = TestSite.start();
        Application made =
                site.get(Catalog.class)
                        .createApplication("os", "The OS", "", Caller.system("test"));
        application = made.id();
        site.refresh();
        List<PollRecord> polls = new ArrayList<>();
        IntStream.range(0, 120)
                .forEach(
                        number ->
                                polls.add(
                                        poll(
                                                "host-%03d".formatted(number),
                                                number < 70 ? "1.0.0" : "1.1.0",
                                                number == 5 ? HostState.FAILED : null,
                                                number == 5 ? 268435466L : null)));
        polls.add(poll(HOSTILE, "<u>1</u>", null, null));
        site.get(Fleet.class).recordPolls(polls);
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    private static PollRecord poll(
            String machine, String version, @Nullable HostState state, @Nullable Long error) {
        return new PollRecord(
                UUID.randomUUID(),
                0,
                site.clock().instant(),
                new HostKey(application, machine),
                null,
                new HostFacts(
                        "<i>edge</i>",
                        version,
                        null,
                        null,
                        null,
                        null,
                        machine.equals(HOSTILE) ? "<img src=x onerror=alert(1)>" : null,
                        null,
                        "10.0.0.1"),
                state,
                null,
                error,
                error == null ? List.of() : List.of(new HostEvent(3, 0, error, "1.1.0", "1.0.0")));
    }

    private static List<String> hostsOn(String path) {
        HttpResponse<String> page = site.get(path);
        assertThat(page.statusCode()).as(path).isEqualTo(200);
        return ROW.matcher(page.body()).results().map(found -> found.group(1)).toList();
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrRepeat() {
        List<String> seen = new ArrayList<>();
        String path = "/hosts?id=host-";
        for (int pages = 0; path != null; pages++) {
            assertThat(pages).isLessThan(4);
            seen.addAll(hostsOn(path));
            Matcher next = NEXT.matcher(site.get(path).body());
            path = next.find() ? HtmlUtils.htmlUnescape(next.group(1)) : null;
        }
        assertThat(seen).hasSize(120).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void filtersAreTheAddress() {
        assertThat(hostsOn("/hosts?state=failed")).containsExactly("host-005");
        assertThat(hostsOn("/hosts?version=1.1.0"))
                .hasSize(50)
                .allMatch(id -> id.compareTo("host-070") >= 0);
        assertThat(hostsOn("/hosts?version=1.1.0&id=host-01")).isEmpty();
        assertThat(hostsOn("/hosts?id=host-01")).hasSize(10);
        assertThat(site.get("/hosts?version=1.1.0").body()).contains("50 hosts");
    }

    @Test
    void whatSingleHostsAreKnownByIsInTheAddressToo() {
        assertThat(hostsOn("/hosts?error=10")).containsExactly("host-005");
        assertThat(hostsOn("/hosts?error=44")).isEmpty();
        assertThat(hostsOn("/hosts?address=10.0.&id=host-01")).hasSize(10);
        assertThat(hostsOn("/hosts?address=10.1.")).isEmpty();
        assertThat(hostsOn("/hosts?alias=%3CIMG")).hasSize(1);
        assertThat(hostsOn("/hosts?silent=P1D")).isEmpty();
        assertThat(hostsOn("/hosts?retired=on")).isEmpty();
        assertThat(site.get("/hosts?error=10&state=failed").body())
                .contains("without state: failed", "without error: 10");
    }

    @Test
    void whatMatchesIsAFileRowByRow() {
        HttpResponse<String> csv =
                site.get("/hosts/export?application=" + application + "&version=1.0.0&format=csv");
        assertThat(csv.headers().firstValue("Content-Disposition").orElse(""))
                .contains("hosts.csv");
        List<String> rows = csv.body().lines().toList();
        assertThat(rows).hasSize(71);
        assertThat(rows.getFirst()).startsWith("machineId,alias,address,group,track,version");
        assertThat(rows.get(6)).startsWith("host-005,,10.0.0.1,").contains(",10,", "hash mismatch");
        HttpResponse<String> json =
                site.get("/hosts/export?application=" + application + "&format=json");
        assertThat(JsonMapper.shared().readTree(json.body()))
                .hasSize(121)
                .anySatisfy(
                        host -> assertThat(host.path("machineId").asString()).isEqualTo(HOSTILE));
        assertThat(
                        site.get("/hosts/export?application=" + application + "&format=xls")
                                .statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state=exploded",
                "group=99",
                "group=x",
                "state=FAILED%00",
                "error=ten",
                "silent=long",
                "silent=-PT1H",
            })
    void aFilterThatCannotBeReadIsRefusedInWords(String filter) {
        HttpResponse<String> page = site.get("/hosts?" + filter);
        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body()).contains("<h1>").contains("To the overview");
    }

    @Test
    void nothingThatMatchesSaysSo() {
        assertThat(site.get("/hosts?id=zzz").body()).contains("No host matches");
    }

    @Test
    void whatAHostCallsItselfIsTextAndNeverMarkup() {
        for (String path : List.of("/hosts", "/", "/applications/" + application)) {
            assertThat(site.get(path).body())
                    .as(path)
                    .doesNotContain("<script>alert", "<img src=x", "<u>1</u>", "<i>edge</i>");
        }
        HttpResponse<String> page =
                site.get(
                        "/host?application="
                                + application
                                + "&id="
                                + URLEncoder.encode(HOSTILE, StandardCharsets.UTF_8));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("&lt;script&gt;alert(1)", "&lt;img src=x", "&lt;i&gt;edge")
                .doesNotContain("<script>alert", "<img src=x", "<i>edge");
    }

    @Test
    void theLastRequestIsLaidOutAndAFileAndNeverMarkup() {
        String page = "/host?application=" + application + "&id=host-007";
        assertThat(site.get(page).body()).contains("None was kept yet");
        String sent = "<request protocol='3.0'><app track=\"</pre><script>\"><ping></ping></app>";
        HostKey key = new HostKey(application, "host-007");
        new RequestWriter(site.get(JdbcClient.class), "updates-1")
                .write(
                        List.of(
                                new SentRequest(
                                        site.get(Fleet.class).find(key).orElseThrow().id(),
                                        site.clock().instant(),
                                        1,
                                        sent.getBytes(StandardCharsets.UTF_8))));
        assertThat(site.get(page).body())
                .contains("updates-1", "\n    &lt;ping&gt;&lt;/ping&gt;\n")
                .contains("track=&quot;&lt;/pre&gt;&lt;script&gt;&quot;")
                .doesNotContain("</pre><script>");
        HttpResponse<String> file =
                site.get("/host/request?application=" + application + "&id=host-007");
        assertThat(file.body()).isEqualTo(sent);
        assertThat(file.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
        assertThat(file.headers().firstValue("Content-Disposition").orElse(""))
                .startsWith("attachment");
        assertThat(
                        site.get("/host/request?application=" + application + "&id=host-008")
                                .statusCode())
                .isEqualTo(404);
    }

    @Test
    void theLinkOfAHostileHostLeadsToItsPage() {
        Matcher link =
                Pattern.compile("<a class=\"id\" href=\"([^\"]*)\"[^>]*>&quot;")
                        .matcher(site.get("/hosts?id=%22").body());
        assertThat(link.find()).isTrue();
        HttpResponse<String> page = site.get(HtmlUtils.htmlUnescape(link.group(1)));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("&lt;script&gt;alert(1)");
    }

    @Test
    void aHostSaysItsErrorInWords() {
        assertThat(site.get("/host?application=" + application + "&id=host-005").body())
                .contains(
                        "payload hash mismatch (10; private server)",
                        "Update failed",
                        "1.0.0 \u2192 1.1.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"id=nobody", "id=", "id=%00", "application=99&id=host-005", ""})
    void aHostThatIsNotThereIsNotFound(String query) {
        String own = query.startsWith("application") ? "" : "application=" + application + "&";
        HttpResponse<String> page = site.get("/host?" + own + query);
        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.body()).contains("There is no host");
    }

    @Test
    void aTimeThatCannotBeReadIsRefused() {
        assertThat(
                        site.get("/host?application=" + application + "&id=host-005&before=noon")
                                .statusCode())
                .isEqualTo(400);
    }
}
