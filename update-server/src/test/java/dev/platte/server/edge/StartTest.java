package dev.platte.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.server.fixture.TestServer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** What refuses to start says which setting, before a database is asked for. */
class StartTest {

    @TempDir Path data;

    private String refusal(String argument) {
        try {
            new SpringApplicationBuilder(UpdateServer.class)
                    .run(
                            "--server.port=0",
                            "--platte.data=" + data,
                            "--spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none",
                            argument)
                    .close();
        } catch (RuntimeException e) {
            return Stream.iterate((Throwable) e, cause -> cause != null, Throwable::getCause)
                    .map(String::valueOf)
                    .reduce("", (all, one) -> all + "\n" + one);
        }
        throw new AssertionError("started with " + argument);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--platte.public-ulr=http://x | \"platte.public-ulr\" is not a setting",
                "--platte.ledger.writer=3 | \"platte.ledger.writer\" is not a setting",
                "--platte.data.dir=x | \"platte.data.dir\" is not a setting",
                "--platte.public-url=ftp://x | platte.public-url is",
                "--platte.public-url=updates.example.com | platte.public-url is",
                "--platte.public-url=http://x/?a=b | platte.public-url is",
                "--platte.public-url=http://user:secret@x/ | platte.public-url carries",
                "--platte.poll-interval=1ms | platte.poll-interval is",
                "--platte.poll-interval=2d | platte.poll-interval is",
                "--platte.trusted-proxies=everybody | platte.trusted-proxies",
                "--platte.pages-open-to=1.2.3.4/99 | platte.pages-open-to",
                "--platte.cup-keys=/tmp | platte.cup-keys needs platte.public-url",
                "--platte.ledger.writers=0 | platte.ledger.writers is 0",
                "--platte.ledger.queue=99999999 | platte.ledger.queue is",
                "--platte.max-payload=-1 | platte.max-payload"
            })
    void aBadSettingStopsTheStartAndIsNamed(String argument, String words) {
        assertThat(refusal(argument.strip())).contains(words.strip());
    }

    @Test
    void secretsOfARefusedSettingAreNotPrinted() {
        assertThat(refusal("--platte.public-url=http://user:secret@x/")).doesNotContain("secret");
    }

    @Test
    void helpNamesEverySetting() {
        for (var component : ServerSettings.class.getRecordComponents()) {
            String key =
                    "platte."
                            + component
                                    .getName()
                                    .replaceAll("([A-Z])", "-$1")
                                    .toLowerCase(Locale.ROOT);
            assertThat(Usage.TEXT).contains("--" + key + "=");
        }
    }

    @Test
    void theServerStopsAndStartsAgainOnItsData() {
        try (var database = TestServer.database();
                var server = TestServer.start(database)) {
            assertThat(server.get("/healthz").statusCode()).isEqualTo(200);
        }
    }
}
