package dev.platte.server.api;

import dev.platte.db.verb.Caller;
import dev.platte.db.webhook.Deliveries;
import dev.platte.db.webhook.Delivery;
import dev.platte.db.webhook.DeliveryState;
import dev.platte.db.webhook.Webhook;
import dev.platte.db.webhook.Webhooks;
import dev.platte.server.contract.Gives;
import dev.platte.server.contract.Takes;
import dev.platte.server.edge.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What a webhook was sent, and what was answered. */
@RestController
@RequestMapping(Answers.BASE + "/webhooks/{name}")
final class WebhookDeliveryController {

    private final Webhooks webhooks;
    private final Deliveries deliveries;

    WebhookDeliveryController(Webhooks webhooks, Deliveries deliveries) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
    }

    /** Sends a message that tells nothing, to try it; what came of it is at its address. */
    @PostMapping("/ping")
    @Gives(202)
    ResponseEntity<Delivery> ping(
            @PathVariable String name,
            @Takes(Bodies.Why.class) Fields fields,
            HttpServletRequest request) {
        Caller caller = ApiRequest.caller(request, fields.reason());
        return sent(caller, name, deliveries.ping(find(name).id(), caller));
    }

    /** One page of what was and is to be sent, the newest first; the header Link names the next. */
    @GetMapping("/deliveries")
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

    /** One message, and what was answered to it. */
    @GetMapping("/deliveries/{id}")
    Delivery delivery(@PathVariable String name, @PathVariable long id) {
        return deliveries.find(find(name).id(), id);
    }

    /** Sends it again, under the id that it had. */
    @PostMapping("/deliveries/{id}/redeliver")
    @Gives(202)
    ResponseEntity<Delivery> redeliver(
            @PathVariable String name,
            @PathVariable long id,
            @Takes(Bodies.Why.class) Fields fields,
            HttpServletRequest request) {
        Caller caller = ApiRequest.caller(request, fields.reason());
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
        return WebhookController.find(webhooks, name);
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
