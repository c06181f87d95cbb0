package dev.platte.server.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.platte.db.fixture.TestDatabase;
import dev.platte.keys.sign.KeyType;
import dev.platte.keys.sign.SigningKey;
import dev.platte.keys.store.KeyFiles;
import dev.platte.keys.verify.AnswerKeys;
import dev.platte.keys.verify.UnusableKeyException;
import dev.platte.server.fixture.Machine;
import dev.platte.server.fixture.Release;
import dev.platte.server.fixture.TestServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Keys that sign answers come and go while the server runs. */
class CupRotationTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir static Path keys;
    private static TestDatabase database;
    private static TestServer server;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private Machine machine;

    @BeforeAll
    static void start() throws IOException {
        key("1");
        database = TestServer.database();
        server =
                TestServer.start(
                        database,
                        "--platte.public-url=https://updates.example.com",
                        "--platte.cup-keys=" + keys);
    }

    @AfterAll
    static void stop() {
        server.close();
        database.close();
    }

    @BeforeEach
    void oneKey() throws IOException {
        log.start();
        logger().addAppender(log);
        for (String name : Set.of("2", "3", "02")) {
            Files.deleteIfExists(file(name));
        }
        server.get(CupKeys.class).look();
        log.list.clear();
        machine = new Machine(server, Release.on(server), "1.0.0");
    }

    @AfterEach
    void listenNoMore() {
        logger().detachAppender(log);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(CupKeys.class);
    }

    private List<String> said() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static Path file(String name) {
        return keys.resolve(name + ".pem");
    }

    private static void key(String name) throws IOException {
        KeyFiles.writePrivate(SigningKey.generate(KeyType.P256, RANDOM), file(name));
    }

    private HttpResponse<String> asked(String id) {
        return server.post("/v1/update?cup2key=" + id + ":5eed", machine.request(Machine.CHECK));
    }

    @Test
    void aKeyThatIsAddedProvesAnswersWithoutARestart() throws IOException {
        assertThat(asked("2").statusCode()).isEqualTo(400);
        key("2");
        await().atMost(PATIENCE).until(() -> asked("2").statusCode() == 200);
        assertThat(asked("2").headers().firstValue("X-Cup-Server-Proof")).isPresent();
        assertThat(asked("1").statusCode()).as("the old one is still there").isEqualTo(200);
        assertThat(server.get(AnswerKeys.class).now().keySet()).containsExactly(1L, 2L);
    }

    @Test
    void aKeyThatIsTakenAwayProvesNothingAnyMore() throws IOException {
        key("2");
        server.get(CupKeys.class).look();
        assertThat(said()).contains("answers are signed with the CUP keys 1, 2");
        Files.delete(file("2"));
        server.get(CupKeys.class).look();
        assertThat(asked("2").statusCode()).isEqualTo(400);
        assertThat(asked("2").body()).contains("cup-key-unknown");
    }

    @Test
    void aKeyThatCannotBeReadChangesNothingAndIsToldOnce() throws IOException {
        key("2");
        server.get(CupKeys.class).look();
        Files.writeString(file("3"), "-----BEGIN PRIVATE KEY-----\nhalf of it");
        Files.setPosixFilePermissions(file("3"), Files.getPosixFilePermissions(file("2")));
        server.get(CupKeys.class).look();
        server.get(CupKeys.class).look();
        assertThat(asked("2").statusCode()).isEqualTo(200);
        assertThat(said())
                .filteredOn(line -> line.contains("signed with those from before"))
                .singleElement()
                .asString()
                .contains(file("3").toString())
                .doesNotContain("half of it");
    }

    @Test
    void theLastKeyIsNotLetGo() throws IOException {
        Path away = keys.resolve("away");
        Files.move(file("1"), away);
        try {
            server.get(CupKeys.class).look();
            assertThat(asked("1").statusCode()).isEqualTo(200);
        } finally {
            Files.move(away, file("1"));
        }
    }

    @Test
    void aKeyOfTheSameIdReplacesTheOneBefore() throws IOException {
        key("2");
        server.get(CupKeys.class).look();
        AnswerKeys known = server.get(AnswerKeys.class);
        var before = known.now().get(2L);
        Files.delete(file("2"));
        key("2");
        server.get(CupKeys.class).look();
        assertThat(known.now().get(2L)).isNotNull().isNotEqualTo(before);
    }

    @Test
    void twoFilesForOneIdAreRefused() throws IOException {
        key("2");
        key("02");
        assertThatThrownBy(() -> CupRing.read(keys))
                .isInstanceOf(UnusableKeyException.class)
                .hasMessageContaining("two files for the id 2");
    }
}
