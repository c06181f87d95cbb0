package dev.platte.web.webhook;

import dev.platte.db.access.VerbGroup;
import dev.platte.db.webhook.IssuedSecret;
import dev.platte.db.webhook.Webhook;
import dev.platte.db.webhook.WebhookWish;
import dev.platte.db.webhook.Webhooks;
import dev.platte.web.form.Done;
import dev.platte.web.form.Forms;
import dev.platte.web.form.Length;
import dev.platte.web.form.Secret;
import dev.platte.web.form.Sent;
import dev.platte.web.page.Catalogue;
import dev.platte.web.page.PageModel;
import dev.platte.web.page.Who;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** Makes webhooks, sets what they are, and gives them other secrets. */
@Controller
final class WebhookSettingsController {

    private static final String USE =
            "The receiver checks with it that messages come from here, as Standard Webhooks says.";

    private final WebhookFinder finder;
    private final Webhooks webhooks;
    private final Catalogue catalogue;
    private final Forms forms;

    WebhookSettingsController(
            WebhookFinder finder, Webhooks webhooks, Catalogue catalogue, Forms forms) {
        this.finder = finder;
        this.webhooks = webhooks;
        this.catalogue = catalogue;
        this.forms = forms;
    }

    /** Not below {@code /webhooks}: any word may be a webhook's name. */
    @GetMapping("/webhook/new")
    String askNew(Who who, Model model) {
        who.requireServer(VerbGroup.WEBHOOK);
        return form(null, who, model);
    }

    @PostMapping("/webhook/new")
    String create(Sent sent, Model model) {
        sent.who().requireServer(VerbGroup.WEBHOOK);
        WebhookWish wish = WebhookForm.read(sent, catalogue.applications(sent.who()));
        IssuedSecret issued =
                forms.shownOnce(
                        sent,
                        "webhook",
                        () -> webhooks.create(sent.text("name"), wish, sent.caller()));
        return show(issued, model);
    }

    @GetMapping("/webhooks/{name}/settings")
    String ask(@PathVariable String name, Who who, Model model) {
        return form(finder.change(name, who), who, model);
    }

    @PostMapping("/webhooks/{name}/settings")
    ResponseEntity<Void> set(@PathVariable String name, Sent sent) {
        Webhook hook = finder.change(name, sent.who());
        WebhookWish wish = WebhookForm.read(sent, catalogue.applications(sent.who()));
        return forms.once(
                sent,
                "webhook/" + hook.id(),
                () -> {
                    webhooks.set(hook.id(), wish, sent.seen(), sent.caller());
                    return Done.at("/webhooks/" + name, "Saved. What waits is tried at once.");
                });
    }

    @GetMapping("/webhooks/{name}/rotate")
    String askRotate(@PathVariable String name, Who who, Model model) {
        model.addAttribute("hook", finder.change(name, who));
        model.addAttribute("overlap", Length.of(Duration.ofDays(1)));
        return "webhook/rotate";
    }

    @PostMapping("/webhooks/{name}/rotate")
    String rotate(@PathVariable String name, Sent sent, Model model) {
        Webhook hook = finder.change(name, sent.who());
        Duration overlap = sent.length("overlap").orElse(Duration.ZERO);
        IssuedSecret issued =
                forms.shownOnce(
                        sent,
                        "webhook/" + hook.id(),
                        () -> webhooks.rotate(hook.id(), overlap, sent.seen(), sent.caller()));
        return show(issued, model);
    }

    private static String show(IssuedSecret issued, Model model) {
        String name = issued.webhook().name();
        model.addAttribute(
                PageModel.SECRET,
                new Secret("The secret of " + name, issued.secret(), USE, "/webhooks/" + name));
        return Secret.VIEW;
    }

    private String form(@Nullable Webhook hook, Who who, Model model) {
        model.addAttribute("hook", hook);
        model.addAttribute("title", hook == null ? "A new webhook" : "Settings of " + hook.name());
        model.addAttribute("applications", catalogue.applications(who));
        model.addAttribute(
                "families", WebhookForm.families(hook == null ? List.of() : hook.kinds()));
        return "webhook/settings";
    }
}
