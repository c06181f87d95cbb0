package dev.platte.web.lock;

import dev.platte.db.lock.LockGroup;
import dev.platte.db.lock.LockTokens;
import dev.platte.web.form.Done;
import dev.platte.web.form.Forms;
import dev.platte.web.form.Secret;
import dev.platte.web.form.Sent;
import dev.platte.web.page.PageModel;
import dev.platte.web.page.Who;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** What opens a lock group to its hosts. */
@Controller
final class LockTokenController {

    private final LockFinder finder;
    private final LockTokens tokens;
    private final Forms forms;
    private final InstantSource time;

    LockTokenController(LockFinder finder, LockTokens tokens, Forms forms, InstantSource time) {
        this.finder = finder;
        this.tokens = tokens;
        this.forms = forms;
        this.time = time;
    }

    @GetMapping("/locks/{name}/token")
    String ask(@PathVariable String name, Who who, Model model) {
        model.addAttribute("group", finder.change(name, who));
        return "lock/token";
    }

    @PostMapping("/locks/{name}/token")
    String issue(@PathVariable String name, Sent sent, Model model) {
        LockGroup group = finder.change(name, sent.who());
        long days = sent.number("days", 0, 3650);
        LockTokens.Issued issued =
                forms.shownOnce(
                        sent,
                        "lock/" + group.id(),
                        () ->
                                tokens.issue(
                                        group.id(),
                                        sent.optional("host").orElse(null),
                                        sent.text("note"),
                                        days == 0
                                                ? null
                                                : time.instant().plus(Duration.ofDays(days)),
                                        sent.caller()));
        model.addAttribute(
                PageModel.SECRET,
                new Secret(
                        "A token for " + group.name(),
                        issued.secret(),
                        "Hosts send it as the password of HTTP basic authentication, or as a bearer token.",
                        "/locks/" + group.name()));
        return Secret.VIEW;
    }

    @GetMapping("/locks/{name}/tokens/{id}/revoke")
    String askRevoke(@PathVariable String name, @PathVariable long id, Who who, Model model) {
        model.addAttribute("group", finder.change(name, who));
        model.addAttribute("id", id);
        return "lock/token-revoke";
    }

    @PostMapping("/locks/{name}/tokens/{id}/revoke")
    ResponseEntity<Void> revoke(@PathVariable String name, @PathVariable long id, Sent sent) {
        LockGroup group = finder.change(name, sent.who());
        return forms.once(
                sent,
                "lock/" + group.id(),
                () -> {
                    tokens.revoke(group.id(), id, sent.caller());
                    return Done.at("/locks/" + group.name(), "Revoked: it opens nothing any more.");
                });
    }
}
