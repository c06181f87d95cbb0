package dev.platte.web.lock;

import dev.platte.db.access.VerbGroup;
import dev.platte.db.lock.LockGroup;
import dev.platte.db.lock.LockGroups;
import dev.platte.db.lock.LockSettings;
import dev.platte.policy.lock.LockRules;
import dev.platte.web.form.Done;
import dev.platte.web.form.Forms;
import dev.platte.web.form.Sent;
import dev.platte.web.page.Who;
import dev.platte.web.window.WindowRows;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** Makes lock groups and sets what they are. */
@Controller
final class LockSettingsController {

    private final LockFinder finder;
    private final LockGroups groups;
    private final Forms forms;

    LockSettingsController(LockFinder finder, LockGroups groups, Forms forms) {
        this.finder = finder;
        this.groups = groups;
        this.forms = forms;
    }

    /** Not below {@code /locks}: any word may be a group's name. */
    @GetMapping("/lock/new")
    String askNew(Who who, Model model) {
        who.requireServer(VerbGroup.LOCK);
        return form(null, LockSettings.USUAL, who, model);
    }

    @PostMapping("/lock/new")
    ResponseEntity<Void> create(Sent sent) {
        sent.who().requireServer(VerbGroup.LOCK);
        LockSettings said = LockForm.read(sent, LockRules.USUAL);
        return forms.once(
                sent,
                "lock",
                () -> {
                    LockGroup made = groups.create(sent.text("name"), said, sent.caller());
                    return Done.at("/locks/" + made.name(), "Made. Hosts may ask for its slots.");
                });
    }

    @GetMapping("/locks/{name}/settings")
    String ask(@PathVariable String name, Who who, Model model) {
        LockGroup group = finder.change(name, who);
        return form(group, LockSettings.of(group), who, model);
    }

    @PostMapping("/locks/{name}/settings")
    ResponseEntity<Void> set(@PathVariable String name, Sent sent) {
        LockGroup group = finder.change(name, sent.who());
        LockSettings said = LockForm.read(sent, group.rules());
        return forms.once(
                sent,
                "lock/" + group.id(),
                () -> {
                    groups.set(group.id(), said, sent.seen(), sent.caller());
                    return Done.at("/locks/" + group.name(), "Saved. It holds from now on.");
                });
    }

    private String form(@Nullable LockGroup group, LockSettings settings, Who who, Model model) {
        model.addAttribute("group", group);
        model.addAttribute(
                "title", group == null ? "New lock group" : "Settings of " + group.name());
        model.addAttribute("filled", new LockForm(settings));
        model.addAttribute("accesses", LockForm.ways());
        model.addAttribute("all", finder.all(who).toList());
        model.addAttribute("zones", WindowRows.zones());
        return "lock/settings";
    }
}
