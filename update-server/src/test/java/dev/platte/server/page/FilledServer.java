package dev.platte.server.page;

import com.sun.net.httpserver.HttpServer;
import dev.platte.db.access.Grant;
import dev.platte.db.access.NewToken;
import dev.platte.db.access.NewUser;
import dev.platte.db.access.Role;
import dev.platte.db.access.Tokens;
import dev.platte.db.access.User;
import dev.platte.db.access.Users;
import dev.platte.db.catalog.Application;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.lock.LockAccess;
import dev.platte.db.lock.LockAsk;
import dev.platte.db.lock.LockGroup;
import dev.platte.db.lock.LockGroups;
import dev.platte.db.lock.LockSettings;
import dev.platte.db.lock.LockSlots;
import dev.platte.db.lock.LockTokens;
import dev.platte.db.lock.LockTurns;
import dev.platte.db.verb.Caller;
import dev.platte.db.webhook.Deliveries;
import dev.platte.db.webhook.Webhook;
import dev.platte.db.webhook.WebhookWish;
import dev.platte.db.webhook.Webhooks;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * What stands beside the fleet in the middle of a working day: hosts that take turns to reboot,
 * people, tokens, and two other systems that are told what happens, one of which is ill.
 */
final class FilledServer implements AutoCloseable {

    /** Other systems are on this machine, and are told without TLS. */
    static final String[] SETTINGS = {
        "--platte.webhooks.allow-http=true", "--platte.outgoing.private-targets=127.0.0.0/8",
    };

    /** A host that waits for the slot of the databases. */
    static final String WAITING = "5b7a3f0d4e1f9a2b6c7d8e9f0a1b0003";

    static final Caller ADA = new Caller("ada", null, null, null);

    private final TestSite site;
    private final HttpServer others;
    private final AtomicInteger heard = new AtomicInteger();
    private volatile int status = 200;

    FilledServer(TestSite site) {
        this.site = site;
        try {
            this.others =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        others.createContext(
                "/",
                call -> {
                    call.getRequestBody().readAllBytes();
                    heard.incrementAndGet();
                    byte[] words =
                            (status == 200 ? "thank you" : "no disk space left")
                                    .getBytes(StandardCharsets.UTF_8);
                    call.sendResponseHeaders(status, words.length);
                    try (OutputStream body = call.getResponseBody()) {
                        body.write(words);
                    }
                });
        others.start();
    }

    void fill() {
        people();
        tokens();
        reboots();
        webhooks();
        cloned();
        site.refresh();
    }

    /** Two disks with one machine id: as the ledger marks it when boot ids alternate. */
    void cloned() {
        site.get(JdbcClient.class)
                .sql(
                        """
                        update host set duplicate_since = last_error_at
                        where id = (select max(id) from host where last_error_at is not null)
                        """)
                .update();
    }

    /** The address of a system that takes messages. */
    String receiver() {
        return "http://127.0.0.1:" + others.getAddress().getPort() + "/hooks/platte";
    }

    /** From now on it answers so. */
    void answers(int other) {
        status = other;
    }

    /** How many messages it was sent. */
    int heard() {
        return heard.get();
    }

    private Application meadow() {
        return site.get(Catalog.class).applications().stream()
                .filter(app -> app.name().equals("Meadow Linux"))
                .findFirst()
                .orElseThrow();
    }

    void people() {
        Users users = site.get(Users.class);
        users.create(
                new NewUser(
                        "lin",
                        "lin@example.org",
                        TestSite.PASSWORD,
                        List.of(
                                Grant.everywhere(Role.OPERATOR),
                                new Grant(Role.APPROVER, meadow().key()))),
                ADA);
        users.create(
                new NewUser(
                        "noor", "noor@example.org", null, List.of(Grant.everywhere(Role.VIEWER))),
                ADA);
        User gone =
                users.create(
                        new NewUser("kim", null, TestSite.PASSWORD, List.of()),
                        ADA.because("helps out in May"));
        users.disable(gone.id(), gone.revision(), ADA.because("May is over"));
    }

    void tokens() {
        Tokens tokens = site.get(Tokens.class);
        tokens.issue(
                new NewToken(
                        "release pipeline",
                        Role.OPERATOR,
                        "lin",
                        List.of("app:" + meadow().key() + ":package,channel"),
                        site.clock().instant().plus(Duration.ofDays(200))),
                ADA);
        tokens.issue(new NewToken("grafana", Role.VIEWER, "noor", List.of(), null), ADA);
        long old =
                tokens.issue(
                                new NewToken("laptop of kim", Role.VIEWER, "lin", List.of(), null),
                                ADA)
                        .token()
                        .id();
        tokens.revoke(old, ADA.because("laptop was lost"));
    }

    void reboots() {
        LockGroups groups = site.get(LockGroups.class);
        LockGroup stable =
                groups.create(
                        "stable",
                        new LockSettings(
                                "Everything that has customers.",
                                LockGroups.parse(
                                        JsonMapper.shared()
                                                .readTree(
                                                        """
                                                        {"limit": 5, "hold": "PT30M", "failureBudget": 3,
                                                         "overdue": {"rule": "RECLAIM_AFTER", "late": "PT4H"}}
                                                        """)),
                                LockAccess.TOKEN_OR_CERTIFICATE,
                                List.of()),
                        ADA);
        site.get(LockTokens.class)
                .issue(stable.id(), null, "all hosts of the image 4152", null, ADA);
        groups.create(
                "databases",
                new LockSettings(
                        "One after the other.",
                        LockSettings.USUAL.rules(),
                        LockAccess.OPEN,
                        List.of()),
                ADA);
        LockGroup cold = groups.create("cold-storage", LockSettings.USUAL, ADA);
        groups.freeze(cold.id(), cold.revision(), ADA.because("inventory until Friday"));
        ask("databases", 1);
        site.clock().advance(Duration.ofMinutes(61));
        site.get(LockSlots.class).watch();
        site.clock().advance(Duration.ofMinutes(17));
        ask("databases", 4);
        LockSlots slots = site.get(LockSlots.class);
        slots.take(stable.id(), "web-31.berlin", ADA.because("disk is exchanged by hand"));
        slots.take(stable.id(), "web-17.lisbon", ADA);
        slots.free(stable.id(), "web-17.lisbon", ADA.because("it was the wrong one"));
    }

    private void ask(String group, int hosts) {
        List<LockAsk> asks = new ArrayList<>();
        for (int i = 1; i <= hosts; i++) {
            asks.add(
                    new LockAsk(
                            LockAsk.Kind.PRE_REBOOT,
                            group,
                            "5b7a3f0d4e1f9a2b6c7d8e9f0a1b000" + i,
                            new LockAsk.Said(
                                    1,
                                    "boot-" + i,
                                    "db-0" + i + ".berlin",
                                    "4152.2.0",
                                    "4152.2.1",
                                    "4152.2.0",
                                    "draining",
                                    null),
                            new LockAsk.Credential.None()));
        }
        site.get(LockTurns.class).answer(asks);
    }

    void webhooks() {
        Webhooks webhooks = site.get(Webhooks.class);
        Deliveries deliveries = site.get(Deliveries.class);
        Webhook pager =
                webhooks.create(
                                "pager",
                                new WebhookWish(
                                        receiver(), null, List.of("rollout.halted", "lock")),
                                ADA)
                        .webhook();
        deliveries.ping(pager.id(), ADA);
        Webhook chat =
                webhooks.create("chat", new WebhookWish(receiver(), meadow().id(), List.of()), ADA)
                        .webhook();
        webhooks.disable(chat.id(), chat.revision(), ADA.because("the channel was closed"));
    }

    @Override
    public void close() {
        others.stop(0);
    }
}
