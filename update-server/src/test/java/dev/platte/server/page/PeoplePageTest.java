package dev.platte.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.platte.db.access.Grant;
import dev.platte.db.access.Role;
import dev.platte.db.access.User;
import dev.platte.db.access.Users;
import dev.platte.db.catalog.Application;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.verb.Caller;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** People, their roles, and tokens, as an administrator keeps them. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class PeoplePageTest {

    private static Chromium chromium;
    private static TestSite site;
    private static BrowserContext ada;
    private static Application meadow;

    @BeforeAll
    static void start() {
        chromium = Chromium.launch();
        site = TestSite.start();
        meadow =
                site.get(Catalog.class)
                        .createApplication("meadow", "Meadow Linux", "", Caller.system("test"));
        site.refresh();
        ada = chromium.signedIn(site, site.user("ada", Role.ADMIN));
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

    private static Page open(BrowserContext who, String path) {
        Page page = who.newPage();
        page.navigate(site.address() + path);
        return page;
    }

    private static void send(Page page) {
        page.locator("dialog button[type=submit]").click();
    }

    private static User user(String name) {
        return site.get(Users.class).find(name).orElseThrow();
    }

    @Test
    void aPersonIsMadeGetsOtherRolesAndIsShutOut() {
        try (Page page = open(ada, "/people")) {
            page.click("text=New user");
            page.fill("#f-name", "Lin");
            page.fill("#f-password", "far too short".substring(0, 8));
            page.selectOption("#role", "VIEWER");
            page.selectOption("#role-" + meadow.id(), "OPERATOR");
            page.evaluate("document.querySelector('#f-password').removeAttribute('minlength')");
            send(page);
            assertThat(page.locator(".says")).containsText("12");
            page.fill("#f-password", TestSite.PASSWORD);
            send(page);
            assertThat(page.locator(".toast")).containsText("lin may sign in");
            assertThat(page.locator("main")).containsText("operator of Meadow Linux");
            assertThat(user("lin").grants())
                    .containsExactlyInAnyOrder(
                            Grant.everywhere(Role.VIEWER), new Grant(Role.OPERATOR, meadow.key()));

            page.click("[aria-label='Acts for lin']");
            page.click(".menu:popover-open >> text=Roles");
            assertThat(page.locator("#role-" + meadow.id())).hasValue("OPERATOR");
            page.selectOption("#role", "APPROVER");
            page.selectOption("#role-" + meadow.id(), "");
            send(page);
            assertThat(page.locator(".toast")).containsText("other roles");
            assertThat(user("lin").grants()).containsExactly(Grant.everywhere(Role.APPROVER));

            page.click("[aria-label='Acts for lin']");
            page.click(".menu:popover-open >> text=Shut out");
            page.fill("#act-reason", "left the company");
            send(page);
            assertThat(page.locator(".toast")).containsText("lin is shut out");
            assertThat(user("lin").disabled()).isNotNull();
        }
    }

    @Test
    void theLastAdministratorStays() {
        try (Page page = open(ada, "/people/" + user("ada").id() + "/disable")) {
            page.fill("#act-reason", "by mistake");
            page.click("main button[type=submit]");
            assertThat(page.locator(".says")).containsText("Not done.");
            assertThat(page.locator("#act-reason")).hasValue("by mistake");
            assertThat(user("ada").disabled()).isNull();
        }
    }

    @Test
    void aTokenOpensWhatItSaysUntilItIsRevoked() {
        try (Page page = open(ada, "/tokens")) {
            page.click("text=New token");
            page.fill("#f-name", "pipeline");
            page.selectOption("#f-role", "OPERATOR");
            page.selectOption("#f-application", Long.toString(meadow.id()));
            page.check("[name=parts][value=PACKAGE]");
            send(page);
            String secret = page.locator("#secret").textContent();
            assertThat(status(secret, "/api/v1/applications/meadow")).isEqualTo(200);
            assertThat(status(secret, "/api/v1/audit")).as("of the server").isEqualTo(403);
            page.click("text=I have it");
            assertThat(page.locator("main")).containsText("package of Meadow Linux");
            assertThat(page.content()).doesNotContain(secret);
            page.click("[aria-label='Revoke pipeline']");
            send(page);
            assertThat(page.locator(".toast")).containsText("opens nothing any more");
            assertThat(status(secret, "/api/v1/applications/meadow")).isEqualTo(401);
        }
    }

    @Test
    void whoIsNoAdministratorSeesNoneOfIt() {
        try (BrowserContext omar = chromium.signedIn(site, site.user("omar", Role.OPERATOR));
                Page page = open(omar, "/")) {
            assertThat(page.locator("nav")).not().containsText("People");
            for (String path : new String[] {"/people", "/tokens", "/webhooks", "/people/new"}) {
                assertThat(page.navigate(site.address() + path).status()).as(path).isEqualTo(403);
            }
        }
    }

    private static int status(String secret, String path) {
        return site.api(path, secret).statusCode();
    }
}
