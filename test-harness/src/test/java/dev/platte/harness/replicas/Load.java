package dev.platte.harness.replicas;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Hosts that poll without a pause, each asking whichever replica comes to mind, again and again
 * until it is answered. Each event carries a number of its own, so that what was acknowledged can
 * be looked for.
 */
final class Load {

    private final List<Replica> replicas;
    private final HttpClient http;
    private final long seed;
    private final AtomicLong numbers = new AtomicLong();
    private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicLong polls = new AtomicLong();
    private final AtomicLong offers = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final CountDownLatch over = new CountDownLatch(1);

    Load(List<Replica> replicas, HttpClient http, long seed) {
        this.replicas = replicas;
        this.http = http;
        this.seed = seed;
    }

    void stop() {
        over.countDown();
    }

    /** The numbers of all events that a server has acknowledged. */
    Set<Long> acknowledged() {
        return acknowledged;
    }

    long polls() {
        return polls.get();
    }

    long offers() {
        return offers.get();
    }

    /** Asked in vain: the server was killed, or is not there. */
    long failures() {
        return failures.get();
    }

    private boolean isOver(long patienceMillis) throws InterruptedException {
        return over.await(patienceMillis, TimeUnit.MILLISECONDS);
    }

    /** One place in the fleet; a machine that is updated makes room for another one. */
    void run(Fleet fleet, int place) throws InterruptedException {
        Random random = new Random(seed * 1000 + fleet.limit() * 31L + place);
        while (!isOver(0)) {
            live(new Host(fleet, UUID.randomUUID().toString().replace("-", ""), random));
        }
    }

    private void live(Host host) throws InterruptedException {
        while (!isOver(0)) {
            if (!ask(host, "1.0.0", "one", CHECK).contains("<manifest")) {
                isOver(100);
                continue;
            }
            offers.incrementAndGet();
            tell(host, 13, 1);
            if (host.random().nextInt(10) == 0) {
                tell(host, 3, 0);
                continue;
            }
            tell(host, 14, 1);
            tell(host, 3, 1);
            if (!isOver(0) && host.random().nextInt(4) > 0) {
                ask(host, "2.0.0", "two", CHECK);
            }
            return;
        }
    }

    private record Host(Fleet fleet, String id, Random random) {}

    private static final String CHECK =
            "<ping active=\"1\"></ping><updatecheck></updatecheck>"
                    + "<event eventtype=\"3\" eventresult=\"2\" previousversion=\"\"></event>";

    private void tell(Host host, int type, int result) throws InterruptedException {
        if (isOver(0)) {
            return;
        }
        long number = numbers.incrementAndGet();
        String event =
                "<event eventtype=\"%d\" eventresult=\"%d\" errorcode=\"%d\"></event>"
                        .formatted(type, result, number);
        if (!ask(host, "1.0.0", "one", event).isEmpty()) {
            acknowledged.add(number);
        }
    }

    /** What the first replica that answers says; empty: the load was over before one did. */
    private String ask(Host host, String version, String boot, String inner)
            throws InterruptedException {
        String body =
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <request protocol="3.0" version="update_engine-0.4.10" installsource="scheduler">
                <os version="Chateau" platform="CoreOS" sp="%s_x86_64"></os>
                <app appid="%s" version="%s" track="stable" bootid="{%s}" machineid="%s" board="amd64-usr">%s</app>
                </request>
                """
                        .formatted(version, host.fleet().appid(), version, boot, host.id(), inner);
        while (!isOver(0)) {
            Replica replica = replicas.get(host.random().nextInt(replicas.size()));
            try {
                HttpResponse<String> answer =
                        http.send(
                                HttpRequest.newBuilder(replica.address("/v1/update/"))
                                        .timeout(Duration.ofSeconds(6))
                                        .POST(BodyPublishers.ofString(body))
                                        .build(),
                                BodyHandlers.ofString());
                if (answer.statusCode() == 200) {
                    polls.incrementAndGet();
                    return answer.body();
                }
                if (answer.statusCode() != 503) {
                    throw new AssertionError(answer.statusCode() + ": " + answer.body());
                }
            } catch (IOException killed) {
                failures.incrementAndGet();
            }
            isOver(50);
        }
        return "";
    }
}
