package dev.platte.web.trust;

import dev.platte.db.access.VerbGroup;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.catalog.TrustedKey;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.keys.store.Pem;
import dev.platte.keys.verify.UnusableKeyException;
import dev.platte.keys.verify.VerificationKey;
import dev.platte.web.form.Done;
import dev.platte.web.form.FieldException;
import dev.platte.web.form.Forms;
import dev.platte.web.form.Sent;
import dev.platte.web.page.Catalogue;
import dev.platte.web.page.PageException;
import dev.platte.web.page.Who;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** Has an application trust a key, and trust it no more. */
@Controller
final class KeyActController {

    private static final String PAGE = "/keys";

    private final Catalogue catalogue;
    private final Catalog catalog;
    private final Forms forms;

    KeyActController(Catalogue catalogue, Catalog catalog, Forms forms) {
        this.catalogue = catalogue;
        this.catalog = catalog;
        this.forms = forms;
    }

    @GetMapping("/keys/{application}/trust")
    String askTrust(@PathVariable String application, Who who, Model model) {
        model.addAttribute("owner", owner(application, who));
        return "trust/trust";
    }

    @PostMapping("/keys/{application}/trust")
    ResponseEntity<Void> trust(@PathVariable String application, Sent sent) {
        ApplicationSnapshot owner = owner(application, sent.who());
        VerificationKey key = key(sent.text("pem"));
        return forms.once(
                sent,
                "key",
                () -> {
                    catalog.trustKey(
                            owner.application().id(), sent.text("name"), key, sent.caller());
                    return Done.at(PAGE, "Trusted: payloads that it signed are taken.");
                });
    }

    @GetMapping("/keys/{application}/{fingerprint}/revoke")
    String askRevoke(
            @PathVariable String application,
            @PathVariable String fingerprint,
            Who who,
            Model model) {
        ApplicationSnapshot owner = owner(application, who);
        model.addAttribute("owner", owner);
        model.addAttribute("line", KeyLine.of(find(owner, fingerprint), owner));
        return "trust/revoke";
    }

    @PostMapping("/keys/{application}/{fingerprint}/revoke")
    ResponseEntity<Void> revoke(
            @PathVariable String application, @PathVariable String fingerprint, Sent sent) {
        ApplicationSnapshot owner = owner(application, sent.who());
        TrustedKey key = find(owner, fingerprint);
        return forms.once(
                sent,
                "key/" + key.id(),
                () -> {
                    catalog.revokeKey(
                            owner.application().id(), fingerprint, sent.seen(), sent.caller());
                    return Done.at(PAGE, "Revoked: nothing new that only it signed is taken.");
                });
    }

    private ApplicationSnapshot owner(String application, Who who) {
        ApplicationSnapshot owner = catalogue.application(application, who);
        who.require(VerbGroup.KEY, owner.application());
        return owner;
    }

    private TrustedKey find(ApplicationSnapshot owner, String fingerprint) {
        return catalog.keys(owner.application().id()).stream()
                .filter(key -> key.fingerprint().equals(fingerprint))
                .findFirst()
                .orElseThrow(
                        () ->
                                PageException.notFound(
                                        "There is no such key.",
                                        "The page of keys lists all of them."));
    }

    private static VerificationKey key(String pem) {
        if (pem.contains("PRIVATE KEY")) {
            throw new FieldException(
                    "pem",
                    "This is a private key, and it has now been where it does not belong: it was not kept. Give the public half.");
        }
        try {
            return Pem.readPublic(pem, "what you gave");
        } catch (UnusableKeyException e) {
            throw new FieldException("pem", String.valueOf(e.getMessage()));
        }
    }
}
