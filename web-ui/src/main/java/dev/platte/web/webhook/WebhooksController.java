package dev.platte.web.webhook;

import dev.platte.db.access.VerbGroup;
import dev.platte.db.webhook.Deliveries;
import dev.platte.db.webhook.Delivery;
import dev.platte.db.webhook.DeliveryState;
import dev.platte.db.webhook.Webhook;
import dev.platte.db.webhook.Webhooks;
import dev.platte.web.page.Catalogue;
import dev.platte.web.page.PageException;
import dev.platte.web.page.Who;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** Which other systems are told what happens, and what came of each message. */
@Controller
final class WebhooksController {

    private static final int PAGE = 50;

    private final Webhooks webhooks;
    private final Deliveries deliveries;
    private final WebhookFinder finder;
    private final Catalogue catalogue;

    WebhooksController(
            Webhooks webhooks, Deliveries deliveries, WebhookFinder finder, Catalogue catalogue) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.finder = finder;
        this.catalogue = catalogue;
    }

    @GetMapping("/webhooks")
    String webhooks(Who who, Model model) {
        who.requireLook(VerbGroup.WEBHOOK);
        model.addAttribute("lines", webhooks.list().stream().map(hook -> line(hook, who)).toList());
        return "webhook/webhooks";
    }

    @GetMapping("/webhooks/{name}")
    String webhook(
            @PathVariable String name,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(required = false) @Nullable Long below,
            Who who,
            Model model) {
        Webhook hook = finder.find(name, who);
        DeliveryState wanted = state.isEmpty() ? null : state(state);
        List<Delivery> found = deliveries.list(hook.id(), wanted, below, PAGE + 1);
        List<Delivery> shown = found.subList(0, Math.min(PAGE, found.size()));
        model.addAttribute("line", line(hook, who));
        model.addAttribute("deliveries", shown.stream().map(DeliveryLine::of).toList());
        model.addAttribute("state", state);
        model.addAttribute("below", below);
        model.addAttribute("older", found.size() > PAGE ? shown.getLast().id() : null);
        return "webhook/webhook";
    }

    private WebhookLine line(Webhook hook, Who who) {
        return WebhookLine.of(hook, catalogue.applications(who));
    }

    private static DeliveryState state(String said) {
        return Stream.of(DeliveryState.values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(said))
                .findFirst()
                .orElseThrow(
                        () ->
                                PageException.badAddress(
                                        "Messages have no such state.",
                                        "Choose one above the list of messages."));
    }
}
