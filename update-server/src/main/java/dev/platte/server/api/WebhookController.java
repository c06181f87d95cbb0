package dev.platte.server.api;

import dev.platte.db.catalog.Application;
import dev.platte.db.verb.Caller;
import dev.platte.db.webhook.IssuedSecret;
import dev.platte.db.webhook.Webhook;
import dev.platte.db.webhook.WebhookWish;
import dev.platte.db.webhook.Webhooks;
import dev.platte.server.contract.Gives;
import dev.platte.server.contract.Guarded;
import dev.platte.server.contract.Takes;
import dev.platte.server.edge.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Other systems that are told what happens; for administrators. */
@RestController
@RequestMapping(Answers.BASE + "/webhooks")
final class WebhookController {

    /** A webhook as it is shown. */
    record WebhookView(
            String name,
            String url,
            @Nullable String application,
            List<String> kinds,
            Instant created,
            String createdBy,
            @Nullable Instant disabled,
            @Nullable String disabledReason,
            @Nullable Instant failingSince,
            long waiting) {

        static WebhookView of(Webhook hook) {
            return new WebhookView(
                    hook.name(),
                    hook.url(),
                    hook.application(),
                    hook.kinds(),
                    hook.created(),
                    hook.createdBy(),
                    hook.disabled(),
                    hook.disabledReason(),
                    hook.failingSince(),
                    hook.waiting());
        }
    }

    /** A new secret; the only answer that ever holds it. */
    record Secret(WebhookView webhook, String secret, @Nullable Instant previousExpires) {

        static Secret of(IssuedSecret issued) {
            return new Secret(
                    WebhookView.of(issued.webhook()), issued.secret(), issued.previousExpires());
        }
    }

    private static final Duration USUAL_OVERLAP = Duration.ofDays(1);

    private final Webhooks webhooks;
    private final Lookup lookup;

    WebhookController(Webhooks webhooks, Lookup lookup) {
        this.webhooks = webhooks;
        this.lookup = lookup;
    }

    /** All webhooks, without their secrets. */
    @GetMapping
    List<WebhookView> list() {
        return webhooks.list().stream().map(WebhookView::of).toList();
    }

    /** Makes a webhook; its secret is in this answer and nowhere else. */
    @PostMapping
    @Gives(201)
    ResponseEntity<Secret> create(
            @Takes(AccessBodies.NewWebhook.class) Fields fields, HttpServletRequest request) {
        Caller caller = ApiRequest.caller(request, fields.reason());
        IssuedSecret made =
                webhooks.create(
                        fields.required("name"),
                        new WebhookWish(
                                fields.required("url"),
                                fields.optional("application").map(this::id).orElse(null),
                                fields.texts("kinds").orElse(List.of())),
                        caller);
        return Answers.secret(
                caller.dryRun(),
                Secret.of(made),
                made.webhook().revision(),
                "webhooks",
                made.webhook().name());
    }

    /** One webhook. */
    @GetMapping("/{name}")
    ResponseEntity<WebhookView> get(@PathVariable String name) {
        return shown(find(name));
    }

    /** Absent fields stay; {@code application: null} tells it of all, {@code kinds: null} too. */
    @PatchMapping("/{name}")
    @Guarded
    ResponseEntity<WebhookView> patch(
            @PathVariable String name,
            @Takes(AccessBodies.WebhookPatch.class) Fields fields,
            HttpServletRequest request) {
        Webhook found = find(name);
        String application =
                fields.has("application")
                        ? fields.optional("application").orElse(null)
                        : found.application();
        WebhookWish wish =
                new WebhookWish(
                        fields.optional("url").orElse(found.url()),
                        application == null ? null : id(application),
                        fields.texts("kinds").orElse(found.kinds()));
        return shown(
                webhooks.set(
                        found.id(),
                        wish,
                        ApiRequest.seen(request, found.revision()),
                        ApiRequest.caller(request, fields.reason())));
    }

    /** Another secret; the one before stays valid for {@code overlap}, a day by default. */
    @PostMapping("/{name}/rotate")
    @Guarded
    ResponseEntity<Secret> rotate(
            @PathVariable String name,
            @Takes(AccessBodies.Rotation.class) Fields fields,
            HttpServletRequest request) {
        Webhook found = find(name);
        IssuedSecret made =
                webhooks.rotate(
                        found.id(),
                        fields.optional("overlap")
                                .map(WebhookController::duration)
                                .orElse(USUAL_OVERLAP),
                        ApiRequest.seen(request, found.revision()),
                        ApiRequest.caller(request, fields.reason()));
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .eTag(Answers.tag(made.webhook().revision()))
                .body(Secret.of(made));
    }

    /** Sends nothing from now on; what happens meanwhile is not kept for it. */
    @PostMapping("/{name}/disable")
    @Guarded
    ResponseEntity<WebhookView> disable(
            @PathVariable String name,
            @Takes(Bodies.Reason.class) Fields fields,
            HttpServletRequest request) {
        Webhook found = find(name);
        return shown(
                webhooks.disable(
                        found.id(),
                        ApiRequest.seen(request, found.revision()),
                        ApiRequest.caller(request, fields.reason())));
    }

    /** Sends what happens from now on again. */
    @PostMapping("/{name}/enable")
    @Guarded
    ResponseEntity<WebhookView> enable(
            @PathVariable String name,
            @Takes(Bodies.Why.class) Fields fields,
            HttpServletRequest request) {
        Webhook found = find(name);
        return shown(
                webhooks.enable(
                        found.id(),
                        ApiRequest.seen(request, found.revision()),
                        ApiRequest.caller(request, fields.reason())));
    }

    /** With all that waits for it; {@code reason} as a parameter. */
    @DeleteMapping("/{name}")
    @Guarded
    @Gives(204)
    ResponseEntity<Void> remove(
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String reason,
            HttpServletRequest request) {
        Webhook found = find(name);
        webhooks.remove(
                found.id(),
                ApiRequest.seen(request, found.revision()),
                ApiRequest.caller(request, reason));
        return ResponseEntity.noContent().build();
    }

    private Webhook find(String name) {
        return find(webhooks, name);
    }

    static Webhook find(Webhooks webhooks, String name) {
        return webhooks.find(name)
                .orElseThrow(
                        () ->
                                Lookup.missing(
                                        "webhook-unknown", "There is no webhook " + name + "."));
    }

    private Long id(String application) {
        Application found = lookup.application(application);
        return found.id();
    }

    private static ResponseEntity<WebhookView> shown(Webhook hook) {
        return Answers.shown(WebhookView.of(hook), hook.revision());
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw ProblemException.of(
                    422,
                    "webhook-overlap-invalid",
                    "The field overlap is no duration; write PT24H for a day.");
        }
    }
}
