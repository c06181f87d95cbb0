package dev.platte.server.api;

import dev.platte.db.catalog.Application;
import dev.platte.db.verb.Caller;
import dev.platte.db.webhook.Deliveries;
import dev.platte.db.webhook.Delivery;
import dev.platte.db.webhook.DeliveryState;
import dev.platte.db.webhook.IssuedSecret;
import dev.platte.db.webhook.Webhook;
import dev.platte.db.webhook.WebhookWish;
import dev.platte.db.webhook.Webhooks;
import dev.platte.server.edge.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

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
    private final Deliveries deliveries;
    private final Lookup lookup;

    WebhookController(Webhooks webhooks, Deliveries deliveries, Lookup lookup) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.lookup = lookup;
    }

    @GetMapping
    List<WebhookView> list() {
        return webhooks.list().stream().map(WebhookView::of).toList();
    }

    @PostMapping
    ResponseEntity<Secret> create(@RequestBody JsonNode body, HttpServletRequest request) {
        Fields fields = Fields.of(body, Set.of("name", "url", "application", "kinds", "reason"));
        Caller caller = ApiRequest.caller(request, reason(fields));
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

    @GetMapping("/{name}")
    ResponseEntity<WebhookView> get(@PathVariable String name) {
        return shown(find(name));
    }

    /** Absent fields stay; {@code application: null} tells it of all, {@code kinds: null} too. */
    @PatchMapping("/{name}")
    ResponseEntity<WebhookView> patch(
            @PathVariable String name, @RequestBody JsonNode body, HttpServletRequest request) {
        Webhook found = find(name);
        Fields fields = Fields.of(body, Set.of("url", "application", "kinds", "reason"));
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
                        ApiRequest.caller(request, reason(fields))));
    }

    /** Another secret; the one before stays valid for {@code overlap}, a day by default. */
    @PostMapping("/{name}/rotate")
    ResponseEntity<Secret> rotate(
            @PathVariable String name, @RequestBody JsonNode body, HttpServletRequest request) {
        Webhook found = find(name);
        Fields fields = Fields.of(body, Set.of("overlap", "reason"));
        IssuedSecret made =
                webhooks.rotate(
                        found.id(),
                        fields.optional("overlap")
                                .map(WebhookController::duration)
                                .orElse(USUAL_OVERLAP),
                        ApiRequest.seen(request, found.revision()),
                        ApiRequest.caller(request, reason(fields)));
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .eTag(Answers.tag(made.webhook().revision()))
                .body(Secret.of(made));
    }

    /** Sends nothing from now on; what happens meanwhile is not kept for it. */
    @PostMapping("/{name}/disable")
    ResponseEntity<WebhookView> disable(
            @PathVariable String name, @RequestBody JsonNode body, HttpServletRequest request) {
        Webhook found = find(name);
        return shown(
                webhooks.disable(
                        found.id(),
                        ApiRequest.seen(request, found.revision()),
                        ApiRequest.caller(request, reason(Fields.of(body, Set.of("reason"))))));
    }

    @PostMapping("/{name}/enable")
    ResponseEntity<WebhookView> enable(
            @PathVariable String name, @RequestBody JsonNode body, HttpServletRequest request) {
        Webhook found = find(name);
        return shown(
                webhooks.enable(
                        found.id(),
                        ApiRequest.seen(request, found.revision()),
                        ApiRequest.caller(request, reason(Fields.of(body, Set.of("reason"))))));
    }

    /** With all that waits for it; {@code reason} as a parameter. */
    @DeleteMapping("/{name}")
    ResponseEntity<Void> remove(@PathVariable String name, HttpServletRequest request) {
        Webhook found = find(name);
        webhooks.remove(
                found.id(),
                ApiRequest.seen(request, found.revision()),
                ApiRequest.caller(request, request.getParameter("reason")));
        return ResponseEntity.noContent().build();
    }

    /** Sends a message that tells nothing, to try it; what came of it is at its address. */
    @PostMapping("/{name}/ping")
    ResponseEntity<Delivery> ping(
            @PathVariable String name, @RequestBody JsonNode body, HttpServletRequest request) {
        Caller caller = ApiRequest.caller(request, reason(Fields.of(body, Set.of("reason"))));
        return sent(caller, name, deliveries.ping(find(name).id(), caller));
    }

    /** One page of what was and is to be sent, the newest first; the header Link names the next. */
    @GetMapping("/{name}/deliveries")
    ResponseEntity<List<Delivery>> deliveries(
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable Long cursor,
            @RequestParam(defaultValue = "50") int limit,
            HttpServletRequest request) {
        List<Delivery> found =
                deliveries.list(
                        find(name).id(),
                        state == null ? null : state(state),
                        cursor,
                        Pages.checked(limit) + 1);
        return Pages.of(
                request, found, limit, Function.identity(), each -> Long.toString(each.id()));
    }

    @GetMapping("/{name}/deliveries/{id}")
    Delivery delivery(@PathVariable String name, @PathVariable long id) {
        return deliveries.find(find(name).id(), id);
    }

    /** Sends it again, under the id that it had. */
    @PostMapping("/{name}/deliveries/{id}/redeliver")
    ResponseEntity<Delivery> redeliver(
            @PathVariable String name,
            @PathVariable long id,
            @RequestBody JsonNode body,
            HttpServletRequest request) {
        Caller caller = ApiRequest.caller(request, reason(Fields.of(body, Set.of("reason"))));
        return sent(caller, name, deliveries.redeliver(find(name).id(), id, caller));
    }

    private static ResponseEntity<Delivery> sent(Caller caller, String name, Delivery delivery) {
        return Answers.accepted(
                caller.dryRun(),
                delivery,
                "webhooks",
                name,
                "deliveries",
                Long.toString(delivery.id()));
    }

    private Webhook find(String name) {
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

    private static @Nullable String reason(Fields fields) {
        return fields.optional("reason").orElse(null);
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

    private static DeliveryState state(String text) {
        try {
            return DeliveryState.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(
                    400,
                    "state-invalid",
                    "There is no state " + text + "; states are pending, delivered, given-up.");
        }
    }
}
