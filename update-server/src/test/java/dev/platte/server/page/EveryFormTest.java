package dev.platte.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.db.access.Audit;
import dev.platte.db.access.AuditFilter;
import dev.platte.db.access.Role;
import dev.platte.db.access.Tokens;
import dev.platte.db.access.Users;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.fleet.HostCare;
import dev.platte.db.fleet.HostState;
import dev.platte.db.lock.LockGroups;
import dev.platte.db.lock.LockTokens;
import dev.platte.db.webhook.Deliveries;
import dev.platte.db.webhook.Delivery;
import dev.platte.db.webhook.DeliveryState;
import dev.platte.db.webhook.Webhooks;
import dev.platte.keys.sign.KeyType;
import dev.platte.keys.sign.SigningKey;
import dev.platte.keys.store.Pem;
import dev.platte.server.fixture.Browser;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jsoup.Connection;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.FormElement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.springframework.web.bind.annotation.RequestMethod;

/**
 * What forms promise, each of them: signed out nothing is done and it can be sent again; sent twice
 * it is done once; who sends what somebody else was quicker with is told so. What the scripts make
 * of it in the window, {@link FormsTest} shows.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class EveryFormTest {

    /** Handlers that no form of a page leads to. */
    private static final Set<String> NO_FORMS =
            Set.of(
                    // changes nothing: what the form beside it would mean
                    "/groups/{id}/policy/preview",
                    // the bytes of a file, which the script of the upload's form sends
                    "/packages/{id}/payload",
                    // the button that takes a promotion back, in the message after it
                    "/channels/{id}/back/{packageId}",
                    "/channels/{id}/back/{packageId}/{others}");

    /** It does no harm to do it again, or it is another thing each time. */
    private static final String HARMLESS = "";

    private static final String STALE = "was changed after you opened this";

    private static final AuditFilter BY_ADA = new AuditFilter("ada", null, null, null, null);

    private static final List<Form> FORMS = new ArrayList<>();

    private static TestSite site;
    private static FilledServer around;
    private static Places places;
    private static Browser ada;
    private static Handlers handlers;

    /**
     * A form.
     *
     * @param address where it is, asked for when it is its turn
     * @param said what is filled in, {@code name=value} a line
     * @param second what somebody is told who had opened it too and sends it later
     */
    private record Form(Supplier<String> address, String said, String second) {}

    private static void form(Supplier<String> address, String said, String second) {
        FORMS.add(new Form(address, said, second));
    }

    private static void form(String address, String said, String second) {
        form(() -> address, said, second);
    }

    /** All of them, in an order in which none takes away what a later one is about. */
    private static void table() {
        form("/application", "name=Third\nappid=third-1", "there is");
        form(() -> "/applications/" + places.gateway() + "/group", "track=lab\nchannel=pilot", "");
        form(() -> "/applications/" + places.gateway() + "/channel", "name=edge\narch=arm64", "");
        form(() -> "/applications/" + places.gateway() + "/upload", "version=9.9\narch=arm64", "");
        groups();
        releases();
        hosts();
        locks();
        server();
    }

    private static void groups() {
        form(() -> "/groups/" + places.group("beta").id() + "/pause", "reason=a", STALE);
        form(() -> "/groups/" + places.group("beta").id() + "/resume", "reason=a", STALE);
        form(() -> "/groups/" + places.group("alpha").id() + "/edit", "description=a", STALE);
        form(() -> "/groups/" + places.group("alpha").id() + "/policy", "first=12", STALE);
        for (String act : List.of("pause", "halt", "complete")) {
            form(() -> "/rollouts/" + places.running("amd64").uid() + "/" + act, "reason=a", STALE);
        }
        form(() -> "/rollouts/" + places.rollout("arm64").uid() + "/resume", "reason=a", STALE);
        form(() -> "/approvals/" + places.asked("lin").id() + "/reject", "reason=a", "REJECTED");
        form(() -> "/approvals/" + places.asked("ada").id() + "/withdraw", "reason=a", "WITHDRAWN");
        form(() -> "/approvals/" + places.asked("lin").id() + "/approve", "", "no such answer");
    }

    private static void releases() {
        form(() -> release("4215.0.0") + "/describe", "notes=a", STALE);
        form(() -> "/packages/" + places.whole("4300.0.0").id() + "/publish", "", STALE);
        form(() -> release("4300.0.0") + "/withdraw", "reason=a", STALE);
        form(
                () -> release("4152.2.0") + "/floor?channel=" + channel("stable"),
                "reason=a",
                "already");
        form(
                () ->
                        "/channels/"
                                + channel("beta")
                                + "/promote?package="
                                + places.release(places.meadow(), "amd64", "4230.0.0").id(),
                "",
                STALE);
        form(() -> "/channels/" + channel("alpha") + "/rollback", "reason=a", "points to");
    }

    private static String release(String version) {
        return "/packages/" + places.release(places.meadow(), "amd64", version).id();
    }

    private static long channel(String name) {
        return places.channel(places.meadow(), "amd64", name).id();
    }

    private static void hosts() {
        String[] one = new String[1];
        form(() -> "/host/pin?" + (one[0] = places.host(HostState.TIMED_OUT)), "reason=a", STALE);
        form(() -> "/host/unpin?" + one[0], "", "not pinned");
        form(() -> "/host/record?" + one[0], "", HARMLESS);
        form(() -> "/host/reset?" + one[0], "reason=a", HARMLESS);
        form(() -> "/host/retire?" + one[0], "reason=a", "retired");
        form(() -> "/host/forget?" + one[0], "reason=a", "no host");
        form(() -> "/host/trust?" + shared(), "", "not marked");
        String many = "?application=" + places.meadow();
        form("/hosts/reset" + many + "&state=failed", "reason=a", HARMLESS);
        form("/hosts/retire" + many + "&version=3975.2.2", "reason=a", HARMLESS);
        form("/strangers/empty/unknown", "reason=a", HARMLESS);
        form("/strangers/empty/malformed", "reason=a", HARMLESS);
        form("/hosts/forget" + many + "&retired=on", "reason=a", HARMLESS);
    }

    private static String shared() {
        return Places.at(site.get(HostCare.class).duplicates(places.meadow()).getFirst());
    }

    private static void locks() {
        form("/lock/new", "name=edge", "there is");
        form("/locks/databases/settings", "description=a", STALE);
        form("/locks/stable/take", "host=web-1", HARMLESS);
        form("/locks/stable/free?host=web-1", "reason=a", "no slot");
        form("/locks/databases/forget?host=" + FilledServer.WAITING, "reason=a", "no host");
        form("/locks/stable/freeze", "reason=a", STALE);
        form("/locks/stable/thaw", "reason=a", STALE);
        form("/locks/stable/resume", "reason=a", STALE);
        form("/locks/stable/token", "", HARMLESS);
        form(() -> "/locks/stable/tokens/" + lockToken() + "/revoke", "", HARMLESS);
        form("/locks/cold-storage/remove", "reason=a", "no lock group");
    }

    private static long lockToken() {
        long stable = site.get(LockGroups.class).find("stable").orElseThrow().id();
        return site.get(LockTokens.class).list(stable).stream()
                .filter(token -> token.revoked() == null)
                .findFirst()
                .orElseThrow()
                .id();
    }

    private static void server() {
        String pem =
                Pem.write(SigningKey.generate(KeyType.P256, new SecureRandom()).verificationKey());
        String keys = "/keys/" + places.meadow() + "/";
        form(keys + "trust", "name=a\npem=" + pem.replace("\n", "\\n"), "is trusted as");
        form(() -> keys + key() + "/revoke", "reason=a", STALE);
        form("/people/new", "name=zoe\npassword=" + TestSite.PASSWORD, "there is");
        form(() -> person("lin") + "/roles", "role=VIEWER", STALE);
        form(() -> person("lin") + "/password", "password=another horse battery", STALE);
        form(() -> person("noor") + "/disable", "reason=a", STALE);
        form(() -> person("kim") + "/enable", "", STALE);
        form("/tokens/new", "name=a\nrole=VIEWER", HARMLESS);
        form(() -> "/tokens/" + token("grafana") + "/revoke", "", HARMLESS);
        form("/webhook/new", "name=third\nurl=" + around.receiver(), "there is");
        form("/webhooks/pager/settings", "kinds=lock", STALE);
        form("/webhooks/pager/rotate", "", STALE);
        form("/webhooks/pager/ping", "", HARMLESS);
        form(() -> "/webhooks/pager/redeliver?message=" + message(), "", HARMLESS);
        form("/webhooks/pager/disable", "reason=a", STALE);
        form("/webhooks/pager/enable", "", STALE);
        form("/webhooks/pager/remove", "", "no webhook");
    }

    private static String key() {
        return site.get(Catalog.class).keys(places.meadow()).getLast().fingerprint();
    }

    private static String person(String name) {
        return "/people/" + site.get(Users.class).find(name).orElseThrow().id();
    }

    private static long token(String name) {
        return site.get(Tokens.class).list().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow()
                .id();
    }

    /** One that arrived; the ping before was sent a moment ago. */
    private static long message() {
        long pager = site.get(Webhooks.class).find("pager").orElseThrow().id();
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        List<Delivery> arrived;
        do {
            arrived = site.get(Deliveries.class).list(pager, DeliveryState.DELIVERED, null, 1);
        } while (arrived.isEmpty() && System.nanoTime() < until);
        return arrived.getFirst().id();
    }

    @BeforeAll
    static void start() {
        site = TestSite.start(FilledServer.SETTINGS);
        new FilledFleet(site).fill();
        around = new FilledServer(site);
        around.fill();
        site.user("ada", Role.ADMIN);
        ada = site.signedIn("ada");
        places = new Places(site);
        handlers = Handlers.of(site, RequestMethod.POST);
        table();
    }

    @AfterAll
    static void stop() {
        if (around != null) {
            around.close();
        }
        if (site != null) {
            site.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> everyFormKeepsItsPromises() {
        Set<String> seen = new TreeSet<>(NO_FORMS);
        Stream<DynamicTest> each =
                FORMS.stream()
                        .map(
                                form ->
                                        DynamicTest.dynamicTest(
                                                "form " + FORMS.indexOf(form),
                                                () -> seen.add(keepsItsPromises(form))));
        return Stream.concat(
                each,
                Stream.of(
                        DynamicTest.dynamicTest(
                                "no form is left out",
                                () ->
                                        assertThat(handlers.all())
                                                .allSatisfy(one -> assertThat(seen).contains(one))
                                                .hasSameSizeAs(seen))));
    }

    /** The handler that the form leads to. */
    private static String keepsItsPromises(Form form) {
        String address = form.address().get();
        FormElement element = element(address);
        String action = element.attr("action");
        Map<String, List<String>> mine = fill(address, element, form.said());
        Map<String, List<String>> others = fill(address, element(address), form.said());
        String before = newest();

        HttpResponse<String> signedOut = ada.without("platte_session").form(action, mine, true);
        assertThat(signedOut.statusCode()).as(address + ", signed out").isEqualTo(401);
        assertThat(newest()).as(address + ", signed out").isEqualTo(before);

        HttpResponse<String> done = ada.form(action, mine, true);
        assertThat(done.statusCode()).as(address + ": " + done.body()).isIn(200, 204);
        String after = newest();
        assertThat(after).as(address + " has a row in the audit trail").isNotEqualTo(before);

        sentAgain(address, action, mine, done);
        assertThat(newest()).as(address + ", sent again").isEqualTo(after);

        HttpResponse<String> late = ada.form(action, others, true);
        if (form.second().equals(HARMLESS)) {
            assertThat(late.statusCode()).as(address + ": " + late.body()).isLessThan(500);
        } else {
            assertThat(late.statusCode()).as(address + ", too late").isBetween(400, 499);
            assertThat(Jsoup.parse(late.body()).text())
                    .as(address + ", too late")
                    .containsIgnoringCase(form.second());
            assertThat(newest()).as(address + ", too late").isEqualTo(after);
        }
        return handlers.at(action).orElseThrow();
    }

    /** As after an answer that was lost: the same answer, and by the browser itself as well. */
    private static void sentAgain(
            String address,
            String action,
            Map<String, List<String>> mine,
            HttpResponse<String> done) {
        HttpResponse<String> again = ada.form(action, mine, true);
        if (done.statusCode() == 200) {
            assertThat(done.headers().firstValue("Cache-Control")).hasValue("no-store");
            assertThat(again.statusCode()).as(address + ", its secret").isEqualTo(409);
            assertThat(again.body()).as(address).contains("was shown then, once");
            return;
        }
        String next = done.headers().firstValue("HX-Redirect").orElseThrow();
        assertThat(again.statusCode()).as(address + ", sent again").isEqualTo(204);
        assertThat(again.headers().firstValue("HX-Redirect")).hasValue(next);
        HttpResponse<String> plain = ada.form(action, mine, false);
        assertThat(plain.statusCode()).as(address + ", without scripts").isEqualTo(303);
        assertThat(plain.headers().firstValue("Location").orElse("")).endsWith(next);
        Map<String, List<String>> changed = new HashMap<>(mine);
        changed.put("reason", List.of("other words"));
        assertThat(ada.form(action, changed, true).statusCode())
                .as(address + ", with other words")
                .isEqualTo(409);
    }

    private static FormElement element(String address) {
        HttpResponse<String> page = ada.get(address);
        assertThat(page.statusCode()).as(address + ": " + page.body()).isEqualTo(200);
        Element found = Jsoup.parse(page.body()).selectFirst("main form[method=post][data-form]");
        assertThat(found).as(address + " has a form").isNotNull();
        assertThat(found.select(".says[role=alert][tabindex=-1]")).as(address).hasSize(1);
        return (FormElement) found;
    }

    private static Map<String, List<String>> fill(String address, FormElement form, String said) {
        Map<String, List<String>> fields = new HashMap<>();
        for (Connection.KeyVal field : form.formData()) {
            fields.computeIfAbsent(field.key(), name -> new ArrayList<>()).add(field.value());
        }
        said.lines()
                .map(line -> line.split("=", 2))
                .forEach(field -> fields.put(field[0], List.of(field[1].replace("\\n", "\n"))));
        for (Element needed : form.select("[required]:not([type=file])")) {
            assertThat(fields.getOrDefault(needed.attr("name"), List.of("")))
                    .as("%s needs %s", address, needed.attr("name"))
                    .doesNotContain("");
        }
        assertThat(fields).as(address).containsKeys("_csrf", "once", "seen");
        return fields;
    }

    /** The id of the last change: what the server does by itself meanwhile is not counted. */
    private static String newest() {
        return site.get(Audit.class).search(BY_ADA, null, 1).stream()
                .map(row -> Long.toString(row.id()))
                .findFirst()
                .orElse("none");
    }
}
