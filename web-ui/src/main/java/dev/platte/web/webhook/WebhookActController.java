package dev.platte.web.webhook;

import dev.platte.db.webhook.Deliveries;
import dev.platte.db.webhook.Webhook;
import dev.platte.db.webhook.Webhooks;
import dev.platte.web.form.Done;
import dev.platte.web.form.Forms;
import dev.platte.web.form.Sent;
import dev.platte.web.page.Who;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Switches webhooks off and on, removes them, and has messages sent. */
@Controller
final class WebhookActController {

    private static final String PATH =
            "/webhooks/{name}/{act:disable|enable|remove|ping|redeliver}";

    private final WebhookFinder finder;
    private final Webhooks webhooks;
    private final Deliveries deliveries;
    private final Forms forms;

    WebhookActController(
            WebhookFinder finder, Webhooks webhooks, Deliveries deliveries, Forms forms) {
        this.finder = finder;
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.forms = forms;
    }

    /** What a form asks for, in its words. */
    public record Asked(String word, String kind, String meaning, boolean reason) {

        static Asked of(String act) {
            return switch (act) {
                case "disable" ->
                        new Asked(
                                "Switch off",
                                "danger",
                                "Nothing is sent from now on, and what happens meanwhile is not kept for it.",
                                true);
                case "enable" ->
                        new Asked(
                                "Switch on",
                                "primary",
                                "Messages are sent again; what still waits comes first.",
                                false);
                case "remove" ->
                        new Asked(
                                "Remove",
                                "danger",
                                "It goes with all that waits, and with what is known of its messages.",
                                false);
                case "redeliver" ->
                        new Asked(
                                "Send again",
                                "primary",
                                "The same message under the same id, behind what waits: a receiver that has seen it can tell.",
                                false);
                default ->
                        new Asked(
                                "Send a ping",
                                "primary",
                                "A message that tells nothing, to see whether it arrives.",
                                false);
            };
        }
    }

    @GetMapping(PATH)
    String ask(
            @PathVariable String name,
            @PathVariable String act,
            @RequestParam(defaultValue = "0") long message,
            Who who,
            Model model) {
        model.addAttribute("hook", finder.change(name, who));
        model.addAttribute("address", act);
        model.addAttribute("asked", Asked.of(act));
        model.addAttribute("message", message);
        return "webhook/act";
    }

    @PostMapping(PATH)
    ResponseEntity<Void> act(@PathVariable String name, @PathVariable String act, Sent sent) {
        return forms.once(
                sent,
                () -> "webhook/" + finder.change(name, sent.who()).id(),
                () -> run(act, finder.change(name, sent.who()), sent));
    }

    private Done run(String act, Webhook hook, Sent sent) {
        String page = "/webhooks/" + hook.name();
        long id = hook.id();
        return switch (act) {
            case "disable" -> {
                webhooks.disable(id, sent.seen(), sent.caller());
                yield Done.at(page, "Off: nothing is sent.");
            }
            case "enable" -> {
                webhooks.enable(id, sent.seen(), sent.caller());
                yield Done.at(page, "On: messages are sent again.");
            }
            case "remove" -> {
                webhooks.remove(id, sent.seen(), sent.caller());
                yield Done.at("/webhooks", hook.name() + " is removed.");
            }
            case "redeliver" -> {
                deliveries.redeliver(id, sent.number("message", 1, Long.MAX_VALUE), sent.caller());
                yield Done.at(page, "It is sent again; what comes of it stands in the list.");
            }
            default -> {
                deliveries.ping(id, sent.caller());
                yield Done.at(page, "A ping is on its way; what comes of it stands in the list.");
            }
        };
    }
}
