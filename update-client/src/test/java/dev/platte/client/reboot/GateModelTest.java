package dev.platte.client.reboot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.client.lock.EtcdServer;
import dev.platte.client.lock.RebootLock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hosts with the real gate and a real etcd, in a world where requests and answers are lost, come
 * twice, daemons die in the middle of anything, and hosts boot when nobody expects it. After each
 * thing that happens: never more hosts may be down than there are slots, and each of them holds
 * one.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class GateModelTest {
    private static final int HOSTS = 6;
    private static final int SLOTS = 2;
    private static final int EVENTS = 1200;

    @TempDir static Path home;
    private EtcdServer etcd;
    private Random chance = new Random();
    private boolean trouble;
    private String group = "";
    private final List<Member> members = new ArrayList<>();

    @BeforeAll
    void start() throws Exception {
        etcd = EtcdServer.start(home);
    }

    @AfterAll
    void stop() {
        if (etcd != null) {
            etcd.close();
        }
    }

    /** The daemon was killed there. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** A lock behind a bad network, asked by a process that may die. */
    private final class BadLine implements RebootLock {
        private final RebootLock lock;
        private final Member member;

        private BadLine(RebootLock lock, Member member) {
            this.lock = lock;
            this.member = member;
        }

        private interface Call<T> {
            T make() throws IOException, InterruptedException;
        }

        private <T> T over(Call<T> call) throws IOException, InterruptedException {
            if (!trouble) {
                return call.make();
            }
            if (member.cutOff) {
                throw new IOException("cut off");
            }
            return switch (chance.nextInt(12)) {
                case 0 -> throw new IOException("the request was lost");
                case 1 -> {
                    call.make();
                    throw new IOException("the answer was lost");
                }
                case 2 -> {
                    call.make();
                    yield call.make();
                }
                case 3 -> throw new Killed();
                case 4 -> {
                    call.make();
                    throw new Killed();
                }
                default -> call.make();
            };
        }

        @Override
        public String name() {
            return lock.name();
        }

        @Override
        public Reply take(Claim claim) throws IOException, InterruptedException {
            return over(() -> lock.take(claim));
        }

        @Override
        public String giveBack(Claim claim) throws IOException, InterruptedException {
            return over(() -> lock.giveBack(claim));
        }

        @Override
        public Board look(Claim claim) throws IOException, InterruptedException {
            return lock.look(claim);
        }

        @Override
        public long setMax(long max) throws IOException, InterruptedException {
            return lock.setMax(max);
        }

        @Override
        public void close() {
            lock.close();
        }
    }

    private final class Member {
        private final TestGate host;
        private final String id;
        private int boots = 1;
        private int served;
        private boolean wants;
        private boolean cutOff;

        private Member(int number) throws Exception {
            id = "%032x".formatted(number + 1);
            host = new TestGate(home.resolve(group + "-" + number), id);
            host.keys.put("REBOOT_STRATEGY", "etcd-lock");
            host.keys.put("ETCD_ENDPOINTS", etcd.address().toString());
            host.keys.put("LOCK_GROUP", group);
            host.between = lock -> new BadLine(lock, this);
        }

        /** It was told to go down and has not come up again. */
        private boolean mayBeDown() {
            return host.reboots > served;
        }

        private void boot() throws Exception {
            boots++;
            served = host.reboots;
            wants = false;
            host.unwell = chance.nextInt(3) == 0 ? Optional.of("not yet") : Optional.empty();
            host.boot("boot-" + boots);
        }

        private void want() {
            wants = true;
            // Each boot is one into something new: reboots in vain end by themselves.
            host.want(new Wish("1.0.0", "2.0." + boots));
        }

        private void restart() throws Exception {
            host.restart();
        }

        private void step() throws Exception {
            try {
                host.step();
            } catch (Killed e) {
                restart();
                if (wants) {
                    want();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1})
    void neverMoreThanTheSlotsMayBeDownAndEverybodyIsServed(long seed) throws Exception {
        chance = new Random(seed);
        group = "model-" + seed;
        members.clear();
        etcd.ctl(
                "put",
                "com.coreos.airlock/groups/" + group + "/v1/semaphore",
                "{\"total_slots\":" + SLOTS + ",\"holders\":[]}");
        for (int i = 0; i < HOSTS; i++) {
            members.add(new Member(i));
        }
        trouble = true;
        int down = 0;
        for (int i = 0; i < EVENTS; i++) {
            happens(members.get(chance.nextInt(HOSTS)));
            down = Math.max(down, check("seed %d, event %d".formatted(seed, i)));
        }
        assertThat(down).as("the model does something").isPositive();
        trouble = false;
        calm();
        assertThat(holders()).as("nobody is forgotten").doesNotContain("00000");
    }

    private void happens(Member member) throws Exception {
        switch (chance.nextInt(60)) {
            case 0 -> {
                // What waited may be gone when the daemon comes up.
                if (chance.nextBoolean()) {
                    member.wants = false;
                    member.host.wantNothing();
                }
                member.restart();
            }
            case 1 -> member.boot();
            case 2 -> member.cutOff = true;
            case 3, 4, 5 -> member.cutOff = false;
            case 6, 7, 8 -> member.host.unwell = Optional.empty();
            case 9 -> {
                member.wants = false;
                member.host.wantNothing();
            }
            case 10, 11, 12, 13, 14, 15 -> {
                if (member.mayBeDown()) {
                    member.boot();
                }
            }
            case 16, 17, 18, 19, 20 -> member.want();
            default -> member.step();
        }
        if (member.wants) {
            // The agent of a daemon that starts anew says it again.
            member.want();
        }
    }

    private String holders() throws Exception {
        return etcd.ctl(
                "get",
                "--print-value-only",
                "com.coreos.airlock/groups/" + group + "/v1/semaphore");
    }

    private int check(String when) throws Exception {
        List<Member> down = members.stream().filter(Member::mayBeDown).toList();
        assertThat(down.size()).as(when).isLessThanOrEqualTo(SLOTS);
        if (!down.isEmpty()) {
            assertThat(holders())
                    .as(when)
                    .contains(down.stream().map(member -> member.id).toList());
        }
        return down.size();
    }

    /** Nothing bad happens any more: all who wait are served, and all slots go back. */
    private void calm() throws Exception {
        for (Member member : members) {
            member.want();
        }
        List<Member> left = new ArrayList<>(members);
        for (int i = 0; i < 4000 && !left.isEmpty(); i++) {
            for (Member member : List.copyOf(left)) {
                member.host.unwell = Optional.empty();
                member.step();
                if (member.mayBeDown()) {
                    member.boot();
                }
                check("calm");
                if (!member.wants && member.host.gate() instanceof Gate.Quiet) {
                    left.remove(member);
                }
            }
        }
        assertThat(left).isEmpty();
    }
}
