package dev.platte.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.platte.db.access.Role;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.fleet.HostState;
import dev.platte.db.request.RequestWriter;
import dev.platte.db.request.SentRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.RequestMethod;

/**
 * Each page in a real browser, as an administrator and as a passer-by: on a phone and on a desk, in
 * light and in dark.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
final class EveryPageTest {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final int PHONE = 360;
    private static final int DESK = 1440;

    /** Handlers whose answers are no pages: files, streams, and parts that pages ask for. */
    private static final Set<String> NO_PAGES =
            Set.of(
                    "/assets/{hash}/{name}",
                    "/live",
                    "/silent",
                    "/hosts/export",
                    "/host/request",
                    "/channels/{id}/moves",
                    "/channels/{id}/prospect",
                    "/rollouts/{uid}/failures");

    /** Scrolling sideways is for tables inside their frames, never for the page. */
    private static final String OVERFLOW =
            "document.documentElement.scrollWidth - document.documentElement.clientWidth";

    private static final String RULES =
            "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']";

    private static final String VIOLATIONS =
            """
            async rules => (await axe.run(document, {runOnly: rules}))
              .violations.map(v => v.id + ': ' + v.help + '\\n' + v.nodes.map(n => '    ' + n.html + '\\n    ' + n.failureSummary).join('\\n'))
            """;

    private static Chromium chromium;
    private static TestSite site;
    private static TestSite empty;
    private static FilledServer around;
    private static BrowserContext ada;
    private static BrowserContext nobody;
    private static String axe;

    @BeforeAll
    static void start() throws IOException {
        chromium = Chromium.launch();
        site = TestSite.start(FilledServer.SETTINGS);
        new FilledFleet(site).fill();
        around = new FilledServer(site);
        around.fill();
        empty = TestSite.start();
        ada = chromium.signedIn(site, site.user("ada", Role.ADMIN));
        nobody =
                chromium.browser()
                        .newContext(
                                new Browser.NewContextOptions()
                                        .setReducedMotion(ReducedMotion.REDUCE));
        nobody.setDefaultTimeout(10_000);
        Files.createDirectories(SCREENSHOTS);
        try (InputStream script =
                Objects.requireNonNull(EveryPageTest.class.getResourceAsStream("/axe.min.js"))) {
            axe = new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @AfterAll
    static void stop() {
        for (AutoCloseable each :
                Stream.of(around, site, empty, chromium).filter(Objects::nonNull).toList()) {
            try {
                each.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static List<String> pages() {
        Places places = new Places(site);
        long meadow = places.meadow();
        String beta = places.rollout("amd64").uid().toString();
        String halted = places.rollout("arm64").uid().toString();
        return List.of(
                "/",
                "/applications/" + meadow,
                "/applications/" + places.gateway(),
                "/applications/" + meadow + "/rollouts",
                "/applications/" + meadow + "/groups",
                "/packages/" + places.release(meadow, "amd64", "4152.2.2").id(),
                "/packages/" + places.release(meadow, "amd64", "4244.0.0").id(),
                "/rollouts/" + beta,
                "/rollouts/" + halted,
                "/groups/" + places.group("stable").id(),
                "/groups/" + places.group("stable").id() + "/policy",
                "/groups/compare?a="
                        + places.group("beta").id()
                        + "&b="
                        + places.group("stable").id(),
                "/hosts?application=" + meadow + "&group=" + places.group("stable").id(),
                "/hosts?application=" + meadow + "&error=10&silent=PT1H",
                "/hosts?application=" + meadow + "&id=zzz",
                "/host?" + request(places.host(HostState.FELL_BACK)),
                "/host?" + places.host(HostState.TIMED_OUT),
                "/approvals",
                "/approvals/" + places.asked("lin").id(),
                "/strangers",
                "/audit?verb=group",
                "/audit/proof?prove=true",
                "/server",
                "/keys",
                "/locks",
                "/locks/databases",
                "/locks/stable",
                "/people",
                "/tokens",
                "/webhooks",
                "/webhooks/pager");
    }

    /** What it sent stands on its page. */
    private static String request(String host) {
        site.get(JdbcClient.class)
                .sql("select id from host where machine_id = ?")
                .param(host.substring(host.indexOf("id=") + 3))
                .query(Long.class)
                .list()
                .forEach(
                        id ->
                                new RequestWriter(site.get(JdbcClient.class), "updates-1")
                                        .write(
                                                List.of(
                                                        new SentRequest(
                                                                id,
                                                                site.clock().instant(),
                                                                1,
                                                                "<request protocol=\"3.0\"><app appid=\"a\"><ping active=\"1\"></ping></app></request>"
                                                                        .getBytes(
                                                                                StandardCharsets
                                                                                        .UTF_8)))));
        return host;
    }

    /** Forms as pages of their own; they share what they are made of. */
    private static List<String> forms() {
        Places places = new Places(site);
        long meadow = places.meadow();
        String host = places.host(HostState.TIMED_OUT);
        String draft = "/packages/" + places.release(meadow, "amd64", "4244.0.0").id();
        long stable = places.channel(meadow, "amd64", "stable").id();
        long next = places.release(meadow, "amd64", "4186.1.1").id();
        long app = meadow;
        List<String> forms = new ArrayList<>();
        for (String each : List.of("group", "channel", "upload")) {
            forms.add("/applications/" + app + "/" + each);
        }
        for (String each : List.of("pause", "resume", "edit")) {
            forms.add("/groups/" + places.group("beta").id() + "/" + each);
        }
        for (String each : List.of("pause", "resume", "halt", "complete")) {
            forms.add("/rollouts/" + places.rollout("amd64").uid() + "/" + each);
        }
        for (String each : List.of("publish", "withdraw", "describe")) {
            forms.add(draft + "/" + each);
        }
        for (String each :
                List.of("pin", "unpin", "reset", "trust", "record", "retire", "forget")) {
            forms.add("/host/" + each + "?" + host);
        }
        for (String each : List.of("reset", "retire", "forget")) {
            forms.add("/hosts/" + each + "?application=" + app + "&state=failed");
        }
        for (String each :
                List.of("freeze", "thaw", "resume", "remove", "take", "settings", "token")) {
            forms.add("/locks/stable/" + each);
        }
        for (String each : List.of("free", "forget")) {
            forms.add("/locks/stable/" + each + "?host=web-31.berlin");
        }
        for (String each : List.of("approve", "reject", "withdraw")) {
            forms.add("/approvals/" + places.asked("lin").id() + "/" + each);
        }
        for (String each : List.of("roles", "password", "disable", "enable")) {
            forms.add("/people/1/" + each);
        }
        for (String each :
                List.of("settings", "rotate", "disable", "enable", "remove", "ping", "redeliver")) {
            forms.add("/webhooks/pager/" + each);
        }
        String key = site.get(Catalog.class).keys(meadow).getFirst().fingerprint();
        forms.addAll(
                List.of(
                        "/application",
                        "/strangers/empty/unknown",
                        "/strangers/empty/malformed",
                        draft + "/floor?channel=" + stable,
                        "/channels/" + stable + "/promote?package=" + next,
                        "/channels/" + stable + "/rollback",
                        "/lock/new",
                        "/locks/stable/tokens/1/revoke",
                        "/keys/" + app + "/trust",
                        "/keys/" + app + "/" + key + "/revoke",
                        "/people/new",
                        "/tokens/new",
                        "/tokens/1/revoke",
                        "/webhook/new"));
        return forms;
    }

    @TestFactory
    Stream<DynamicTest> everyPageIsWholeReadableAndAtHome() {
        Handlers handlers = Handlers.of(site, RequestMethod.GET);
        List<String> pages = pages();
        List<String> forms = forms();
        List<String> doors = List.of("/signin", "/signin?failed=refused", "/signin/link", "/");
        List<String> nothing =
                List.of("/", "/hosts", "/strangers", "/locks", "/approvals", "/audit", "/nowhere");
        return Stream.of(
                        pages.stream().map(path -> test(ada, site, "", path, true)),
                        forms.stream().map(path -> test(ada, site, "form-", path, false)),
                        doors.stream().map(path -> test(nobody, site, "door-", path, true)),
                        nothing.stream().map(path -> test(nobody, empty, "empty-", path, true)),
                        Stream.of(
                                DynamicTest.dynamicTest(
                                        "no page is left out",
                                        () -> nothingIsLeftOut(handlers, pages, forms, doors))))
                .flatMap(each -> each);
    }

    private static void nothingIsLeftOut(
            Handlers handlers, List<String> pages, List<String> forms, List<String> doors) {
        Set<String> seen = new TreeSet<>(NO_PAGES);
        Stream.of(pages, forms, doors)
                .flatMap(List::stream)
                .forEach(path -> handlers.at(path).ifPresent(seen::add));
        assertThat(handlers.all()).allSatisfy(one -> assertThat(seen).contains(one));
    }

    private static DynamicTest test(
            BrowserContext who, TestSite where, String kind, String path, boolean everyWay) {
        return DynamicTest.dynamicTest(kind + path, () -> look(who, where, kind, path, everyWay));
    }

    private static void look(
            BrowserContext who, TestSite where, String kind, String path, boolean everyWay) {
        List<String> complaints = new ArrayList<>();
        try (Page page = who.newPage()) {
            page.onConsoleMessage(
                    message -> {
                        if (!message.text().contains("404")) {
                            complaints.add("console: " + message.text());
                        }
                    });
            page.onPageError(error -> complaints.add("error: " + error));
            page.onRequest(
                    request -> {
                        if (!request.url().startsWith(where.address() + "/")) {
                            complaints.add("request elsewhere: " + request.url());
                        }
                    });
            page.setViewportSize(PHONE, 780);
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
            Response response = page.navigate(where.address() + path);
            assertThat(response.status()).as(path).isIn(200, path.equals("/nowhere") ? 404 : 200);
            page.evaluate(axe);
            String name = kind + (path.equals("/") ? "overview" : path.substring(1));
            judge(page, name, PHONE, ColorScheme.DARK, RULES);
            if (everyWay) {
                judge(page, name, PHONE, ColorScheme.LIGHT, "['color-contrast']");
                judge(page, name, DESK, ColorScheme.DARK, "['color-contrast']");
            }
            judge(page, name, DESK, ColorScheme.LIGHT, RULES);
        }
        assertThat(complaints).isEmpty();
    }

    private static void judge(Page page, String name, int width, ColorScheme scheme, String rules) {
        String way = width + "-" + scheme.name().toLowerCase(Locale.ROOT);
        page.setViewportSize(width, width == PHONE ? 780 : 900);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setFullPage(true)
                        .setPath(
                                SCREENSHOTS.resolve(
                                        name.replaceAll("[^a-z0-9]+", "-") + "-" + way + ".png")));
        assertThat((List<?>) page.evaluate("(" + VIOLATIONS.strip() + ")(" + rules + ")"))
                .as("axe-core, " + way)
                .isEmpty();
        assertThat(page.evaluate(OVERFLOW)).as("pixels that stick out, " + way).isEqualTo(0);
    }
}
