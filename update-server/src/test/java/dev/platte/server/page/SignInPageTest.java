package dev.platte.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.platte.db.access.AdminLinks;
import dev.platte.db.access.Role;
import dev.platte.db.verb.Caller;
import dev.platte.server.signin.FakeProvider;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class SignInPageTest {

    private static Chromium chromium;
    private static TestSite site;

    @BeforeAll
    static void start() {
        chromium = Chromium.launch();
        // Not open to passers-by: whoever comes is led to the door.
        site = TestSite.start("--platte.pages-open-to=");
    }

    @AfterAll
    static void stop() {
        if (site != null) {
            site.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    @Test
    void whoeverComesIsLedToTheDoorAndThenToWhereTheyWanted() {
        site.user("nina", Role.VIEWER);
        try (BrowserContext context = chromium.browser().newContext();
                Page page = context.newPage()) {
            page.navigate(site.address() + "/audit?below=9");
            assertThat(page).hasURL(site.address() + "/signin?to=%2Faudit%3Fbelow%3D9");
            page.fill("#name", "nina");
            page.fill("#password", "not this one");
            page.click("#door button");
            assertThat(page.locator(".says")).containsText("The name or the password is wrong");
            assertThat(page.locator("#name")).hasValue("nina");
            page.fill("#password", TestSite.PASSWORD);
            page.keyboard().press("Enter");
            assertThat(page).hasURL(site.address() + "/audit?below=9");
            assertThat(page.locator(".self-who")).containsText("nina");
            page.click("[aria-label='Sign out']");
            assertThat(page.locator("h1")).hasText("Sign in");
        }
    }

    @Test
    void theDoorOpensWithoutScriptsToo() {
        site.user("tom", Role.VIEWER);
        try (BrowserContext context =
                        chromium.browser()
                                .newContext(
                                        new com.microsoft.playwright.Browser.NewContextOptions()
                                                .setJavaScriptEnabled(false));
                Page page = context.newPage()) {
            page.navigate(site.address() + "/signin?to=//evil.example/");
            page.fill("#name", "tom");
            page.fill("#password", "wrong");
            page.click("#door button");
            assertThat(page.locator(".says")).containsText("The name or the password is wrong");
            page.fill("#name", "tom");
            page.fill("#password", TestSite.PASSWORD);
            page.click("#door button");
            assertThat(page).hasURL(site.address() + "/");
        }
    }

    @Test
    void theFirstAdministratorsLinkMakesThemAndIsNotLeftInTheAddress() {
        try (TestSite fresh = TestSite.start();
                BrowserContext context = chromium.browser().newContext();
                Page page = context.newPage()) {
            String secret = fresh.get(AdminLinks.class).issue(Caller.system("test")).secret();
            page.navigate(fresh.address() + "/signin/link#" + secret);
            assertThat(page).hasURL(fresh.address() + "/signin/link");
            page.fill("#name", "root");
            page.fill("#password", "short");
            page.evaluate("document.querySelector('#password').minLength = 0");
            page.click("#door button");
            assertThat(page.locator(".says")).containsText("12");
            page.fill("#password", TestSite.PASSWORD);
            page.click("#door button");
            assertThat(page).hasURL(fresh.address() + "/");
            assertThat(page.locator(".self-who")).containsText("administrator");
        }
    }

    @Test
    void anIdentityProviderOpensTheDoorToo() {
        try (FakeProvider provider = new FakeProvider();
                TestSite fresh =
                        TestSite.start(
                                "--platte.pages-open-to=",
                                "--platte.oidc.issuer=" + provider.issuer(),
                                "--platte.oidc.client-id=" + FakeProvider.CLIENT,
                                "--platte.oidc.client-secret=" + FakeProvider.SECRET,
                                "--platte.oidc.roles.ops=operator");
                BrowserContext context = chromium.browser().newContext();
                Page page = context.newPage()) {
            provider.who =
                    Map.of(
                            "sub", "id of olga",
                            "preferred_username", "olga",
                            "groups", List.of("ops"));
            page.navigate(fresh.address() + "/audit");
            page.click("main a[href*='oauth2']");
            assertThat(page.locator(".self-who")).containsText("olga");
            assertThat(page.locator(".self-who")).containsText("operator");
        }
    }
}
