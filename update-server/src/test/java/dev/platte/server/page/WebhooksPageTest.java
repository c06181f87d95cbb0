package dev.platte.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.platte.db.access.Role;
import dev.platte.db.webhook.Deliveries;
import dev.platte.db.webhook.Delivery;
import dev.platte.db.webhook.DeliveryState;
import dev.platte.db.webhook.Webhook;
import dev.platte.db.webhook.Webhooks;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Another system that is told what happens, from its address to a message sent again. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class WebhooksPageTest {

    private static Chromium chromium;
    private static TestSite site;
    private static FilledServer around;
    private static BrowserContext ada;

    @BeforeAll
    static void start() {
        chromium = Chromium.launch();
        site = TestSite.start(FilledServer.SETTINGS);
        around = new FilledServer(site);
        ada = chromium.signedIn(site, site.user("ada", Role.ADMIN));
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

    private static void send(Page page) {
        page.locator("dialog button[type=submit]").click();
    }

    private static Webhook hook() {
        return site.get(Webhooks.class).find("pager").orElseThrow();
    }

    private static List<Delivery> messages() {
        return site.get(Deliveries.class).list(hook().id(), null, null, 10);
    }

    @Test
    void aSystemIsMadeKnownTriedToldAgainAndSwitchedOff() {
        try (Page page = ada.newPage()) {
            page.navigate(site.address() + "/webhooks");
            assertThat(page.locator(".empty")).containsText("Nobody is told yet");
            page.click("text=New webhook");
            page.fill("#f-name", "pager");
            page.fill("#f-url", "ftp://example.org/");
            page.check("[value='rollout.halted']");
            for (String word : List.of("group.paused", "group.resumed")) {
                page.check("[value='" + word + "']");
            }
            send(page);
            assertThat(page.locator(".says")).containsText("Not done.");
            page.fill("#f-url", around.receiver());
            send(page);
            assertThat(page.locator("#secret")).containsText("whsec_");
            assertThat(hook().kinds()).containsExactlyInAnyOrder("rollout.halted", "group");
            page.click("text=I have it");

            page.click("text=Send a ping");
            send(page);
            assertThat(page.locator(".toast")).containsText("on its way");
            page.waitForCondition(() -> messages().getFirst().state() == DeliveryState.DELIVERED);
            page.reload();
            page.click("summary");
            assertThat(page.locator(".message")).containsText("thank you");

            int heard = around.heard();
            page.click("text=Send again");
            send(page);
            page.waitForCondition(() -> around.heard() > heard);

            page.click("[aria-label=More]");
            page.click(".menu:popover-open >> text=Switch off");
            page.fill("#act-reason", "pager is exchanged");
            send(page);
            assertThat(page.locator("h1 + .mark")).hasText("Off");
            assertThat(page.locator("main")).containsText("pager is exchanged");
            assertThat(hook().disabled()).isNotNull();
        }
    }
}
