package dev.platte.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.db.catalog.Catalog;
import dev.platte.db.verb.Caller;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ErrorPagesTest {

    private static TestSite site;

    @BeforeAll
    static void start() {
        site = TestSite.start();
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/nowhere", "/applications/99", "/applications/x", "/assets/0/none.css"})
    void whatIsNotThereIsAPageThatSaysWhatToDo(String path) {
        HttpResponse<String> page = site.get(path);
        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
        assertThat(page.body()).contains("To the overview", "404", "platte.css");
    }

    @Test
    void aProgramThatFindsNothingGetsNoPage() {
        assertThat(site.get("/api/v1/nothing").body()).doesNotContain("To the overview");
    }

    @Test
    void anEmptyServerSaysHowToBegin() {
        assertThat(site.get("/").body())
                .contains("No applications yet", "./platte demo", "href=\"/signin\"");
        assertThat(site.get("/hosts").body()).contains("No applications yet");
    }

    @Test
    void aLostDatabaseIsAPageThatSaysToComeBack() {
        try (TestSite lost = TestSite.start()) {
            lost.get(Catalog.class).createApplication("os", "OS", "", Caller.system("test"));
            lost.refresh();
            lost.loseDatabase();
            HttpResponse<String> page = lost.get("/");
            assertThat(page.statusCode()).isEqualTo(503);
            assertThat(page.headers().firstValue("Retry-After")).contains("5");
            assertThat(page.body())
                    .contains("The database does not answer", "platte.css")
                    .doesNotContain("org.", "Exception", "jdbc");
        }
    }
}
