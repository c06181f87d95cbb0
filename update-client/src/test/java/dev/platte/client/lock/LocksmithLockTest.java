package dev.platte.client.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.platte.client.lock.RebootLock.Claim;
import dev.platte.client.lock.RebootLock.Moment;
import dev.platte.client.lock.RebootLock.Reply;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class LocksmithLockTest {
    @TempDir static Path home;
    private EtcdServer etcd;

    @BeforeAll
    void start() throws Exception {
        etcd = EtcdServer.start(home, "--enable-v2");
    }

    @AfterAll
    void stop() throws Exception {
        if (etcd != null) {
            etcd.close();
        }
    }

    private LocksmithLock lock(String group) {
        return new LocksmithLock(etcd.cluster(), group, new Random(7));
    }

    private static Claim claim(String host) {
        return new Claim(host, Moment.NONE);
    }

    private static boolean takes(RebootLock lock, String host) throws Exception {
        return lock.take(claim(host)) instanceof Reply.Held;
    }

    /** As curl would, without our own client. */
    private String http(String method, String path, String body) throws Exception {
        HttpURLConnection connection =
                (HttpURLConnection)
                        etcd.address().resolve("/v2/keys/" + path).toURL().openConnection();
        connection.setRequestMethod(method);
        if (!body.isEmpty()) {
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", "application/x-www-form-urlencoded");
            connection
                    .getOutputStream()
                    .write(
                            ("value=" + URLEncoder.encode(body, StandardCharsets.UTF_8))
                                    .getBytes(StandardCharsets.US_ASCII));
        }
        return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private String semaphore(String path) throws Exception {
        String answer = http("GET", "coreos.com/updateengine/rebootlock/" + path, "");
        return answer.replaceAll(".*\"value\":\"(.*?[^\\\\])\".*\\s*", "$1").replace("\\\"", "\"");
    }

    @Test
    void theDefaultGroupIsLocksmithsKeyAndValue() throws Exception {
        try (LocksmithLock lock = lock("")) {
            assertThat(lock.look(claim("x")).max()).isEqualTo(1);
            assertThat(semaphore("semaphore"))
                    .isEqualTo("{\"semaphore\":1,\"max\":1,\"holders\":null}");
            assertThat(takes(lock, "b")).isTrue();
            assertThat(semaphore("semaphore"))
                    .isEqualTo("{\"semaphore\":0,\"max\":1,\"holders\":[\"b\"]}");
            assertThat(takes(lock, "b")).as("locksmith said: semaphore is at 0").isTrue();
            assertThat(takes(lock, "a")).isFalse();
            assertThat(lock.setMax(3)).isEqualTo(1);
            assertThat(takes(lock, "a")).isTrue();
            assertThat(semaphore("semaphore"))
                    .isEqualTo("{\"semaphore\":1,\"max\":3,\"holders\":[\"a\",\"b\"]}");
            assertThat(lock.setMax(0)).isEqualTo(3);
            assertThat(lock.look(claim("x")).available()).isEqualTo(-2);
            assertThat(lock.take(claim("c")))
                    .isInstanceOfSatisfying(
                            Reply.Refused.class,
                            refused ->
                                    assertThat(refused.reason())
                                            .isEqualTo("nobody reboots: the limit is 0"));
            lock.giveBack(claim("a"));
            lock.giveBack(claim("a"));
            lock.giveBack(claim("b"));
            assertThat(semaphore("semaphore"))
                    .isEqualTo("{\"semaphore\":0,\"max\":0,\"holders\":[]}");
        }
    }

    @Test
    void whatLocksmithWroteIsGoneOnWith() throws Exception {
        http(
                "PUT",
                "coreos.com/updateengine/rebootlock/groups/old/semaphore",
                "{\"semaphore\":1,\"max\":2,\"holders\":[\"locksmith\"]}");
        try (LocksmithLock lock = lock("old")) {
            assertThat(takes(lock, "ours")).isTrue();
            assertThat(takes(lock, "third")).isFalse();
            assertThat(semaphore("groups/old/semaphore"))
                    .isEqualTo("{\"semaphore\":0,\"max\":2,\"holders\":[\"locksmith\",\"ours\"]}");
        }
    }

    @Test
    void groupsAreEscapedAsLocksmithDoes() throws Exception {
        try (LocksmithLock lock = lock("prod/data base")) {
            assertThat(takes(lock, "a")).isTrue();
        }
        assertThat(semaphore("groups/prod%252Fdata+base/semaphore")).contains("\"a\"");
        assertThatIllegalArgumentException().isThrownBy(() -> lock(".."));
    }

    @Test
    void anEtcdWithoutTheOldKeysIsTold(@TempDir Path own) throws Exception {
        try (EtcdServer modern = EtcdServer.start(own);
                LocksmithLock lock = new LocksmithLock(modern.cluster(), "", new Random(7))) {
            assertThatThrownBy(() -> lock.take(claim("a")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("--enable-v2");
        }
    }
}
