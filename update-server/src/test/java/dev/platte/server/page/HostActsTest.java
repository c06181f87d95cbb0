package dev.platte.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.platte.db.access.Audit;
import dev.platte.db.access.Role;
import dev.platte.db.fleet.Fleet;
import dev.platte.db.fleet.Host;
import dev.platte.db.fleet.HostQuery;
import dev.platte.db.fleet.HostState;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What operators do to one host, and to all that a filter matches. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class HostActsTest {

    private static final long MEADOW = 2;

    private static Chromium chromium;
    private static TestSite site;
    private static FilledServer around;
    private static BrowserContext ada;
    private static BrowserContext vera;

    @BeforeAll
    static void start() {
        chromium = Chromium.launch();
        site = TestSite.startFilled();
        around = new FilledServer(site);
        around.cloned();
        ada = chromium.signedIn(site, site.user("ada", Role.OPERATOR));
        vera = chromium.signedIn(site, site.user("vera", Role.VIEWER));
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

    private static List<Host> hosts(HostState state) {
        return site.get(Fleet.class)
                .list(HostQuery.all(MEADOW, 100).of(new HostQuery.Kind(null, null, state)));
    }

    private static void send(Page page) {
        page.locator("dialog button[type=submit]").click();
    }

    private static void choose(Page page, String act) {
        page.click("main [aria-label=More]");
        page.click(".menu:popover-open >> text=" + act);
    }

    @Test
    void aHostBeginsAnewIsRetiredAndForgotten() {
        Host host = hosts(HostState.TIMED_OUT).getFirst();
        try (Page page = ada.newPage()) {
            page.navigate(
                    site.address()
                            + "/host?application="
                            + MEADOW
                            + "&id="
                            + host.key().machineId());
            page.click("text=Keep its next one");
            send(page);
            assertThat(page.locator(".toast")).containsText("next request will be kept");
            choose(page, "Reset");
            page.fill("#act-reason", "its disk was exchanged");
            send(page);
            assertThat(page.locator(".toast")).containsText("Reset");
            choose(page, "Retire");
            page.fill("#act-reason", "sold");
            send(page);
            assertThat(page.locator("main .head")).containsText("Retired");
            choose(page, "Forget");
            page.fill("#act-reason", "sold a year ago");
            send(page);
            assertThat(page.locator(".toast")).containsText("Forgotten");
        }
        assertThat(site.get(Fleet.class).find(host.key())).isEmpty();
        assertThat(
                        site
                                .get(Audit.class)
                                .newest("host/2/" + host.key().machineId(), null, 10)
                                .stream()
                                .map(row -> row.verb()))
                .containsExactly("host.forget", "host.retire", "host.reset", "host.record");
    }

    @Test
    void allThatMatchAreResetButNeverMoreThanWereSeen() {
        int failed = hosts(HostState.FAILED).size();
        assertThat(failed).isGreaterThan(2);
        try (Page page = ada.newPage()) {
            page.navigate(site.address() + "/hosts?application=" + MEADOW + "&state=failed");
            page.click("text=All that match");
            page.click(".menu:popover-open >> text=Reset");
            assertThat(page.locator("dialog h1")).hasText("Reset " + failed + " hosts");
            page.fill("#act-reason", "the mirror was broken");
            page.evaluate("document.querySelector('[name=found]').value = 1");
            send(page);
            assertThat(page.locator(".says")).containsText("More than 1 hosts match");
            assertThat(hosts(HostState.FAILED)).hasSize(failed);
            page.evaluate("n => document.querySelector('[name=found]').value = n", failed);
            send(page);
            assertThat(page.locator(".toast")).containsText(failed + " hosts reset");
        }
    }

    @Test
    void withoutAFilterNothingIsDoneToAll() {
        try (Page page = ada.newPage()) {
            assertThat(page.navigate(site.address() + "/hosts/retire?application=2").status())
                    .isEqualTo(400);
        }
        try (Page page = vera.newPage()) {
            page.navigate(site.address() + "/hosts?application=2&state=failed");
            assertThat(page.locator("text=All that match")).hasCount(0);
            assertThat(
                            page.navigate(
                                            site.address()
                                                    + "/hosts/retire?application=2&state=failed")
                                    .status())
                    .isEqualTo(403);
        }
    }

    @Test
    void theInboxShowsWhatFitsNowhere() {
        try (Page page = vera.newPage()) {
            page.navigate(site.address() + "/strangers");
            assertThat(page.locator("main")).containsText("the application itself is unknown");
            page.click("summary");
            assertThat(page.locator(".message pre").first()).containsText("<!DOCTYPE r");
            page.locator("#shared").scrollIntoViewIfNeeded();
            page.click("section[aria-labelledby=shared] a");
            assertThat(page.locator("main")).containsText("Two machines share this id");
        }
    }

    @Test
    void theKeyboardAloneIsEnoughToPinAHost() {
        Host host = hosts(HostState.UNKNOWN).getFirst();
        try (Page page = ada.newPage()) {
            page.navigate(
                    site.address()
                            + "/host?application="
                            + MEADOW
                            + "&id="
                            + host.key().machineId());
            page.locator("main .acts a").first().focus();
            page.keyboard().press("Enter");
            assertThat(page.locator("#act-reason")).isFocused();
            page.keyboard().type("a customer asked for it");
            page.keyboard().press("Tab");
            page.keyboard().press("Tab");
            assertThat(page.locator("dialog button[type=submit]")).isFocused();
            page.keyboard().press("Enter");
            assertThat(page.locator("main")).containsText("a customer asked for it");
        }
    }
}
