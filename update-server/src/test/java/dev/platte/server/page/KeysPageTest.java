package dev.platte.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.platte.db.access.Role;
import dev.platte.db.catalog.Application;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.verb.Caller;
import dev.platte.keys.sign.KeyType;
import dev.platte.keys.sign.SigningKey;
import dev.platte.keys.store.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which keys are trusted, and how the server itself is. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class KeysPageTest {

    @TempDir static Path cupKeys;

    private static Chromium chromium;
    private static TestSite site;
    private static BrowserContext ada;
    private static Application meadow;
    private static SigningKey answers;

    @BeforeAll
    static void start() throws IOException {
        chromium = Chromium.launch();
        answers = SigningKey.generate(KeyType.P256, new SecureRandom());
        Path file = Files.writeString(cupKeys.resolve("7.pem"), Pem.write(answers));
        file.toFile().setReadable(false, false);
        file.toFile().setReadable(true, true);
        site =
                TestSite.start(
                        "--platte.cup-keys=" + cupKeys,
                        "--platte.public-url=https://updates.example.org");
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

    private static void send(Page page) {
        page.locator("dialog button[type=submit]").click();
    }

    @Test
    void aKeyIsTrustedRevokedAndAPrivateOneRefused() {
        SigningKey release = SigningKey.generate(KeyType.RSA_2048, new SecureRandom());
        String fingerprint = release.verificationKey().fingerprint().hex();
        try (Page page = ada.newPage()) {
            page.navigate(site.address() + "/keys");
            assertThat(page.locator("main")).containsText("It trusts no key");
            page.click("text=Trust a key");
            page.fill("#f-name", "release 2026");
            page.fill("#f-pem", Pem.write(release));
            send(page);
            assertThat(page.locator(".says")).containsText("This is a private key");
            page.fill("#f-pem", Pem.write(release.verificationKey()));
            send(page);
            assertThat(page.locator(".toast")).containsText("Trusted");
            assertThat(page.locator("main")).containsText(fingerprint.substring(0, 12));
            page.click("[aria-label='Revoke release 2026']");
            page.fill("#act-reason", "laptop was stolen");
            send(page);
            assertThat(page.locator("main")).containsText("laptop was stolen");
        }
        assertThat(site.get(Catalog.class).keys(meadow.id()).getFirst().revoked()).isNotNull();
    }

    @Test
    void whatSignsAnswersIsShownByItsPublicHalf() {
        try (Page page = ada.newPage()) {
            page.navigate(site.address() + "/keys");
            assertThat(page.locator("main")).containsText("Key 7");
            assertThat(page.locator("main"))
                    .containsText(answers.verificationKey().fingerprint().hex());
            assertThat(page.locator("[data-copy]").first().getAttribute("data-copy"))
                    .startsWith("-----BEGIN PUBLIC KEY-----");
            assertThat(page.content()).doesNotContain("PRIVATE");
        }
    }

    @Test
    void theServerSaysHowItIsAndWhatItKeeps() {
        try (Page page = ada.newPage()) {
            page.navigate(site.address() + "/server");
            assertThat(page.locator("main")).containsText("Polls a second");
            assertThat(page.locator("main")).containsText("PostgreSQL");
            assertThat(page.locator("main")).containsText("platte.event-retention");
            assertThat(page.locator(".lines .mark-failed")).hasCount(0);
        }
    }
}
