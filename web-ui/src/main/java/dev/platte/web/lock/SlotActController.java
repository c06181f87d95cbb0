package dev.platte.web.lock;

import dev.platte.db.lock.LockBook;
import dev.platte.db.lock.LockGroup;
import dev.platte.db.lock.LockSlots;
import dev.platte.web.form.Done;
import dev.platte.web.form.FieldException;
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

/** Takes slots by hand, for a host or away from it. */
@Controller
final class SlotActController {

    private final LockFinder finder;
    private final LockBook book;
    private final LockSlots slots;
    private final Forms forms;

    SlotActController(LockFinder finder, LockBook book, LockSlots slots, Forms forms) {
        this.finder = finder;
        this.book = book;
        this.slots = slots;
        this.forms = forms;
    }

    @GetMapping("/locks/{name}/{act:take|free|forget}")
    String ask(
            @PathVariable String name,
            @PathVariable String act,
            @RequestParam(defaultValue = "") String host,
            Who who,
            Model model) {
        LockGroup group = finder.change(name, who);
        model.addAttribute("group", group);
        model.addAttribute("act", act);
        model.addAttribute("host", host);
        model.addAttribute("seen", book.host(group.id(), host).orElse(null));
        return "lock/slot-act";
    }

    /** What a host is called is a field: it may hold any character. */
    @PostMapping("/locks/{name}/{act:take|free|forget}")
    ResponseEntity<Void> act(@PathVariable String name, @PathVariable String act, Sent sent) {
        LockGroup group = finder.change(name, sent.who());
        String host = sent.text("host");
        if (host.isEmpty()) {
            throw new FieldException("host", "Say which host, as it calls itself to the group.");
        }
        return forms.once(
                sent,
                "lock/" + group.id(),
                () -> Done.at("/locks/" + group.name(), run(act, group, host, sent)));
    }

    private String run(String act, LockGroup group, String host, Sent sent) {
        return switch (act) {
            case "take" -> {
                slots.take(group.id(), host, sent.caller());
                yield host + " holds a slot now.";
            }
            case "free" -> {
                slots.free(group.id(), host, sent.caller());
                yield "Freed: the next one may go.";
            }
            default -> {
                slots.forget(group.id(), host, sent.caller());
                yield "Forgotten, until it speaks again.";
            }
        };
    }
}
