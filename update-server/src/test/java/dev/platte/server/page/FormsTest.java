package dev.platte.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import dev.platte.db.access.Audit;
import dev.platte.db.access.AuditRow;
import dev.platte.db.access.Role;
import dev.platte.db.catalog.Packages;
import dev.platte.db.rollout.Rollout;
import dev.platte.db.rollout.RolloutState;
import dev.platte.db.rollout.Rollouts;
import dev.platte.db.verb.Caller;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What forms promise: nothing is lost, nothing is done twice, and all of it is said. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class FormsTest {

    private static Chromium chromium;
    private static TestSite site;
    private static BrowserContext ada;
    private static BrowserContext vera;

    private Rollout running;

    @BeforeAll
    static void start() {
        chromium = Chromium.launch();
        site = TestSite.startFilled();
        ada = chromium.signedIn(site, site.user("ada", Role.OPERATOR));
        vera = chromium.signedIn(site, site.user("vera", Role.VIEWER));
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

    /** Each test leaves one that runs, so that the next finds it. */
    @BeforeEach
    void find() {
        Rollouts rollouts = site.get(Rollouts.class);
        Rollout found =
                rollouts.current().stream()
                        .filter(rollout -> rollout.arch().equals("amd64"))
                        .filter(rollout -> rollout.state().rolling())
                        .filter(rollout -> target(rollout).equals("4186.1.1"))
                        .findFirst()
                        .orElseThrow();
        running =
                found.state() == RolloutState.RUNNING
                        ? found
                        : rollouts.resume(
                                found.id(), found.revision(), Caller.system("for the next test"));
        site.refresh();
    }

    private static String target(Rollout rollout) {
        return site.get(Packages.class).find(rollout.packageId()).orElseThrow().version();
    }

    private Page form(BrowserContext who, String reason) {
        Page page = who.newPage();
        page.navigate(site.address() + "/rollouts/" + running.uid());
        page.click(".acts a:has-text('Pause')");
        page.fill("#act-reason", reason);
        return page;
    }

    private static Locator send(Page page) {
        return page.locator("dialog button[type=submit]");
    }

    private List<AuditRow> changes() {
        return site.get(Audit.class).newest("rollout/" + running.id(), null, 100);
    }

    private RolloutState state() {
        return site.get(Rollouts.class).find(running.id()).orElseThrow().state();
    }

    @Test
    void aRolloutIsPausedWithAReasonAndOneClickTakesItBack() {
        try (Page page = form(ada, "the link to Berlin is slow")) {
            send(page).click();
            assertThat(page.locator(".toast")).containsText("Paused.");
            assertThat(page.locator("h1 + .mark")).hasText("Paused");
            assertThat(page.locator("main")).containsText("the link to Berlin is slow");
            assertThat(changes().getFirst().who()).isEqualTo("ada");
            page.click(".toast >> text=Undo");
            assertThat(page.locator("h1 + .mark")).hasText("Running");
            assertThat(state()).isEqualTo(RolloutState.RUNNING);
        }
    }

    @Test
    void aFormWithoutItsReasonIsNotSent() {
        try (Page page = form(ada, " ")) {
            page.evaluate("document.querySelector('#act-reason').required = false");
            send(page).click();
            assertThat(page.locator(".says")).containsText("This needs a reason");
            assertThat(state()).isEqualTo(RolloutState.RUNNING);
        }
    }

    @Test
    void sentTwiceItIsDoneOnce() {
        int before = changes().size();
        try (Page page = form(ada, "pressed twice")) {
            // Two sendings of one form, the second before the first is answered.
            page.evaluate(
                    """
                    async () => {
                      const form = document.querySelector('dialog form');
                      const send = () => fetch(form.action, {method: 'POST', headers: {'HX-Request': 'true'},
                        body: new URLSearchParams(new FormData(form))}).then(a => a.status);
                      window.statuses = await Promise.all([send(), send()]);
                    }
                    """);
            assertThat(page.evaluate("window.statuses").toString()).contains("204");
            assertThat(changes()).hasSize(before + 1);
            send(page).click();
            assertThat(page.locator(".toast")).containsText("Paused.");
            assertThat(changes()).as("sent a third time").hasSize(before + 1);
        }
    }

    @Test
    void theSecondOfTwoBrowsersIsToldAndKeepsItsText() {
        try (Page page = form(ada, "I saw it running")) {
            site.get(Rollouts.class)
                    .halt(
                            running.id(),
                            running.revision(),
                            new Caller("lin", null, "disks fail", null));
            send(page).click();
            assertThat(page.locator(".says")).containsText("it was changed after you opened this");
            assertThat(page.locator(".says")).containsText("lin halted the rollout");
            assertThat(page.locator(".says")).containsText("disks fail");
            assertThat(page.locator("#act-reason")).hasValue("I saw it running");
            assertThat(state()).isEqualTo(RolloutState.HALTED);
            send(page).click();
            assertThat(page.locator(".says")).containsText("only a running one pauses");
            assertThat(page.locator("#act-reason")).hasValue("I saw it running");
        }
    }

    @Test
    void aLostNetworkLosesNothing() {
        try (Page page = form(ada, "written on a train")) {
            ada.setOffline(true);
            send(page).click();
            assertThat(page.locator(".says")).containsText("The server did not answer");
            assertThat(page.locator("#act-reason")).hasValue("written on a train");
            ada.setOffline(false);
            send(page).click();
            assertThat(page.locator(".toast")).containsText("Paused.");
            assertThat(changes().getFirst().reason()).isEqualTo("written on a train");
        } finally {
            ada.setOffline(false);
        }
    }

    @Test
    void whoseSessionEndedSignsInWhereTheyAreAndGoesOn() {
        try (BrowserContext context = chromium.signedIn(site, "ada");
                Page page = form(context, "after lunch")) {
            List<Cookie> others =
                    context.cookies().stream()
                            .filter(cookie -> !cookie.name.equals("platte_session"))
                            .toList();
            context.clearCookies();
            context.addCookies(others);
            send(page).click();
            assertThat(page.locator(".says")).containsText("You are signed out");
            assertThat(page.locator("#act-reason")).hasValue("after lunch");
            page.fill("[data-name]", "ada");
            page.fill("[data-password]", "wrong");
            page.click("text=Sign in and send");
            assertThat(page.locator("[data-wrong]")).containsText("wrong");
            page.fill("[data-password]", TestSite.PASSWORD);
            page.keyboard().press("Enter");
            assertThat(page.locator(".toast")).containsText("Paused.");
            assertThat(changes().getFirst().reason()).isEqualTo("after lunch");
        }
    }

    @Test
    void whatOneMayNotDoIsNotDrawnAndRefusedAllTheSame() {
        try (Page page = vera.newPage()) {
            page.navigate(site.address() + "/rollouts/" + running.uid());
            assertThat(page.locator("h1")).containsText("beta");
            assertThat(page.locator("main .acts a")).hasCount(0);
            page.navigate(site.address() + "/rollouts/" + running.uid() + "/pause");
            assertThat(page.locator("h1")).containsText("This needs the role operator");
            Object status =
                    page.evaluate(
                            """
                            async path => {
                              const state = await (await fetch('/signin/state')).json();
                              return (await fetch(path, {method: 'POST',
                                headers: {[state.header]: state.token, 'HX-Request': 'true'},
                                body: new URLSearchParams({once: 'x', seen: '0', reason: 'because'})})).status;
                            }
                            """,
                            "/rollouts/" + running.uid() + "/pause");
            assertThat(status).isEqualTo(403);
            assertThat(state()).isEqualTo(RolloutState.RUNNING);
        }
    }

    @Test
    void aPageFollowsWhatHappensElsewhere() {
        try (Page page = vera.newPage()) {
            page.navigate(site.address() + "/rollouts/" + running.uid());
            page.evaluate("window.sameDocument = true");
            assertThat(page.locator(".live-dot")).hasText("Live");
            site.get(Rollouts.class)
                    .pause(
                            running.id(),
                            running.revision(),
                            new Caller("lin", null, "a look first", null));
            assertThat(page.locator("h1 + .mark")).hasText("Paused");
            assertThat(page.locator(".log")).containsText("a look first");
            assertThat(page.evaluate("window.sameDocument")).isEqualTo(true);
        }
    }

    @Test
    void everyActIsAPageOfItsOwnWithoutScripts() {
        try (BrowserContext plain =
                chromium.browser()
                        .newContext(
                                new com.microsoft.playwright.Browser.NewContextOptions()
                                        .setJavaScriptEnabled(false)
                                        .setStorageState(ada.storageState()))) {
            Page page = plain.newPage();
            page.navigate(site.address() + "/rollouts/" + running.uid());
            page.click(".acts a:has-text('Pause')");
            page.fill("#act-reason", "from a text browser");
            page.click("main button[type=submit]");
            assertThat(page.locator(".toast")).containsText("Paused.");
            assertThat(changes().getFirst().reason()).isEqualTo("from a text browser");
        }
    }
}
