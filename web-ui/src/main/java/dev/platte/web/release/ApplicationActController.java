package dev.platte.web.release;

import dev.platte.db.access.VerbGroup;
import dev.platte.db.catalog.Application;
import dev.platte.db.catalog.Catalog;
import dev.platte.web.form.Done;
import dev.platte.web.form.Forms;
import dev.platte.web.form.Sent;
import dev.platte.web.page.Who;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/** Applications are made. */
@Controller
final class ApplicationActController {

    private final Catalog catalog;
    private final Forms forms;

    ApplicationActController(Catalog catalog, Forms forms) {
        this.catalog = catalog;
        this.forms = forms;
    }

    @GetMapping("/application")
    String ask(Who who) {
        who.requireServer(VerbGroup.APPLICATION);
        return "release/application";
    }

    @PostMapping("/application")
    ResponseEntity<Void> make(Sent sent) {
        sent.who().requireServer(VerbGroup.APPLICATION);
        return forms.once(
                sent,
                "application",
                () -> {
                    Application made =
                            catalog.createApplication(
                                    sent.text("appid"),
                                    sent.text("name"),
                                    sent.text("description"),
                                    sent.caller());
                    return Done.at(
                            "/applications/" + made.id(),
                            made.name() + " is made. Next: trust the key that signs its payloads.");
                });
    }
}
