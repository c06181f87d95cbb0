package dev.platte.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.platte.db.access.Audit;
import dev.platte.db.access.Role;
import dev.platte.db.lock.LockAccess;
import dev.platte.db.lock.LockBook;
import dev.platte.db.lock.LockGroup;
import dev.platte.db.lock.LockGroups;
import dev.platte.db.lock.LockSettings;
import dev.platte.db.lock.LockTokens;
import dev.platte.policy.lock.OverdueRule;
import dev.platte.policy.lock.SlotLimit;
import dev.platte.policy.window.Windows;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hosts that take turns to reboot, as an operator sees and helps them. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class LocksPageTest {

    private static Chromium chromium;
    private static TestSite site;
    private static FilledServer around;
    private static BrowserContext ada;
    private static BrowserContext vera;

    @BeforeAll
    static void start() {
        chromium = Chromium.launch();
        site = TestSite.start(FilledServer.SETTINGS);
        around = new FilledServer(site);
        around.reboots();
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

    private static Page open(BrowserContext who, String path) {
        Page page = who.newPage();
        page.navigate(site.address() + path);
        return page;
    }

    private static LockGroup group(String name) {
        return site.get(LockGroups.class).find(name).orElseThrow();
    }

    private static void send(Page page) {
        page.locator("dialog button[type=submit]").click();
    }

    @Test
    void whoIsOverdueIsSeenAtOnceAndItsSlotIsFreedWithAReason() {
        try (Page page = open(vera, "/locks")) {
            Locator card = page.locator(".card", new Page.LocatorOptions().setHasText("databases"));
            assertThat(card.locator(".mark")).hasText("Overdue");
            assertThat(card).containsText("3 waiting");
            card.locator("a", new Locator.LocatorOptions().setHasText("databases")).click();
            assertThat(page.locator("main")).containsText("db-01.berlin");
            assertThat(page.locator("main .acts")).hasCount(0);
            assertThat(page.locator("text=Free")).hasCount(0);
        }
        try (Page page = open(ada, "/locks/databases")) {
            page.click("[aria-label='Free the slot of db-01.berlin']");
            send(page);
            assertThat(page.locator("#act-reason:invalid")).hasCount(1);
            page.fill("#act-reason", "it burned down");
            send(page);
            assertThat(page.locator(".toast")).containsText("Freed");
            assertThat(page.locator("#events-h + .log")).containsText("it burned down");
            assertThat(page.locator("main")).containsText("Nobody is down");
        }
        assertThat(site.get(LockBook.class).standing(group("databases")).slots()).isEmpty();
    }

    @Test
    void aGroupIsFrozenAndOneClickThawsIt() {
        try (Page page = open(ada, "/locks/stable")) {
            page.click("text=Freeze");
            page.fill("#act-reason", "release party");
            send(page);
            assertThat(page.locator("h1 + .mark")).hasText("Frozen");
            assertThat(page.locator("main")).containsText("release party");
            page.click(".toast >> text=Undo");
            assertThat(page.locator("h1 + .mark")).hasText("Open");
        }
        assertThat(group("stable").frozenReason()).isNull();
        assertThat(
                        site.get(Audit.class)
                                .newest("lock/" + group("stable").id(), null, 10)
                                .getFirst()
                                .who())
                .isEqualTo("ada");
    }

    private static void window(Page page, int row, String from, String to, String... days) {
        for (String day : days) {
            page.check("[name=window-" + day + "-" + row + "]");
        }
        page.fill("#w-from-" + row, from);
        page.fill("#w-to-" + row, to);
    }

    private static void closed(Page page, int row, String first, String last, String why) {
        page.fill("#w-closed-" + row, first);
        page.fill("#w-last-" + row, last);
        page.fill("[name=closed-why-" + row + "]", why);
    }

    @Test
    void aGroupIsMadeWithItsRulesAndRefusedInItsField() {
        try (Page page = open(ada, "/locks")) {
            page.click("text=New lock group");
            page.fill("#f-name", "edge");
            page.fill("#f-limit", "10%");
            page.fill("#f-hold", "45");
            page.selectOption("[name=hold-unit]", "MINUTES");
            page.check("[name=overdue][value=RECLAIM_AFTER]");
            page.fill("#w-zone", "Europe/Berlin");
            window(
                    page,
                    0,
                    "22:00",
                    "4:00",
                    "monday",
                    "tuesday",
                    "wednesday",
                    "thursday",
                    "friday");
            window(page, 1, "late", "2:00", "saturday", "sunday");
            closed(page, 0, "2026-12-20", "2027-01-03", "holidays");
            closed(page, 1, "2027-04-01", "", "");
            page.selectOption("#f-access", "TOKEN");
            send(page);
            assertThat(page.locator(".says")).containsText("windows.weekly");
            page.fill("#w-from-1", "1:00");
            send(page);
            assertThat(page.locator("main h1")).hasText("edge");
            assertThat(page.locator(".week-open")).hasCount(12);
            assertThat(page.locator(".week-closed li").first())
                    .hasText("Closed 2026-12-20 to 2027-01-03: holidays");
            assertThat(page.locator("main")).containsText("Europe/Berlin");
        }
        LockGroup made = group("edge");
        assertThat(made.access()).isEqualTo(LockAccess.TOKEN);
        assertThat(made.rules().limit()).isEqualTo(new SlotLimit.Percent(10));
        assertThat(made.rules().hold()).isEqualTo(Duration.ofMinutes(45));
        assertThat(made.rules().overdue())
                .isEqualTo(new OverdueRule.ReclaimAfter(Duration.ofHours(4)));
        assertThat(made.rules().windows().weekly()).hasSize(2);
        assertThat(made.rules().windows().closed())
                .containsExactly(
                        new Windows.Closed(
                                LocalDate.of(2026, 12, 20), LocalDate.of(2027, 1, 3), "holidays"),
                        new Windows.Closed(LocalDate.of(2027, 4, 1), LocalDate.of(2027, 4, 1), ""));
        assertThat(made.rules().windows().weekly().getFirst().to()).isEqualTo(LocalTime.of(4, 0));
        try (Page page = open(ada, "/locks/edge/settings")) {
            assertThat(page.locator("#w-from-0")).hasValue("22:00");
            assertThat(page.locator("#w-to-1")).hasValue("02:00");
            assertThat(page.locator("#w-closed-0")).hasValue("2026-12-20");
            page.click("text=Save");
            assertThat(page.locator(".toast")).containsText("Saved");
        }
        LockGroup saved = group("edge");
        assertThat(LockSettings.of(saved)).isEqualTo(LockSettings.of(made));
    }

    @Test
    void aTokenIsShownOnceAndNeverAgain() {
        LockTokens tokens = site.get(LockTokens.class);
        int before = tokens.list(group("stable").id()).size();
        try (Page page = open(ada, "/locks/stable")) {
            page.click(".card-head >> text=New token");
            page.fill("#token-note", "for Lisbon");
            Object once = page.inputValue("dialog [name=once]");
            send(page);
            String secret = page.locator("#secret").textContent();
            assertThat(secret).startsWith("plattelock_").hasSize("plattelock_".length() + 43);
            assertThat(tokens.list(group("stable").id())).hasSize(before + 1);
            Object again =
                    page.evaluate(
                            """
                            async once => {
                              const state = await (await fetch('/signin/state')).json();
                              const answer = await fetch('/locks/stable/token', {method: 'POST',
                                headers: {[state.header]: state.token, 'HX-Request': 'true'},
                                body: new URLSearchParams({once, seen: '0', note: 'for Lisbon', host: '', days: '365'})});
                              return answer.status + await answer.text();
                            }
                            """,
                            once);
            assertThat(again.toString()).startsWith("409").contains("shown then, once");
            assertThat(again.toString()).doesNotContain(secret);
            page.click("text=I have it");
            assertThat(page.locator("main")).containsText("for Lisbon");
            assertThat(page.content()).doesNotContain(secret);
        }
        assertThat(tokens.list(group("stable").id())).hasSize(before + 1);
    }
}
