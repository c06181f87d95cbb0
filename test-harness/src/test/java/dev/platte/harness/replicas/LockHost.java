package dev.platte.harness.replicas;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A host that reboots again and again, as our client asks for it: goes down only when it heard yes
 * to its last request, and says that it is back under a new boot id until that is heard.
 */
final class LockHost {
    private static final String PRE_REBOOT = "/v1/pre-reboot";
    private static final String STEADY_STATE = "/v1/steady-state";

    private final String name;
    private final World world;
    private final Random chance;
    private long seq;
    private int boot = 1;
    private int calmReboots;

    /** What all hosts share: servers, a bad line, and the count of those who are down. */
    static final class World {
        private final List<Replica> replicas;
        private final HttpClient http;
        private final int slots;
        private final Set<String> down = ConcurrentHashMap.newKeySet();
        private final ConcurrentLinkedQueue<Copy> copies = new ConcurrentLinkedQueue<>();
        private final AtomicInteger mostDown = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();
        private final AtomicLong reboots = new AtomicLong();
        private final AtomicLong requests = new AtomicLong();
        private final AtomicLong late = new AtomicLong();
        private final CountDownLatch never = new CountDownLatch(1);
        private volatile boolean calm;

        private record Copy(String path, String body) {}

        World(List<Replica> replicas, HttpClient http, int slots) {
            this.replicas = replicas;
            this.http = http;
            this.slots = slots;
        }

        /** From now on nothing bad happens. */
        void calm() {
            calm = true;
        }

        boolean isOver(int hosts) {
            return done.get() == hosts;
        }

        /** Who is down, each with the boot that went down. */
        Set<String> down() {
            return new HashSet<>(down);
        }

        int mostDown() {
            return mostDown.get();
        }

        long reboots() {
            return reboots.get();
        }

        long requests() {
            return requests.get();
        }

        long lateOnes() {
            return late.get();
        }

        void pause(int millis) throws InterruptedException {
            never.await(millis, TimeUnit.MILLISECONDS);
        }

        private void goesDown(String period) {
            down.add(period);
            int now = mostDown.accumulateAndGet(down.size(), Math::max);
            if (now > slots) {
                throw new AssertionError(down + " are down");
            }
        }

        private boolean send(String path, String body, Random chance) throws InterruptedException {
            requests.incrementAndGet();
            Replica replica = replicas.get(chance.nextInt(replicas.size()));
            HttpRequest request =
                    HttpRequest.newBuilder(replica.address(path))
                            .timeout(Duration.ofSeconds(5))
                            .header("fleet-lock-protocol", "true")
                            .POST(BodyPublishers.ofString(body))
                            .build();
            try {
                HttpResponse<Void> answer = http.send(request, BodyHandlers.discarding());
                return answer.statusCode() == 200;
            } catch (IOException killed) {
                return false;
            }
        }

        /** Whether yes was heard. */
        private boolean over(String path, String body, Random chance) throws InterruptedException {
            if (calm) {
                return send(path, body, chance);
            }
            if (chance.nextInt(4) == 0) {
                copies.add(new Copy(path, body));
            }
            Copy copy = chance.nextInt(6) == 0 ? copies.poll() : null;
            if (copy != null) {
                late.incrementAndGet();
                send(copy.path(), copy.body(), chance);
            }
            return switch (chance.nextInt(10)) {
                case 0 -> false;
                case 1 -> {
                    send(path, body, chance);
                    yield false;
                }
                case 2 -> {
                    Thread twin =
                            Thread.startVirtualThread(
                                    () -> {
                                        try {
                                            send(path, body, new Random(1));
                                        } catch (InterruptedException e) {
                                            Thread.currentThread().interrupt();
                                        }
                                    });
                    boolean heard = send(path, body, chance);
                    twin.join();
                    yield heard;
                }
                default -> send(path, body, chance);
            };
        }
    }

    LockHost(String name, World world, long seed) {
        this.name = name;
        this.world = world;
        this.chance = new Random(seed);
    }

    /** Reboots that began after all trouble. */
    int calmReboots() {
        return calmReboots;
    }

    private boolean ask(String path) throws InterruptedException {
        String body =
                "{\"client_params\":{\"id\":\"%s\",\"group\":\"model\"},\"x\":{\"seq\":%d,\"boot_id\":\"%s-%d\",\"from\":\"1.0.0\",\"to\":\"2.0.0\",\"version\":\"2.0.0\",\"healthy\":true}}"
                        .formatted(name, ++seq, name, boot);
        return world.over(path, body, chance);
    }

    /** Until it has rebooted once after all trouble. */
    void run() throws InterruptedException {
        while (calmReboots == 0) {
            boolean calm = world.calm;
            while (!ask(PRE_REBOOT)) {
                world.pause(20 + chance.nextInt(40));
            }
            String period = name + "/" + boot;
            world.goesDown(period);
            world.pause(20 + chance.nextInt(150));
            boot++;
            world.down.remove(period);
            world.reboots.incrementAndGet();
            while (!ask(STEADY_STATE)) {
                world.pause(20 + chance.nextInt(40));
            }
            calmReboots += calm ? 1 : 0;
            world.pause(chance.nextInt(100));
        }
        world.done.incrementAndGet();
    }
}
