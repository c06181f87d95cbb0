package dev.platte.web.lock;

import dev.platte.db.lock.LockGroup;
import dev.platte.db.lock.LockGroups;
import dev.platte.web.form.Done;
import dev.platte.web.form.Forms;
import dev.platte.web.form.Sent;
import dev.platte.web.page.Who;
import java.util.Locale;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** Freezes, thaws and removes lock groups, and forgives what failed in them. */
@Controller
final class LockActController {

    private static final String PATH = "/locks/{name}/{act:freeze|thaw|resume|remove}";

    private final LockFinder finder;
    private final LockGroups groups;
    private final Forms forms;

    LockActController(LockFinder finder, LockGroups groups, Forms forms) {
        this.finder = finder;
        this.groups = groups;
        this.forms = forms;
    }

    /** What people do to lock groups, in the words of the form that asks for it. */
    enum Act {
        FREEZE(
                "Freeze",
                "danger",
                "Nobody gets a slot from now on. Who is down already comes back as usual.",
                "Why? Each host that asks is told.",
                "Frozen: nobody reboots."),
        THAW(
                "Thaw",
                "primary",
                "Hosts get slots again, in their order.",
                "Why may they go on?",
                "Thawed: hosts take turns again."),
        RESUME(
                "Forgive",
                "primary",
                "What failed until now is forgiven: the failure budget begins anew. Hosts that are overdue still count.",
                "Why may they go on?",
                "Forgiven: hosts take turns again."),
        REMOVE(
                "Remove",
                "danger",
                "The group goes, with its timeline and its tokens. Hosts that ask for it are told that there is none.",
                "Why is it not needed any more?",
                "Removed.");

        private final String word;
        private final String kind;
        private final String meaning;
        private final String question;
        private final String done;

        Act(String word, String kind, String meaning, String question, String done) {
            this.word = word;
            this.kind = kind;
            this.meaning = meaning;
            this.question = question;
            this.done = done;
        }

        static Act of(String address) {
            return valueOf(address.toUpperCase(Locale.ROOT));
        }

        public String word() {
            return word;
        }

        /** How its button looks. */
        public String kind() {
            return kind;
        }

        public String meaning() {
            return meaning;
        }

        public String question() {
            return question;
        }
    }

    @GetMapping(PATH)
    String ask(@PathVariable String name, @PathVariable String act, Who who, Model model) {
        LockGroup group = finder.change(name, who);
        model.addAttribute("group", group);
        model.addAttribute("act", Act.of(act));
        model.addAttribute("address", act);
        return "lock/act";
    }

    @PostMapping(PATH)
    ResponseEntity<Void> act(@PathVariable String name, @PathVariable String act, Sent sent) {
        Act asked = Act.of(act);
        return forms.once(
                sent,
                () -> "lock/" + finder.change(name, sent.who()).id(),
                () -> run(asked, finder.change(name, sent.who()), sent));
    }

    private Done run(Act act, LockGroup group, Sent sent) {
        String page = "/locks/" + group.name();
        return switch (act) {
            case FREEZE -> {
                LockGroup after = groups.freeze(group.id(), sent.seen(), sent.caller());
                yield Done.at(page, act.done)
                        .undoneBy(
                                page + "/thaw", after.revision(), "taken back: frozen by mistake");
            }
            case THAW -> {
                groups.thaw(group.id(), sent.seen(), sent.caller());
                yield Done.at(page, act.done);
            }
            case RESUME -> {
                groups.resume(group.id(), sent.seen(), sent.caller());
                yield Done.at(page, act.done);
            }
            case REMOVE -> {
                groups.delete(group.id(), sent.seen(), sent.caller());
                yield Done.at("/locks", act.done);
            }
        };
    }
}
