package dev.platte.web.fleet;

import dev.platte.db.access.VerbGroup;
import dev.platte.db.fleet.UnknownCount;
import dev.platte.db.inbox.Inbox;
import dev.platte.db.inbox.Letter;
import dev.platte.web.form.Done;
import dev.platte.web.form.Forms;
import dev.platte.web.form.Sent;
import dev.platte.web.page.Formats;
import dev.platte.web.page.PageException;
import dev.platte.web.page.Who;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** Clears away what lay in the inbox when the form was opened. */
@Controller
final class EmptyInboxController {

    private static final String PATH = "/strangers/empty/{part:malformed|unknown}";

    private final Inbox inbox;
    private final Forms forms;

    EmptyInboxController(Inbox inbox, Forms forms) {
        this.inbox = inbox;
        this.forms = forms;
    }

    @GetMapping(PATH)
    String ask(@PathVariable String part, Who who, Model model) {
        who.requireServer(VerbGroup.INBOX);
        boolean requests = part.equals("malformed");
        List<Letter> letters = requests ? inbox.malformed() : List.of();
        List<UnknownCount> names = requests ? List.of() : inbox.unknown();
        model.addAttribute("part", part);
        model.addAttribute("found", letters.size() + names.size());
        model.addAttribute("through", letters.isEmpty() ? 0 : letters.getFirst().id());
        model.addAttribute("until", names.isEmpty() ? Instant.EPOCH : names.getFirst().lastAsked());
        return "fleet/empty-inbox";
    }

    @PostMapping(PATH)
    ResponseEntity<Void> act(@PathVariable String part, Sent sent) {
        sent.who().requireServer(VerbGroup.INBOX);
        return forms.once(
                sent,
                "inbox/" + part,
                () -> {
                    boolean requests = part.equals("malformed");
                    long gone =
                            requests
                                    ? inbox.emptyMalformed(sent.seen("through"), sent.caller())
                                    : inbox.emptyUnknown(until(sent), sent.caller());
                    String what = requests ? "request" : "name";
                    return Done.at(
                            "/strangers",
                            new Formats(Instant.EPOCH).count(gone, what) + " cleared away.");
                });
    }

    private static Instant until(Sent sent) {
        try {
            return Instant.parse(sent.text("until"));
        } catch (DateTimeException e) {
            throw PageException.badAddress(
                    "The form does not say what you saw when it was opened.",
                    "Go back, load the page again, and send its form.");
        }
    }
}
