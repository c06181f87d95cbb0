package dev.platte.db.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.platte.db.access.Audit;
import dev.platte.db.access.Changes;
import dev.platte.db.catalog.Application;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.feed.EventKind;
import dev.platte.db.feed.Feed;
import dev.platte.db.feed.FeedEvent;
import dev.platte.db.feed.FeedFilter;
import dev.platte.db.feed.News;
import dev.platte.db.fixture.OnEachPostgres;
import dev.platte.db.fixture.TestStore;
import dev.platte.db.verb.Caller;
import dev.platte.db.verb.RefusedException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OnEachPostgres
final class WebhooksTest {

    private static final Caller ANNA = new Caller("anna", null, "because", "req-1");
    private static final Caller TRYING = new Caller("anna", null, "because", null, true);
    private static final Patience PATIENCE = new Patience(3, Duration.ofDays(3));
    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final Result TAKEN = Result.taken(204, "", Duration.ofMillis(7));
    private static final Result FAILED =
            new Result(500, "oops", "It answered 500.", Duration.ofMillis(7), false);

    private final TestStore store;
    private final Webhooks webhooks;
    private final Deliveries deliveries;
    private final Outbox outbox;
    private final Application application;

    WebhooksTest(TestStore store) {
        this.store = store;
        this.webhooks = store.get(Webhooks.class);
        this.deliveries = store.get(Deliveries.class);
        this.outbox = store.get(Outbox.class);
        String name = UUID.randomUUID().toString();
        this.application = store.get(Catalog.class).createApplication(name, name, "", ANNA);
    }

    @BeforeEach
    void removeOthers() {
        webhooks.list().forEach(hook -> webhooks.remove(hook.id(), hook.revision(), ANNA));
    }

    private Webhook hook(String name, @Nullable Long app, String... kinds) {
        return webhooks.create(
                        name,
                        new WebhookWish("https://example.com/secret-path", app, List.of(kinds)),
                        ANNA)
                .webhook();
    }

    private void tell(EventKind kind, @Nullable Long app) {
        store.get(Changes.class)
                .change(
                        ANNA,
                        () -> {
                            store.get(Feed.class).tell(new News(kind, app, "g", null, ANNA));
                            return 0;
                        });
    }

    private List<String> kindsOf(Webhook hook) {
        return deliveries.list(hook.id(), null, null, 100).stream().map(Delivery::kind).toList();
    }

    private static String refusal(Runnable verb) {
        return catchThrowableOfType(RefusedException.class, verb::run).code();
    }

    @Test
    void eachHookGetsWhatItAskedForInTheTransactionOfTheEvent() {
        Webhook all = hook("all", null);
        Webhook ours = hook("ours", application.id());
        Webhook pauses = hook("pauses", null, "group.paused", "rollout");
        tell(EventKind.GROUP_PAUSED, null);
        tell(EventKind.GROUP_RESUMED, application.id());
        tell(EventKind.ROLLOUT_HALTED, application.id());
        assertThat(kindsOf(all)).containsExactly("rollout.halted", "group.resumed", "group.paused");
        assertThat(kindsOf(ours)).containsExactly("rollout.halted", "group.resumed");
        assertThat(kindsOf(pauses)).containsExactly("rollout.halted", "group.paused");
        Delivery newest = deliveries.list(all.id(), null, null, 1).getFirst();
        FeedEvent event = store.get(Feed.class).newest(FeedFilter.ALL, null, null, 1).getFirst();
        assertThat(newest.message()).isEqualTo("evt_" + event.id());
        assertThat(newest.body()).isEqualTo(Feed.json(event));
        store.get(Changes.class)
                .change(
                        TRYING,
                        () -> {
                            store.get(Feed.class)
                                    .tell(new News(EventKind.GROUP_PAUSED, null, "g", null, ANNA));
                            return 0;
                        });
        assertThat(kindsOf(all)).hasSize(3);
    }

    @Test
    void messagesAreTakenInOrderByOneAtATime() {
        Webhook hook = hook("one", null);
        tell(EventKind.GROUP_PAUSED, null);
        tell(EventKind.GROUP_RESUMED, null);
        Errand mine = outbox.take().orElseThrow();
        assertThat(mine.messages())
                .extracting(Delivery::kind)
                .containsExactly("group.paused", "group.resumed");
        assertThat(mine.secrets()).hasSize(1);
        assertThat(outbox.take()).isEmpty();
        Webhook other = hook("other", null);
        tell(EventKind.GROUP_PAUSED, null);
        assertThat(outbox.take().orElseThrow().webhook().name()).isEqualTo("other");
        assertThat(outbox.settle(mine, mine.messages().get(0), TAKEN, WAIT, PATIENCE)).isTrue();
        assertThat(outbox.settle(mine, mine.messages().get(1), TAKEN, WAIT, PATIENCE)).isTrue();
        outbox.done(mine);
        assertThat(outbox.take().orElseThrow().messages())
                .extracting(Delivery::kind)
                .containsExactly("group.paused");
        assertThat(webhooks.find("one").orElseThrow().waiting()).isEqualTo(1);
        assertThat(webhooks.find(other.name()).orElseThrow().waiting()).isEqualTo(1);
        Delivery done = deliveries.find(hook.id(), mine.messages().getFirst().id());
        assertThat(done.state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(done.status()).isEqualTo(204);
        assertThat(done.tries()).isEqualTo(1);
    }

    @Test
    void whoseLeaseWasLostNotesNothing() {
        hook("one", null);
        tell(EventKind.GROUP_PAUSED, null);
        Errand slow = outbox.take().orElseThrow();
        store.database()
                .sql()
                .sql("update webhook set leased_until = now() - interval '1 s'")
                .update();
        Errand next = outbox.take().orElseThrow();
        assertThat(next.messages()).isEqualTo(slow.messages());
        assertThat(outbox.settle(slow, slow.messages().getFirst(), TAKEN, WAIT, PATIENCE))
                .isFalse();
        assertThat(webhooks.list().getFirst().waiting()).isEqualTo(1);
        assertThat(outbox.settle(next, next.messages().getFirst(), TAKEN, WAIT, PATIENCE)).isTrue();
    }

    @Test
    void failedMessageHoldsUpTheNextUntilItIsGivenUp() {
        Webhook hook = hook("one", null);
        tell(EventKind.GROUP_PAUSED, null);
        tell(EventKind.GROUP_RESUMED, null);
        for (int tries = 0; tries < 3; tries++) {
            Errand errand = outbox.take().orElseThrow();
            Delivery first = errand.messages().getFirst();
            assertThat(first.kind()).isEqualTo("group.paused");
            assertThat(outbox.settle(errand, first, FAILED, WAIT, PATIENCE)).isFalse();
            assertThat(outbox.take()).as("not before its time").isEmpty();
            store.clock().advance(WAIT);
        }
        Delivery given = deliveries.list(hook.id(), DeliveryState.GIVEN_UP, null, 10).getFirst();
        assertThat(given.failure()).isEqualTo("It answered 500.");
        assertThat(given.answer()).isEqualTo("oops");
        assertThat(webhooks.find("one").orElseThrow().failingSince()).isNotNull();
        Errand errand = outbox.take().orElseThrow();
        assertThat(errand.messages()).extracting(Delivery::kind).containsExactly("group.resumed");
        outbox.settle(errand, errand.messages().getFirst(), TAKEN, WAIT, PATIENCE);
        outbox.done(errand);
        assertThat(webhooks.find("one").orElseThrow().failingSince()).isNull();
        Delivery again = deliveries.redeliver(hook.id(), given.id(), ANNA);
        assertThat(again.message()).isEqualTo(given.message());
        assertThat(outbox.take().orElseThrow().messages()).containsExactly(again);
    }

    @Test
    void hookThatFailsForDaysOrIsGoneIsDisabledAndThatIsTold() {
        Webhook hook = hook("one", null);
        Webhook watcher = hook("watcher", null, "webhook");
        tell(EventKind.GROUP_PAUSED, null);
        Errand errand = outbox.take().orElseThrow();
        outbox.settle(errand, errand.messages().getFirst(), FAILED, WAIT, PATIENCE);
        store.clock().advance(Duration.ofDays(4));
        Errand last = outbox.take().orElseThrow();
        outbox.settle(last, last.messages().getFirst(), FAILED, WAIT, PATIENCE);
        Webhook disabled = webhooks.find("one").orElseThrow();
        assertThat(disabled.disabledReason()).startsWith("Every try since");
        assertThat(kindsOf(watcher)).containsExactly("webhook.disabled");
        assertThat(deliveries.list(watcher.id(), null, null, 1).getFirst().body())
                .contains("https://example.com")
                .doesNotContain("secret-path");
        assertThat(store.get(Audit.class).newest("webhook/" + hook.id(), null, 1).getFirst().verb())
                .isEqualTo("webhook.disable");
        tell(EventKind.GROUP_PAUSED, null);
        assertThat(kindsOf(hook)).hasSize(1);
        assertThat(refusal(() -> deliveries.ping(hook.id(), ANNA))).isEqualTo("webhook-disabled");
        webhooks.enable(hook.id(), disabled.revision(), ANNA);
        Errand after = outbox.take().orElseThrow();
        assertThat(after.webhook().name()).isIn("one", "watcher");
        Result gone = new Result(410, "", "It answered 410.", Duration.ZERO, true);
        Errand ones = after.webhook().name().equals("one") ? after : outbox.take().orElseThrow();
        outbox.settle(ones, ones.messages().getFirst(), gone, WAIT, PATIENCE);
        assertThat(webhooks.find("one").orElseThrow().disabledReason()).contains("410");
    }

    @Test
    void secretsAreExchangedWithBothValidForAWhile() {
        IssuedSecret first =
                webhooks.create(
                        "one", new WebhookWish("https://example.com/", null, List.of()), ANNA);
        assertThat(first.secret()).matches("whsec_[A-Za-z0-9+/]{43}=");
        IssuedSecret second =
                webhooks.rotate(
                        first.webhook().id(),
                        Duration.ofHours(1),
                        first.webhook().revision(),
                        ANNA);
        assertThat(second.webhook().revision()).isEqualTo(first.webhook().revision() + 1);
        tell(EventKind.GROUP_PAUSED, null);
        Errand errand = outbox.take().orElseThrow();
        assertThat(errand.secrets()).containsExactly(second.secret(), first.secret());
        outbox.settle(errand, errand.messages().getFirst(), FAILED, WAIT, PATIENCE);
        store.clock().advance(Duration.ofHours(1));
        assertThat(outbox.take().orElseThrow().secrets()).containsExactly(second.secret());
        IssuedSecret third =
                webhooks.rotate(
                        second.webhook().id(), Duration.ZERO, second.webhook().revision(), ANNA);
        assertThat(
                        store.database()
                                .sql()
                                .sql("select count(*) from webhook_secret")
                                .query(Long.class)
                                .single())
                .isEqualTo(2);
        assertThat(third.toString()).doesNotContain("whsec_");
        assertThat(store.get(Audit.class).newest(null, null, 10).toString())
                .doesNotContain("whsec_")
                .doesNotContain("secret-path");
    }

    @Test
    void verbsRefuseWhatTheyCannotDo() {
        Webhook hook = hook("one", null);
        assertThat(refusal(() -> hook("one", null))).isEqualTo("webhook-exists");
        assertThat(refusal(() -> hook("a b", null))).isEqualTo("webhook-name-invalid");
        assertThat(refusal(() -> hook("two", null, "rollout.exploded")))
                .isEqualTo("event-kind-unknown");
        for (String url :
                List.of(
                        "",
                        "example.com",
                        "ftp://example.com",
                        "https://a:b@example.com",
                        "https://example.com/#x",
                        "https:///x",
                        "https://exa mple.com")) {
            assertThat(
                            refusal(
                                    () ->
                                            webhooks.create(
                                                    "two",
                                                    new WebhookWish(url, null, List.of()),
                                                    ANNA)))
                    .as(url)
                    .isEqualTo("webhook-url-invalid");
        }
        Caller silent = new Caller("anna", null, null, null);
        assertThat(refusal(() -> webhooks.disable(hook.id(), hook.revision(), silent)))
                .isEqualTo("reason-required");
        assertThat(refusal(() -> webhooks.disable(hook.id(), 77, ANNA)))
                .isEqualTo("changed-meanwhile");
        assertThat(refusal(() -> webhooks.remove(hook.id(), 77, ANNA)))
                .isEqualTo("changed-meanwhile");
        assertThat(refusal(() -> webhooks.rotate(hook.id(), Duration.ofDays(31), 0, ANNA)))
                .isEqualTo("webhook-overlap-invalid");
        assertThat(refusal(() -> deliveries.find(hook.id(), 99))).isEqualTo("delivery-unknown");
        Delivery ping = deliveries.ping(hook.id(), ANNA);
        assertThat(refusal(() -> deliveries.redeliver(hook.id(), ping.id(), ANNA)))
                .isEqualTo("delivery-pending");
        Webhook set =
                webhooks.set(
                        hook.id(),
                        new WebhookWish(
                                "https://other.example.com/",
                                application.id(),
                                List.of("rollout", "rollout")),
                        hook.revision(),
                        ANNA);
        assertThat(set.kinds()).containsExactly("rollout");
        assertThat(set.application()).isEqualTo(application.appid());
        webhooks.create("tried", new WebhookWish("https://example.com/", null, List.of()), TRYING);
        assertThat(webhooks.find("tried")).isEqualTo(Optional.empty());
    }

    @Test
    void oldMessagesAreForgottenButNoneThatWaits() {
        Webhook hook = hook("one", null);
        tell(EventKind.GROUP_PAUSED, null);
        Errand errand = outbox.take().orElseThrow();
        outbox.settle(errand, errand.messages().getFirst(), TAKEN, WAIT, PATIENCE);
        outbox.done(errand);
        tell(EventKind.GROUP_RESUMED, null);
        assertThat(outbox.forget(Duration.ofDays(30))).isZero();
        store.clock().advance(Duration.ofDays(31));
        assertThat(outbox.forget(Duration.ofDays(30))).isEqualTo(1);
        assertThat(kindsOf(hook)).containsExactly("group.resumed");
    }
}
