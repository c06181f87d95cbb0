package dev.platte.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.platte.db.access.Role;
import dev.platte.db.rollout.Group;
import dev.platte.db.rollout.GroupPolicy;
import dev.platte.db.rollout.Groups;
import dev.platte.db.rollout.Policies;
import dev.platte.db.verb.Caller;
import dev.platte.policy.window.Windows;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Groups in a browser: made, paused, compared, and their policy written with its meaning beside it.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class GroupPagesTest {

    private static Chromium chromium;
    private static TestSite site;
    private static BrowserContext ada;
    private static BrowserContext vera;

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

    private static Group group(String track) {
        return site.get(Groups.class).list(2).stream()
                .filter(group -> group.track().equals(track))
                .findFirst()
                .orElseThrow();
    }

    private static GroupPolicy policy(String track) {
        return site.get(Policies.class).of(group(track).id()).policy();
    }

    private static Page open(BrowserContext who, String path) {
        Page page = who.newPage();
        page.navigate(site.address() + path);
        return page;
    }

    @Test
    void aPolicyIsPreviewedWhileItIsWrittenAndSavedAsItIsShown() {
        try (Page page = open(ada, "/groups/" + group("alpha").id() + "/policy")) {
            page.fill("#p-first", "5");
            page.fill("#p-frame-0", "100");
            page.fill("#p-over-0", "2");
            page.selectOption("[name=frame-over-0-unit]", "DAYS");
            assertThat(page.locator("#p-frame-1")).isVisible();
            page.fill("#w-zone", "Europe/Berlin");
            page.check("[name=window-monday-0]");
            page.fill("#w-from-0", "22:00");
            page.fill("#w-to-0", "05:00");
            assertThat(page.locator("#meaning")).containsText("From 5 % to 100 % over 2 days.");
            assertThat(page.locator("#meaning"))
                    .containsText("Open Mon 22:00 to 05:00 on the next day (Europe/Berlin).");
            page.fill("#p-once", "many");
            assertThat(page.locator("#meaning")).containsText("give a whole number");
            page.click("text=Save");
            assertThat(page.locator(".says")).containsText("give a whole number");
            page.fill("#p-once", "7");
            page.click("text=Save");
            assertThat(page.locator(".toast")).containsText("Saved.");
            assertThat(page.locator("main")).containsText("At most 7 hosts at once.");
        }
        GroupPolicy saved = policy("alpha");
        assertThat(saved.limits().atOnce()).isEqualTo(7);
        assertThat(saved.ramp().frames())
                .singleElement()
                .satisfies(frame -> assertThat(frame.over()).isEqualTo(Duration.ofDays(2)));
        assertThat(saved.windows().weekly())
                .singleElement()
                .extracting(Windows.Weekly::days)
                .asString()
                .contains(DayOfWeek.MONDAY.name());
    }

    @Test
    void savingAnUntouchedPolicyChangesNothing() {
        GroupPolicy before = policy("stable");
        try (Page page = open(ada, "/groups/" + group("stable").id() + "/policy")) {
            page.click("text=Save");
            assertThat(page.locator(".toast")).containsText("Saved.");
        }
        assertThat(policy("stable")).isEqualTo(before);
    }

    @Test
    void theSecondOfTwoWhoWriteIsToldAndKeepsTheirPolicy() {
        Policies policies = site.get(Policies.class);
        long id = group("beta").id();
        try (Page page = open(ada, "/groups/" + id + "/policy")) {
            page.fill("#p-once", "13");
            Policies.Stored stored = policies.of(id);
            policies.set(
                    id,
                    stored.policy(),
                    stored.revision(),
                    new Caller("lin", null, "for the weekend", null));
            page.click("text=Save");
            assertThat(page.locator(".says")).containsText("it was changed after you opened this");
            assertThat(page.locator(".says")).containsText("for the weekend");
            assertThat(page.locator("#p-once")).hasValue("13");
            page.click("text=Save");
            assertThat(page.locator(".toast")).containsText("Saved.");
        }
        assertThat(policy("beta").limits().atOnce()).isEqualTo(13);
    }

    @Test
    void aGroupIsMadePausedAndTheClickTakenBack() {
        try (Page page = open(ada, "/applications/2/groups")) {
            page.click("main >> text=New group");
            page.fill("#g-track", "lab");
            page.selectOption("#g-channel", "alpha");
            page.click("dialog button[type=submit]");
            assertThat(page.locator("main h1")).hasText("lab");
            page.click("main .acts >> text=Pause");
            page.fill("#act-reason", "moving house");
            page.click("dialog button[type=submit]");
            assertThat(page.locator("main")).containsText("moving house");
            page.click(".toast >> text=Undo");
            assertThat(page.locator(".toast")).containsText("Resumed");
        }
        assertThat(group("lab").paused()).isFalse();
    }

    @Test
    void twoGroupsAreComparedAndWhatDiffersIsMarked() {
        try (Page page = open(vera, "/groups/compare?a=" + group("alpha").id())) {
            page.selectOption("#f-b", Long.toString(group("stable-berlin").id()));
            assertThat(page.locator("main h1")).hasText("alpha and stable-berlin");
            assertThat(page.locator(".differs").filter(text("State")))
                    .containsText("paused: uplink is down until Thursday");
            page.navigate(site.address() + "/groups/" + group("alpha").id());
            assertThat(page.locator("main h1")).hasText("alpha");
            assertThat(page.locator("main .acts >> text=Pause")).hasCount(0);
        }
    }

    private static Locator.FilterOptions text(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }
}
