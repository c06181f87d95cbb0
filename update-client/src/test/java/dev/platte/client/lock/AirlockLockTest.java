package dev.platte.client.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.platte.client.etcd.Cluster;
import dev.platte.client.etcd.Etcd3;
import dev.platte.client.etcd.Etcd3.Write;
import dev.platte.client.lock.RebootLock.Claim;
import dev.platte.client.lock.RebootLock.Moment;
import dev.platte.client.lock.RebootLock.Reply;
import dev.platte.keys.tls.TlsFiles;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class AirlockLockTest {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));

    @TempDir static Path home;
    private static int groups;
    private EtcdServer etcd;

    @BeforeAll
    void start() throws Exception {
        etcd = EtcdServer.start(home);
    }

    @AfterAll
    void stop() throws Exception {
        if (etcd != null) {
            etcd.close();
        }
    }

    private static String fresh() {
        return "group-" + ++groups;
    }

    private AirlockLock lock(String group) {
        return lock(etcd.cluster(), group);
    }

    private static AirlockLock lock(Cluster cluster, String group) {
        return new AirlockLock(cluster, group, CLOCK, new Random(7));
    }

    private static Claim claim(String host) {
        return new Claim(host, new Moment("boot", "name", "1.0.0", "1.0.0", "2.0.0", "x", true));
    }

    private String semaphore(String group) throws Exception {
        return etcd.ctl(
                "get",
                "--print-value-only",
                "com.coreos.airlock/groups/" + group + "/v1/semaphore");
    }

    private static boolean takes(RebootLock lock, String host) throws Exception {
        return lock.take(claim(host)) instanceof Reply.Held;
    }

    @Test
    void hostsTakeTurnsInAirlocksKeyAndValue() throws Exception {
        String group = fresh();
        try (AirlockLock lock = lock(group)) {
            assertThat(takes(lock, "b")).isTrue();
            assertThat(semaphore(group)).isEqualTo("{\"total_slots\":1,\"holders\":[\"b\"]}");
            assertThat(takes(lock, "b")).as("again").isTrue();
            assertThat(lock.take(claim("a")))
                    .isEqualTo(
                            new Reply.Refused(
                                    "failed_lock_semaphore_full",
                                    "1 of 1 slots are taken, by b",
                                    Optional.empty(),
                                    Optional.empty()));
            assertThat(lock.giveBack(claim("a"))).isEqualTo("no slot was held");
            assertThat(lock.giveBack(claim("b"))).isEqualTo("the slot is free");
            assertThat(semaphore(group)).isEqualTo("{\"total_slots\":1,\"holders\":[]}");
            assertThat(lock.setMax(2)).isEqualTo(1);
            assertThat(takes(lock, "b") && takes(lock, "a")).isTrue();
            assertThat(semaphore(group)).isEqualTo("{\"total_slots\":2,\"holders\":[\"a\",\"b\"]}");
        }
    }

    @Test
    void slotsThatAirlockGaveCount() throws Exception {
        String group = fresh();
        etcd.ctl(
                "put",
                "com.coreos.airlock/groups/" + group + "/v1/semaphore",
                "{\"total_slots\":2,\"holders\":[\"zincati\"]}");
        try (AirlockLock lock = lock(group)) {
            assertThat(takes(lock, "ours")).isTrue();
            assertThat(takes(lock, "third")).isFalse();
        }
    }

    @Test
    void whoHoldsSinceWhenIsSeenWhereItIsKnown() throws Exception {
        String group = fresh();
        etcd.ctl(
                "put",
                "com.coreos.airlock/groups/" + group + "/v1/semaphore",
                "{\"total_slots\":3,\"holders\":[\"zincati\"]}");
        try (AirlockLock lock = lock(group)) {
            lock.take(claim("ours"));
            RebootLock.Board board = lock.look(claim("ours"));
            assertThat(board.max()).isEqualTo(3);
            assertThat(board.available()).isEqualTo(1);
            assertThat(board.holders())
                    .containsExactly(
                            new RebootLock.Holder("ours", Optional.of(CLOCK.instant())),
                            new RebootLock.Holder("zincati", Optional.empty()));
            lock.giveBack(claim("ours"));
            assertThat(lock.look(claim("ours")).holders()).hasSize(1);
            assertThat(
                            etcd.ctl(
                                    "get",
                                    "--prefix",
                                    "--keys-only",
                                    "com.coreos.airlock/groups/" + group))
                    .as("the note goes with the slot")
                    .doesNotContain("ours");
        }
    }

    @Test
    void manyAtOnceGetExactlyWhatThereIs() throws Exception {
        String group = fresh();
        List<Callable<Boolean>> askers = new ArrayList<>();
        List<AirlockLock> locks = new ArrayList<>();
        try (AirlockLock first = lock(group)) {
            first.setMax(3);
        }
        for (int i = 0; i < 24; i++) {
            String host = "host-" + i;
            AirlockLock lock = lock(group);
            locks.add(lock);
            askers.add(() -> takes(lock, host));
        }
        int held = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(12)) {
            for (Future<Boolean> answer : threads.invokeAll(askers)) {
                held += answer.get() ? 1 : 0;
            }
        }
        locks.forEach(AirlockLock::close);
        assertThat(held).isEqualTo(3);
    }

    /** Whoever gave back must not hold, whatever of its requests is still on its way. */
    @Test
    void aWriteThatComesLateDoesNothingAfterTheSlotWasGivenBack() throws Exception {
        String group = fresh();
        String key = "com.coreos.airlock/groups/" + group + "/v1/semaphore";
        try (AirlockLock lock = lock(group);
                Cluster cluster = etcd.cluster()) {
            lock.look(claim("a"));
            Etcd3 raw = new Etcd3(cluster);
            long seen = raw.get(key).revision();
            lock.giveBack(claim("a"));
            assertThat(
                            raw.putIfUnchanged(
                                    key,
                                    seen,
                                    List.of(
                                            new Write(
                                                    key,
                                                    Optional.of(
                                                            "{\"total_slots\":1,\"holders\":[\"a\"]}")))))
                    .isFalse();
        }
    }

    @Test
    void whatIsNoSemaphoreIsLeftAlone() throws Exception {
        String group = fresh();
        etcd.ctl("put", "com.coreos.airlock/groups/" + group + "/v1/semaphore", "hello");
        try (AirlockLock lock = lock(group)) {
            assertThatThrownBy(() -> lock.take(claim("a"))).isInstanceOf(IOException.class);
            assertThat(semaphore(group)).isEqualTo("hello");
        }
    }

    @Test
    void slotsOutliveEtcdsDeath(@TempDir Path own) throws Exception {
        try (EtcdServer mortal = EtcdServer.start(own);
                AirlockLock lock = lock(mortal.cluster(), "g")) {
            assertThat(takes(lock, "a")).isTrue();
            mortal.kill();
            assertThatThrownBy(() -> lock.take(claim("b")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no endpoint of etcd answers");
            mortal.run();
            assertThat(takes(lock, "b")).isFalse();
            assertThat(lock.look(claim("b")).holders())
                    .extracting(RebootLock.Holder::host)
                    .containsExactly("a");
        }
    }

    /** locksmith's daemon hung here for ever. */
    @Test
    void anEtcdThatTakesConnectionsAndSaysNothingIsGivenUp() throws Exception {
        try (ServerSocket silent = new ServerSocket(0);
                Cluster cluster =
                        new Cluster(
                                List.of(
                                        URI.create("http://127.0.0.1:" + silent.getLocalPort()),
                                        etcd.address()),
                                Optional.empty(),
                                Optional.empty(),
                                Duration.ofMillis(500));
                AirlockLock lock = lock(cluster, fresh())) {
            assertThat(takes(lock, "a")).as("by the next endpoint").isTrue();
        }
        try (ServerSocket silent = new ServerSocket(0);
                Cluster cluster =
                        new Cluster(
                                List.of(URI.create("http://127.0.0.1:" + silent.getLocalPort())),
                                Optional.empty(),
                                Optional.empty(),
                                Duration.ofMillis(300));
                AirlockLock lock = lock(cluster, fresh())) {
            assertThatThrownBy(() -> lock.take(claim("a"))).isInstanceOf(IOException.class);
        }
    }

    @Test
    void theAuthorityAloneIsEnoughForTls(@TempDir Path own) throws Exception {
        Certificates certificates = Certificates.make(own.resolve("tls"));
        Certificates strangers = Certificates.make(own.resolve("other"));
        try (EtcdServer secure = EtcdServer.startTls(own, certificates)) {
            try (AirlockLock lock =
                    lock(tls(secure, certificates.authority(), Optional.empty()), "g")) {
                assertThat(takes(lock, "a")).isTrue();
            }
            try (AirlockLock lock =
                    lock(tls(secure, strangers.authority(), Optional.empty()), "g")) {
                assertThatThrownBy(() -> lock.take(claim("a"))).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void certificatesOfClientsAreShown(@TempDir Path own) throws Exception {
        Certificates certificates = Certificates.make(own.resolve("tls"));
        try (EtcdServer secure =
                EtcdServer.startTls(
                        own,
                        certificates,
                        "--client-cert-auth",
                        "--trusted-ca-file=" + certificates.authority())) {
            try (AirlockLock lock =
                    lock(
                            tls(
                                    secure,
                                    certificates.authority(),
                                    Optional.of(certificates.client())),
                            "g")) {
                assertThat(takes(lock, "a")).isTrue();
            }
            try (AirlockLock lock =
                    lock(tls(secure, certificates.authority(), Optional.empty()), "g")) {
                assertThatThrownBy(() -> lock.take(claim("a"))).isInstanceOf(IOException.class);
            }
        }
    }

    private static Cluster tls(
            EtcdServer server, Path authority, Optional<TlsFiles.Identity> identity)
            throws Exception {
        return new Cluster(
                List.of(server.address()),
                Optional.of(TlsFiles.context(Optional.of(authority), identity)),
                Optional.empty(),
                Duration.ofSeconds(5));
    }

    @Test
    void usersSignInAndAgainWhenTheirTokenIsGone(@TempDir Path own) throws Exception {
        try (EtcdServer guarded = EtcdServer.start(own)) {
            guarded.ctl("user", "add", "root:secret");
            guarded.ctl("user", "grant-role", "root", "root");
            guarded.ctl("auth", "enable");
            try (AirlockLock lock = lock(as(guarded, "root", "secret"), "g")) {
                assertThat(takes(lock, "a")).isTrue();
                // Its tokens live in memory only.
                guarded.kill();
                guarded.run();
                assertThat(takes(lock, "a")).isTrue();
            }
            try (AirlockLock lock = lock(as(guarded, "root", "wrong"), "g")) {
                assertThatThrownBy(() -> lock.take(claim("a")))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("does not let in the user root")
                        .hasMessageNotContaining("wrong");
            }
            try (AirlockLock lock = lock(guarded.cluster(), "g")) {
                assertThatThrownBy(() -> lock.take(claim("a")))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("etcd refuses");
            }
        }
    }

    private static Cluster as(EtcdServer server, String user, String password) {
        return new Cluster(
                List.of(server.address()),
                Optional.empty(),
                Optional.of(new Cluster.Account(user, password)),
                Duration.ofSeconds(5));
    }
}
