package dev.platte.web.release;

import dev.platte.db.access.VerbGroup;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.catalog.Channel;
import dev.platte.db.catalog.ChannelHistory;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.web.form.Done;
import dev.platte.web.form.Forms;
import dev.platte.web.form.Sent;
import dev.platte.web.page.Catalogue;
import dev.platte.web.page.Who;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Channels are made, and tell where they pointed. */
@Controller
final class ChannelController {

    private static final int MOVES = 30;

    private final ReleaseFinder finder;
    private final Catalogue catalogue;
    private final Catalog catalog;
    private final ChannelHistory history;
    private final Forms forms;

    ChannelController(
            ReleaseFinder finder,
            Catalogue catalogue,
            Catalog catalog,
            ChannelHistory history,
            Forms forms) {
        this.finder = finder;
        this.catalogue = catalogue;
        this.catalog = catalog;
        this.history = history;
        this.forms = forms;
    }

    @GetMapping("/channels/{id}/moves")
    String moves(@PathVariable long id, Who who, Model model) {
        ReleaseFinder.FoundChannel found = finder.channel(id, who);
        model.addAttribute("owner", found.owner());
        model.addAttribute("channel", found.channel());
        model.addAttribute("moves", history.of(id, null, MOVES));
        return "release/moves";
    }

    @GetMapping("/applications/{id}/channel")
    String ask(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String arch,
            Who who,
            Model model) {
        ApplicationSnapshot owner = catalogue.application(id, who);
        who.require(VerbGroup.CHANNEL, owner.application());
        model.addAttribute("owner", owner);
        model.addAttribute("arch", arch);
        return "release/channel";
    }

    @PostMapping("/applications/{id}/channel")
    ResponseEntity<Void> make(@PathVariable String id, Sent sent) {
        ApplicationSnapshot owner = catalogue.application(id, sent.who());
        sent.who().require(VerbGroup.CHANNEL, owner.application());
        return forms.once(
                sent,
                "application/" + id,
                () -> {
                    Channel made =
                            catalog.createChannel(
                                    owner.application().id(),
                                    sent.text("arch"),
                                    sent.text("name"),
                                    sent.caller());
                    return Done.at(
                            "/applications/" + id + "?arch=" + made.arch(),
                            "The channel " + made.name() + " is made; it points to nothing yet.");
                });
    }
}
