package dev.platte.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import dev.platte.db.access.Role;
import dev.platte.db.catalog.Application;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.catalog.Channel;
import dev.platte.db.catalog.PackageState;
import dev.platte.db.catalog.Packages;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.rollout.Group;
import dev.platte.db.rollout.Groups;
import dev.platte.db.rollout.Policies;
import dev.platte.db.verb.Caller;
import dev.platte.keys.store.Pem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

/** Releases on their way over the board: uploaded, promoted, agreed to, taken back. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class BoardTest {

    private static final Caller TEST = Caller.system("test");

    private static Chromium chromium;
    private static TestSite site;
    private static Application meadow;
    private static BrowserContext ada;
    private static BrowserContext lin;
    private static BrowserContext vera;

    @BeforeAll
    static void start() {
        chromium = Chromium.launch();
        site = TestSite.startFilled();
        meadow =
                site.get(Catalog.class).applications().stream()
                        .filter(application -> application.name().equals("Meadow Linux"))
                        .findFirst()
                        .orElseThrow();
        ada = chromium.signedIn(site, site.user("ada", Role.OPERATOR));
        lin = chromium.signedIn(site, site.user("lin", Role.APPROVER));
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

    private static Page board(BrowserContext who, String arch) {
        Page page = who.newPage();
        page.navigate(site.address() + "/applications/" + meadow.id() + "?arch=" + arch);
        return page;
    }

    private static Locator card(Page page, String version) {
        return page.locator(".pack")
                .filter(
                        new Locator.FilterOptions()
                                .setHas(
                                        page.locator(
                                                ".pack-version:text-is(\"" + version + "\")")));
    }

    private static Channel channel(String arch, String name) {
        return site.get(Catalog.class).channel(meadow.id(), arch, name).orElseThrow();
    }

    private static String pointsTo(String arch, String name) {
        return site.get(Packages.class)
                .find(Objects.requireNonNull(channel(arch, name).packageId()))
                .orElseThrow()
                .version();
    }

    private static byte[] vector(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(BoardTest.class.getResourceAsStream("/crau/" + name))) {
            return in.readAllBytes();
        }
    }

    @Test
    void theMenuShowsWhatWouldComeOfAPromotionAndDoesItOnBothArchitectures() {
        try (Page page = board(ada, "amd64")) {
            page.click("[aria-label='Menu of 4230.0.0']");
            page.click(".menu:popover-open >> text=To beta");
            assertThat(page.locator(".prospect-figure")).containsText("254 hosts would move");
            assertThat(page.locator(".prospect-groups")).containsText("through in about");
            assertThat(page.locator("dialog .check")).containsText("on arm64");
            page.fill("#act-reason", "soaked on alpha");
            page.click("dialog button[type=submit]");
            assertThat(page.locator(".toast"))
                    .containsText("beta points to 4230.0.0 on amd64 and arm64");
            assertThat(pointsTo("amd64", "beta")).isEqualTo("4230.0.0");
            assertThat(pointsTo("arm64", "beta")).isEqualTo("4230.0.0");
            page.click(".toast >> text=Undo");
            assertThat(page.locator(".toast"))
                    .containsText("beta points to 4186.1.1 again on amd64 and arm64");
        }
        assertThat(pointsTo("amd64", "beta")).isEqualTo("4186.1.1");
        assertThat(pointsTo("arm64", "beta")).isEqualTo("4186.1.1");
    }

    @Test
    void theKeyboardMovesACardToTheNextChannelAfterAQuestion() {
        try (Page page = board(ada, "arm64")) {
            String before = pointsTo("arm64", "alpha");
            card(page, "4215.0.0").focus();
            page.keyboard().press("ArrowRight");
            assertThat(page.locator("dialog h1")).hasText("Promote to alpha");
            page.keyboard().press("Escape");
            assertThat(page.locator("dialog")).isHidden();
            assertThat(pointsTo("arm64", "alpha")).isEqualTo(before);
            card(page, "4215.0.0").focus();
            page.keyboard().press("ArrowRight");
            assertThat(page.locator("#act-reason")).isFocused();
            assertThat(page.locator(".prospect-figure")).isVisible();
            page.uncheck("dialog .check input");
            page.focus("#act-reason");
            page.keyboard().press("Tab");
            page.keyboard().press("Tab");
            assertThat(page.locator("dialog button[type=submit]")).isFocused();
            page.keyboard().press("Enter");
            assertThat(page.locator(".toast")).containsText("alpha points to 4215.0.0");
            page.click(".toast >> text=Undo");
            assertThat(page.locator(".toast")).containsText("alpha points to " + before);
            assertThat(pointsTo("arm64", "alpha")).isEqualTo(before);
        }
    }

    @Test
    void aCardIsDraggedOntoAChannel() {
        try (Page page = board(ada, "amd64")) {
            card(page, "4152.2.0").dragTo(page.locator(".lane[data-name=alpha]"));
            assertThat(page.locator("dialog h1")).hasText("Promote to alpha");
            assertThat(page.locator("dialog .move")).containsText("4152.2.0");
            page.keyboard().press("Escape");
        }
    }

    @Test
    void aBadReleaseIsTakenBackWithAReason() {
        try (Page page = board(ada, "amd64")) {
            page.click("[aria-label='Menu of stable']");
            page.click(".menu:popover-open >> text=Take 4152.2.1 back");
            page.selectOption(
                    "#back-to",
                    new com.microsoft.playwright.options.SelectOption().setLabel("4152.2.0"));
            page.check("dialog [name=downgrade]");
            page.fill("#act-reason", "eats routes");
            page.click("dialog button[type=submit]");
            assertThat(page.locator(".toast")).containsText("4152.2.1 is withdrawn");
            assertThat(card(page, "4152.2.1")).containsText("withdrawn");
        }
        assertThat(pointsTo("amd64", "stable")).isEqualTo("4152.2.0");
    }

    @Test
    void aPayloadIsUploadedCheckedShownAndPublished() throws Exception {
        Application fresh = site.get(Catalog.class).createApplication("up", "Uploads", "", TEST);
        String pem = new String(vector("key-1.pub.pem"), StandardCharsets.US_ASCII);
        site.get(Catalog.class)
                .trustKey(fresh.id(), "release", Pem.readPublic(pem, "key-1.pub.pem"), TEST);
        site.refresh();
        try (Page page = ada.newPage()) {
            page.navigate(site.address() + "/applications/" + fresh.id());
            page.click("main >> text=Upload a package");
            page.setInputFiles(
                    "#u-file",
                    new FilePayload(
                            "meadow-4300.1.0.crau",
                            "application/octet-stream",
                            vector("full-unsigned.crau")));
            assertThat(page.locator("#u-version")).hasValue("4300.1.0");
            page.click("dialog button[type=submit]");
            assertThat(page.locator("dialog .says")).containsText("sign");
            page.setInputFiles(
                    "#u-file",
                    new FilePayload(
                            "meadow-4300.1.0.crau",
                            "application/octet-stream",
                            vector("full-signed.crau")));
            page.click("dialog button[type=submit]");
            assertThat(page.locator("main h1")).hasText("4300.1.0");
            assertThat(page.locator("main")).containsText("REPLACE");
            assertThat(page.locator("main")).containsText("RSA 2048 bits");
            page.click("main >> text=Publish");
            page.click("dialog button[type=submit]");
            assertThat(page.locator(".toast")).containsText("is published");
        }
        assertThat(site.get(Packages.class).list(fresh.id()))
                .as("the draft of the refused file was used again")
                .singleElement()
                .extracting(UpdatePackage::state)
                .isEqualTo(PackageState.PUBLISHED);
    }

    @Test
    void whereARuleAsksForApprovalAnotherPersonMovesTheChannel() {
        Group pilot =
                site.get(Groups.class).list(1).stream()
                        .filter(group -> group.track().equals("pilot"))
                        .findFirst()
                        .orElseThrow();
        Policies policies = site.get(Policies.class);
        policies.set(
                pilot.id(),
                Policies.parse(
                        JsonMapper.shared()
                                .readTree(
                                        """
                                        {"promotion": {"to": "field", "soak": "P30D", "minUpdated": 100, "approvals": 1}}
                                        """)),
                policies.of(pilot.id()).revision(),
                TEST);
        site.refresh();
        String asked;
        try (Page page = ada.newPage()) {
            page.navigate(site.address() + "/applications/1");
            page.click("[aria-label='Menu of 1.5.0-rc.1']");
            page.click(".menu:popover-open >> text=To field");
            assertThat(page.locator("dialog")).containsText("Another person has to agree");
            page.fill("#act-reason", "two weeks in park 1");
            page.click("dialog button[type=submit]");
            assertThat(page.locator(".toast")).containsText("Others were asked");
            assertThat(page.locator("main .acts >> text=Agree")).hasCount(0);
            asked = page.url();
        }
        try (Page page = lin.newPage()) {
            page.navigate(asked);
            page.click("main .acts >> text=Agree");
            page.click("dialog button[type=submit]");
            assertThat(page.locator("h1 + .mark")).not().hasText("Waiting");
        }
    }

    @Test
    void whoMayOnlyLookSeesNoWayToChangeAnything() {
        try (Page page = board(vera, "amd64")) {
            assertThat(page.locator(".pack").first()).isVisible();
            assertThat(page.locator("main [popovertarget], main .acts a")).hasCount(0);
            assertThat(page.locator("[draggable=true]")).hasCount(0);
        }
    }
}
