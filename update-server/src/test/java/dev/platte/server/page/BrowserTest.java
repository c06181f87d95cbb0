package dev.platte.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.platte.db.access.Role;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.rollout.RolloutState;
import dev.platte.db.rollout.Rollouts;
import dev.platte.db.verb.Caller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pages in the hands of a reader, and the pictures of the documents. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class BrowserTest {

    private static final int HOSTS_PER_PAGE = 50;
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private static Chromium chromium;
    private static TestSite filled;
    private static FilledServer around;

    /** The session of an administrator. */
    private static String ada;

    @BeforeAll
    static void start() throws IOException {
        chromium = Chromium.launch();
        filled = TestSite.start(FilledServer.SETTINGS);
        new FilledFleet(filled).fill();
        around = new FilledServer(filled);
        around.reboots();
        around.cloned();
        ada = chromium.signedIn(filled, filled.user("ada", Role.ADMIN)).storageState();
        Files.createDirectories(SCREENSHOTS);
    }

    @AfterAll
    static void stop() {
        if (around != null) {
            around.close();
        }
        if (filled != null) {
            filled.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    @Test
    void filtersNarrowTheHostsWithoutLoadingThePageAgain() {
        try (BrowserContext context = context(1280, ColorScheme.LIGHT)) {
            Page page = context.newPage();
            page.navigate(filled.address() + "/hosts?application=2");
            page.evaluate("window.sameDocument = true");
            page.selectOption("#f-state", "fell_back");
            page.waitForURL("**/hosts?application=*&state=fell_back");
            PlaywrightAssertions.assertThat(page.locator("#found tbody tr")).hasCount(3);
            assertThat(page.evaluate("window.sameDocument")).isEqualTo(true);
            page.goBack();
            page.waitForURL("**/hosts?application=2");
            PlaywrightAssertions.assertThat(page.locator("#found tbody tr"))
                    .hasCount(HOSTS_PER_PAGE);
        }
    }

    @Test
    void theOverviewRefreshesItselfButNotUnderTheReadersHands() {
        try (TestSite site = TestSite.start();
                BrowserContext context = context(1280, ColorScheme.LIGHT)) {
            Page page = context.newPage();
            page.clock().install();
            page.navigate(site.address() + "/");
            PlaywrightAssertions.assertThat(page.locator("#live h2"))
                    .hasText("No applications yet");
            site.get(Catalog.class).createApplication("a", "First", "", Caller.system("test"));
            site.refresh();
            page.clock().runFor(16_000);
            PlaywrightAssertions.assertThat(page.locator("#live h2")).hasText("First");
            page.locator("#live h2 a").focus();
            site.get(Catalog.class).createApplication("b", "Second", "", Caller.system("test"));
            site.refresh();
            page.clock().runFor(16_000);
            PlaywrightAssertions.assertThat(page.locator("#live h2 a")).isFocused();
            PlaywrightAssertions.assertThat(page.locator("#live h2")).hasCount(1);
            page.locator(".brand").focus();
            page.clock().runFor(16_000);
            PlaywrightAssertions.assertThat(page.locator("#live h2")).hasCount(2);
        }
    }

    @Test
    void everythingIsThereWithoutScripts() {
        try (BrowserContext context =
                chromium.browser()
                        .newContext(new Browser.NewContextOptions().setJavaScriptEnabled(false))) {
            Page page = context.newPage();
            page.navigate(filled.address() + "/hosts?application=2");
            page.selectOption("#f-state", "fell_back");
            page.click("text=Show");
            assertThat(page.locator("#found tbody tr").count()).isEqualTo(3);
            page.click("text=db-03.berlin >> .. >> a");
            assertThat(page.locator(".event").count()).isGreaterThan(5);
        }
    }

    /** What docs/pictures holds: copied from there by hand, after a look at them. */
    @ParameterizedTest(name = "{0}, {1} px, {2}")
    @CsvSource({
        "overview, 1280, LIGHT",
        "overview, 1280, DARK",
        "overview, 390, DARK",
        "application, 1280, LIGHT",
        "application, 390, LIGHT",
        "promotion, 1280, LIGHT",
        "rollout, 1280, LIGHT",
        "rollout, 1280, DARK",
        "rollout, 390, LIGHT",
        "group, 1280, LIGHT",
        "policy, 1280, LIGHT",
        "host, 1280, DARK",
        "inbox, 1280, LIGHT",
        "reboots, 1280, LIGHT",
    })
    void aPictureForTheDocumentsIsSmall(String name, int width, ColorScheme scheme)
            throws IOException {
        Path picture =
                SCREENSHOTS.resolve(
                        "picture-%s-%d-%s.png"
                                .formatted(name, width, scheme.name().toLowerCase(Locale.ROOT)));
        try (BrowserContext context =
                chromium.browser()
                        .newContext(
                                new Browser.NewContextOptions()
                                        .setStorageState(ada)
                                        .setViewportSize(width, width < 600 ? 900 : 960)
                                        .setColorScheme(scheme)
                                        .setReducedMotion(ReducedMotion.REDUCE))) {
            context.setDefaultTimeout(10_000);
            Page page = context.newPage();
            page.navigate(filled.address() + path(name));
            if (name.equals("promotion")) {
                page.click("[aria-label='Menu of 4215.0.0']");
                page.click(".menu:popover-open >> text=To beta");
                PlaywrightAssertions.assertThat(page.locator(".prospect-figure")).isVisible();
            }
            page.screenshot(new Page.ScreenshotOptions().setPath(picture));
        }
        assertThat(Files.size(picture)).as("bytes of %s", picture).isLessThan(260_000);
    }

    @Test
    void theFirstLoadIsSmall() {
        try (BrowserContext context = context(1280, ColorScheme.LIGHT)) {
            Page page = context.newPage();
            List<Response> responses = new ArrayList<>();
            // What the server tells while the page is open has no end.
            page.onResponse(
                    response -> {
                        if (!response.url().contains("/live")) {
                            responses.add(response);
                        }
                    });
            page.navigate(filled.address() + "/");
            page.waitForLoadState();
            long bytes =
                    List.copyOf(responses).stream()
                            .mapToLong(response -> response.request().sizes().responseBodySize)
                            .sum();
            assertThat(bytes).as("bytes over the wire").isBetween(10_000L, 150_000L);
            assertThat(responses).as("requests").hasSizeLessThanOrEqualTo(9);
        }
    }

    private static BrowserContext context(int width, ColorScheme scheme) {
        BrowserContext context =
                chromium.browser()
                        .newContext(
                                new Browser.NewContextOptions()
                                        .setViewportSize(width, width < 600 ? 740 : 900)
                                        .setColorScheme(scheme)
                                        .setReducedMotion(ReducedMotion.REDUCE));
        context.setDefaultTimeout(10_000);
        return context;
    }

    private static String path(String name) {
        return switch (name) {
            case "overview" -> "/";
            case "application", "promotion" -> "/applications/2";
            case "rollout" -> "/rollouts/" + halted();
            case "group" -> "/groups/5";
            case "policy" -> "/groups/5/policy";
            case "host" -> "/host?application=2&id=000c5b7a3f0d4e1f9a2b6c7d8e9f0a1b";
            case "inbox" -> "/strangers";
            case "reboots" -> "/locks/databases";
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static String halted() {
        return filled.get(Rollouts.class).current().stream()
                .filter(rollout -> rollout.state() == RolloutState.HALTED)
                .map(rollout -> rollout.uid().toString())
                .findFirst()
                .orElseThrow();
    }
}
