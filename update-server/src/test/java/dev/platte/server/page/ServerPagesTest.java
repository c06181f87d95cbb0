package dev.platte.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.ColorScheme;
import dev.platte.db.access.Role;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages about the server itself in a real browser: narrow and dark, wide and light. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class ServerPagesTest {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private static final String VIOLATIONS =
            """
            async () => (await axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}))
              .violations.map(v => v.id + ': ' + v.help + '\\n' + v.nodes.map(n => '    ' + n.html + '\\n    ' + n.failureSummary).join('\\n'))
            """;

    private static final String OVERFLOW =
            "document.documentElement.scrollWidth - document.documentElement.clientWidth";

    private static Chromium chromium;
    private static TestSite site;
    private static FilledServer around;
    private static String axe;

    @BeforeAll
    static void start() throws IOException {
        chromium = Chromium.launch();
        site = TestSite.start(FilledServer.SETTINGS);
        new FilledFleet(site).fill();
        around = new FilledServer(site);
        around.fill();
        site.user("ada", Role.ADMIN);
        Files.createDirectories(SCREENSHOTS);
        try (InputStream script =
                Objects.requireNonNull(ServerPagesTest.class.getResourceAsStream("/axe.min.js"))) {
            axe = new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @AfterAll
    static void stop() {
        if (around != null) {
            around.close();
        }
        if (site != null) {
            site.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/audit?verb=group",
                "/audit/proof?prove=true",
                "/hosts?application=2&error=10&silent=PT1H",
                "/strangers",
                "/hosts/reset?application=2&state=failed",
                "/server",
                "/keys",
                "/locks",
                "/locks/databases",
                "/lock/new",
                "/people",
                "/people/new",
                "/tokens",
                "/tokens/new",
                "/webhooks",
                "/webhooks/pager",
                "/webhook/new",
            })
    void aPageIsWholeReadableAndAtHome(String path) throws IOException {
        look(path, 390, ColorScheme.DARK);
        look(path, 1440, ColorScheme.LIGHT);
    }

    private static void look(String path, int width, ColorScheme scheme) {
        List<String> complaints = new ArrayList<>();
        Browser.NewContextOptions options =
                new Browser.NewContextOptions().setViewportSize(width, 900).setColorScheme(scheme);
        try (BrowserContext context = chromium.signedIn(site, "ada", options)) {
            Page page = context.newPage();
            page.onConsoleMessage(message -> complaints.add("console: " + message.text()));
            page.onPageError(error -> complaints.add("error: " + error));
            page.onRequest(
                    request -> {
                        if (!request.url().startsWith(site.address() + "/")) {
                            complaints.add("request elsewhere: " + request.url());
                        }
                    });
            Response response = page.navigate(site.address() + path);
            assertThat(response.status()).as(path).isEqualTo(200);
            page.screenshot(
                    new Page.ScreenshotOptions()
                            .setFullPage(true)
                            .setPath(SCREENSHOTS.resolve(file(path, width, scheme))));
            page.evaluate(axe);
            assertThat((List<?>) page.evaluate(VIOLATIONS)).as("axe-core").isEmpty();
            assertThat(page.evaluate(OVERFLOW)).as("pixels that stick out").isEqualTo(0);
        }
        assertThat(complaints).isEmpty();
    }

    private static String file(String path, int width, ColorScheme scheme) {
        return path.substring(1).replaceAll("[^a-z]+", "-")
                + "-"
                + width
                + "-"
                + scheme.name().toLowerCase(Locale.ROOT)
                + ".png";
    }
}
