package dev.platte.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.platte.db.access.Role;
import dev.platte.db.catalog.Packages;
import dev.platte.db.fleet.HostState;
import dev.platte.db.rollout.RolloutState;
import dev.platte.db.rollout.Rollouts;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An operator's days, from the overview to the end of what they came for. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class JourneyTest {

    private static Chromium chromium;
    private static TestSite site;
    private static Places places;
    private static BrowserContext ada;

    @BeforeAll
    static void start() {
        chromium = Chromium.launch();
        site = TestSite.startFilled();
        places = new Places(site);
        ada = chromium.signedIn(site, site.user("ada", Role.OPERATOR));
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

    private static Page open(String path) {
        Page page = ada.newPage();
        page.navigate(site.address() + path);
        return page;
    }

    private static void send(Page page, String reason) {
        page.fill("#act-reason", reason);
        page.locator("dialog button[type=submit]").click();
    }

    private static RolloutState state(String arch) {
        return site.get(Rollouts.class).find(places.rollout(arch).id()).orElseThrow().state();
    }

    @Test
    void aRolloutThatHurtsIsStoppedFromTheOverviewAndGoesOnFromItsPage() {
        try (Page page = open("/")) {
            Locator running =
                    page.locator(".rolls > *")
                            .filter(new Locator.FilterOptions().setHasText("beta to 4186.1.1"));
            running.getByRole(AriaRole.LINK)
                    .filter(new Locator.FilterOptions().setHasText("Halt"))
                    .click();
            send(page, "three customers called");
            assertThat(page.locator(".toast")).containsText("Halted");
            assertThat(state("amd64")).isEqualTo(RolloutState.HALTED);
            page.navigate(site.address() + "/");
            assertThat(page.locator(".verdict")).containsText("2 rollouts hurt");
            page.locator(".hurting")
                    .filter(new Locator.FilterOptions().setHasText("amd64"))
                    .locator("h2 a")
                    .click();
            assertThat(page.locator("main")).containsText("three customers called");
            page.click("main .acts a:has-text('Resume')");
            send(page, "it was the weather");
            assertThat(page.locator("h1 + .mark")).hasText("Running");
            assertThat(page.locator(".log")).containsText("it was the weather");
        }
        assertThat(state("amd64")).isEqualTo(RolloutState.RUNNING);
    }

    @Test
    void aHostThatDoesNotUpdateIsFoundExplainedAndHelped() {
        String machine = places.host(HostState.FELL_BACK).replaceAll(".*id=", "");
        try (Page page = open("/hosts?application=" + places.meadow())) {
            page.selectOption("#f-state", "fell_back");
            assertThat(page.locator("#found tbody tr")).hasCount(3);
            page.click("#found a.id:has-text('" + machine + "')");
            Locator verdict = page.locator(".why-verdict");
            assertThat(verdict).containsText("somebody has to act before it moves");
            assertThat(page.locator(".why-holds").first()).containsText("FAILED_BEFORE");
            page.click("main [aria-label=More]");
            page.click(".menu:popover-open >> text=Reset");
            send(page, "its disk was exchanged");
            assertThat(page.locator(".toast")).containsText("Reset");
            assertThat(page.locator(".why")).not().containsText("FAILED_BEFORE");
            assertThat(verdict).not().containsText("somebody has to act");
        }
    }

    @Test
    void aCardThatIsDraggedOntoAChannelIsPromotedAfterALook() {
        try (Page page = open("/applications/" + places.meadow() + "?arch=amd64")) {
            page.locator(".pack")
                    .filter(new Locator.FilterOptions().setHasText("4215.0.0"))
                    .first()
                    .dragTo(page.locator(".lane[data-name=alpha]"));
            assertThat(page.locator("dialog h1")).hasText("Promote to alpha");
            assertThat(page.locator(".prospect-figure")).isVisible();
            send(page, "back to what we know");
            assertThat(page.locator(".toast")).containsText("alpha points to 4215.0.0");
        }
        long target =
                Objects.requireNonNull(
                        places.channel(places.meadow(), "amd64", "alpha").packageId());
        assertThat(site.get(Packages.class).find(target).orElseThrow().version())
                .isEqualTo("4215.0.0");
    }
}
