package dev.platte.db.webhook;

import dev.platte.db.access.Changes;
import dev.platte.db.feed.EventKind;
import dev.platte.db.verb.Caller;
import dev.platte.db.verb.RefusedException;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;

/**
 * Who is told what happens. Every changing verb writes its audit row in its own transaction;
 * neither secrets nor the paths of addresses are in it.
 */
@Service
public final class Webhooks {

    private static final int MOST = 100;
    private static final int SECRET_BYTES = 32;
    private static final Duration LONGEST_OVERLAP = Duration.ofDays(30);

    private final WebhookRows rows;
    private final Changes changes;
    private final ObjectProvider<TargetCheck> check;
    private final SecureRandom random = new SecureRandom();

    Webhooks(WebhookRows rows, Changes changes, ObjectProvider<TargetCheck> check) {
        this.rows = rows;
        this.changes = changes;
        this.check = check;
    }

    /**
     * Makes one, with a secret that is shown now and never again.
     *
     * @throws RefusedException {@code webhook-exists}, {@code webhook-name-invalid}, {@code
     *     webhook-url-invalid}, {@code webhook-url-refused}, {@code event-kind-unknown}, {@code
     *     too-many-webhooks}
     */
    public IssuedSecret create(String name, WebhookWish wish, Caller caller) {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
            throw RefusedException.invalid(
                    "webhook-name-invalid",
                    "A webhook's name has 1 to 100 letters, digits, dots, dashes and underscores.");
        }
        WebhookWish checked = checked(wish);
        String secret = newSecret();
        Webhook made =
                changes.change(
                        caller,
                        () -> {
                            List<Webhook> all = rows.all();
                            if (all.stream().anyMatch(hook -> hook.name().equals(name))) {
                                throw RefusedException.conflict(
                                        "webhook-exists",
                                        "There is a webhook " + name + " already.");
                            }
                            if (all.size() >= MOST) {
                                throw RefusedException.conflict(
                                        "too-many-webhooks",
                                        "There are " + MOST + " webhooks; remove one first.");
                            }
                            Instant now = changes.now();
                            long id = rows.insert(name, checked, caller.who(), now);
                            rows.addSecret(id, secret, now);
                            Webhook after = rows.find(id).orElseThrow();
                            audit(caller, "webhook.create", null, after);
                            return after;
                        });
        return new IssuedSecret(made, secret, null);
    }

    public List<Webhook> list() {
        return rows.all();
    }

    public Optional<Webhook> find(String name) {
        return rows.find(name);
    }

    /**
     * Sets what it is: what absence means is the caller's to decide, here each value counts. What
     * waits is tried at once.
     *
     * @throws RefusedException {@code webhook-unknown}, {@code changed-meanwhile}; as {@link
     *     #create}
     */
    public Webhook set(long id, WebhookWish wish, long seen, Caller caller) {
        WebhookWish checked = checked(wish);
        return change(id, seen, "webhook.set", caller, (before, now) -> rows.set(id, checked, now));
    }

    /**
     * Gives it another secret. Messages are signed with both until the overlap is over.
     *
     * @param overlap zero: the one before, which somebody may have stolen, ends at once; to 30 days
     * @throws RefusedException {@code webhook-unknown}, {@code changed-meanwhile}, {@code
     *     webhook-overlap-invalid}
     */
    public IssuedSecret rotate(long id, Duration overlap, long seen, Caller caller) {
        if (overlap.isNegative() || overlap.compareTo(LONGEST_OVERLAP) > 0) {
            throw RefusedException.invalid(
                    "webhook-overlap-invalid",
                    "Two secrets are valid for PT0S to P30D, not " + overlap + ".");
        }
        String secret = newSecret();
        Instant expires = changes.now().plus(overlap);
        Webhook after =
                change(
                        id,
                        seen,
                        "webhook.rotate",
                        caller,
                        (before, now) -> {
                            rows.expireSecrets(id, expires);
                            rows.addSecret(id, secret, now);
                            rows.touch(id);
                        });
        return new IssuedSecret(after, secret, expires);
    }

    /**
     * Sends nothing from now on; what happens meanwhile is not kept for it. Needs a reason.
     *
     * @throws RefusedException {@code webhook-unknown}, {@code changed-meanwhile}, {@code
     *     reason-required}
     */
    public Webhook disable(long id, long seen, Caller caller) {
        String reason = caller.requiredReason();
        return change(
                id, seen, "webhook.disable", caller, (b, now) -> rows.disable(id, reason, now));
    }

    /**
     * Sends again, what still waits first.
     *
     * @throws RefusedException {@code webhook-unknown}, {@code changed-meanwhile}
     */
    public Webhook enable(long id, long seen, Caller caller) {
        return change(id, seen, "webhook.enable", caller, (b, now) -> rows.disable(id, null, now));
    }

    /**
     * Removes it with all that waits and all that is known of its messages.
     *
     * @throws RefusedException {@code webhook-unknown}, {@code changed-meanwhile}
     */
    public void remove(long id, long seen, Caller caller) {
        changes.change(
                caller,
                () -> {
                    // Who tells an event has this lock, and then writes messages for all hooks.
                    changes.lockJournal();
                    Webhook before = rows.lock(id).orElseThrow(() -> unknown(id));
                    Changes.expect("The webhook " + before.name(), seen, before.revision());
                    rows.delete(id);
                    audit(caller, "webhook.remove", before, null);
                    return before;
                });
    }

    private Webhook change(
            long id, long seen, String verb, Caller caller, BiConsumer<Webhook, Instant> step) {
        return changes.change(
                caller,
                () -> {
                    Webhook before = rows.lock(id).orElseThrow(() -> unknown(id));
                    Changes.expect("The webhook " + before.name(), seen, before.revision());
                    step.accept(before, changes.now());
                    Webhook after = rows.find(id).orElseThrow();
                    audit(caller, verb, before, after);
                    return after;
                });
    }

    private void audit(
            Caller caller, String verb, @Nullable Webhook before, @Nullable Webhook after) {
        Webhook either = after == null ? before : after;
        changes.audit(
                caller,
                verb,
                "webhook/" + (either == null ? 0 : either.id()),
                before == null ? null : before.audited(),
                after == null ? null : after.audited());
    }

    private WebhookWish checked(WebhookWish wish) {
        for (String word : wish.kinds()) {
            if (EventKind.named(word).isEmpty()) {
                throw RefusedException.invalid(
                        "event-kind-unknown",
                        "There is no kind \"" + word + "\"; kinds are " + EventKind.words() + ".");
            }
        }
        URI target = target(wish.url().strip());
        check.ifAvailable(rule -> rule.require(target));
        return new WebhookWish(
                target.toString(), wish.applicationId(), wish.kinds().stream().distinct().toList());
    }

    private static URI target(String text) {
        try {
            URI target = new URI(text);
            boolean usable =
                    text.length() <= 2000
                            && target.getHost() != null
                            && ("https".equals(target.getScheme())
                                    || "http".equals(target.getScheme()))
                            && target.getRawUserInfo() == null
                            && target.getRawFragment() == null;
            if (usable) {
                return target;
            }
        } catch (URISyntaxException e) {
            throw badUrl();
        }
        throw badUrl();
    }

    private static RefusedException badUrl() {
        return RefusedException.invalid(
                "webhook-url-invalid",
                "The address is no URL such as https://hooks.example.com/platte, without user and fragment.");
    }

    private String newSecret() {
        byte[] bits = new byte[SECRET_BYTES];
        random.nextBytes(bits);
        return "whsec_" + Base64.getEncoder().encodeToString(bits);
    }

    static RefusedException unknown(long id) {
        return RefusedException.notFound("webhook-unknown", "There is no webhook " + id + ".");
    }
}
