package dev.platte.client.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.platte.client.etcd.Cluster;
import dev.platte.client.lock.RebootLock.Claim;
import dev.platte.client.lock.RebootLock.Moment;
import dev.platte.client.lock.RebootLock.Reply;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three etcds, each in a network namespace of its own, and the wires between them cut. */
@Timeout(180)
class EtcdPartitionTest {
    private static final int MEMBERS = 3;
    private static final String NET = "10.213.77.";
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));

    @TempDir Path home;
    private final String tag = "plk" + ProcessHandle.current().pid() % 100_000;
    private final List<Process> members = new ArrayList<>();

    @BeforeEach
    void wire() throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/etcd")),
                "no etcd: install Debian's etcd-server");
        assumeTrue(
                attempt("ip", "link", "add", tag, "type", "bridge") == 0,
                "network namespaces need root, iproute2 and a kernel with bridges");
        ip("addr add %s1/24 dev %s".formatted(NET, tag));
        ip("link set %s up".formatted(tag));
        for (int i = 1; i <= MEMBERS; i++) {
            ip("netns add " + space(i));
            ip("link add %sv%d type veth peer name eth0 netns %s".formatted(tag, i, space(i)));
            ip("link set %sv%d master %s up".formatted(tag, i, tag));
            ip("-n %s addr add %s/24 dev eth0".formatted(space(i), host(i)));
            ip("-n %s link set eth0 up".formatted(space(i)));
            ip("-n %s link set lo up".formatted(space(i)));
        }
        for (int i = 1; i <= MEMBERS; i++) {
            members.add(start(i));
        }
    }

    @AfterEach
    void unwire() throws Exception {
        for (Process member : members) {
            member.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
        }
        for (int i = 1; i <= MEMBERS; i++) {
            attempt("ip", "netns", "del", space(i));
        }
        attempt("ip", "link", "del", tag);
    }

    private String space(int member) {
        return tag + "n" + member;
    }

    private static String host(int member) {
        return NET + (10 + member);
    }

    private static URI address(int member) {
        return URI.create("http://" + host(member) + ":2379");
    }

    private Process start(int member) throws IOException {
        String cluster =
                IntStream.rangeClosed(1, MEMBERS)
                        .mapToObj(i -> "m%d=http://%s:2380".formatted(i, host(i)))
                        .collect(Collectors.joining(","));
        return new ProcessBuilder(
                        "ip",
                        "netns",
                        "exec",
                        space(member),
                        "/usr/bin/etcd",
                        "--name=m" + member,
                        "--data-dir=" + home.resolve("m" + member),
                        "--listen-client-urls=" + address(member),
                        "--advertise-client-urls=" + address(member),
                        "--listen-peer-urls=http://" + host(member) + ":2380",
                        "--initial-advertise-peer-urls=http://" + host(member) + ":2380",
                        "--initial-cluster=" + cluster,
                        "--heartbeat-interval=50",
                        "--election-timeout=500")
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("m" + member + ".log").toFile())
                .start();
    }

    private static int attempt(String... words) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static void ip(String words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(words.split(" ", -1)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(words + ": " + said).isZero();
    }

    /** Between one member and the others; whoever asks it for a slot still reaches it. */
    private void cut(int member, String verb) throws Exception {
        for (int other = 1; other <= MEMBERS; other++) {
            if (other != member) {
                ip("-n %s route %s blackhole %s/32".formatted(space(member), verb, host(other)));
            }
        }
    }

    private static AirlockLock lock(int... endpoints) {
        return new AirlockLock(
                new Cluster(
                        IntStream.of(endpoints).mapToObj(EtcdPartitionTest::address).toList(),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofSeconds(2)),
                "g",
                CLOCK,
                new Random(7));
    }

    private static Claim claim(String host) {
        return new Claim(host, new Moment("boot", "name", "1.0.0", "1.0.0", "2.0.0", "x", true));
    }

    private static boolean takes(RebootLock lock, String host) throws Exception {
        return lock.take(claim(host)) instanceof Reply.Held;
    }

    /** The first answer after a start or a cut takes an election. */
    private static boolean takesInTime(RebootLock lock, String host) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            try {
                return takes(lock, host);
            } catch (IOException e) {
                assertThat(System.nanoTime()).as(e.getMessage()).isLessThan(deadline);
            }
        }
    }

    @Test
    void aMemberThatIsCutOffGrantsNothingAndTheOthersGoOn() throws Exception {
        try (AirlockLock all = lock(1, 2, 3);
                AirlockLock alone = lock(1);
                AirlockLock first = lock(1, 2, 3)) {
            assertThat(takesInTime(all, "a")).isTrue();
            cut(1, "add");

            assertThatIOException()
                    .isThrownBy(() -> alone.take(claim("b")))
                    .withMessageStartingWith("no endpoint of etcd answers");
            assertThatIOException()
                    .as("it shows nothing that may be old either")
                    .isThrownBy(() -> alone.look(claim("b")));
            assertThat(takesInTime(first, "b")).as("a has the slot").isFalse();
            assertThat(first.giveBack(claim("a"))).isEqualTo("the slot is free");
            assertThat(takes(first, "b")).isTrue();

            cut(1, "del");
            assertThat(takesInTime(alone, "a")).as("it has heard of b").isFalse();
            assertThat(alone.look(claim("a")).holders())
                    .extracting(RebootLock.Holder::host)
                    .containsExactly("b");
        }
    }

    @Test
    void withoutAMajorityNobodyGetsASlotAndNobodyHangs() throws Exception {
        try (AirlockLock lock = lock(1, 2, 3)) {
            assertThat(takesInTime(lock, "a")).isTrue();
            members.get(1).destroyForcibly().waitFor(20, TimeUnit.SECONDS);
            members.get(2).destroyForcibly().waitFor(20, TimeUnit.SECONDS);
            assertThatIOException().isThrownBy(() -> lock.take(claim("b")));
            members.set(1, start(2));
            assertThat(takesInTime(lock, "b")).isFalse();
        }
    }
}
