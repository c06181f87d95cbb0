package dev.platte.web.group;

import dev.platte.db.access.VerbGroup;
import dev.platte.db.catalog.Channel;
import dev.platte.db.rollout.Group;
import dev.platte.db.rollout.GroupPolicy;
import dev.platte.db.rollout.Groups;
import dev.platte.db.rollout.NewGroup;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.web.form.Done;
import dev.platte.web.form.Forms;
import dev.platte.web.form.Length;
import dev.platte.web.form.Sent;
import dev.platte.web.page.Catalogue;
import dev.platte.web.page.Who;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** Groups are made, described, paused and resumed. */
@Controller
final class GroupActController {

    private final Catalogue catalogue;
    private final Groups groups;
    private final Forms forms;

    GroupActController(Catalogue catalogue, Groups groups, Forms forms) {
        this.catalogue = catalogue;
        this.groups = groups;
        this.forms = forms;
    }

    @GetMapping("/applications/{id}/group")
    String askNew(@PathVariable String id, Who who, Model model) {
        ApplicationSnapshot owner = catalogue.application(id, who);
        who.require(VerbGroup.GROUP, owner.application());
        model.addAttribute("owner", owner);
        model.addAttribute("channels", channels(owner));
        return "group/edit";
    }

    @PostMapping("/applications/{id}/group")
    ResponseEntity<Void> make(@PathVariable String id, Sent sent) {
        ApplicationSnapshot owner = catalogue.application(id, sent.who());
        sent.who().require(VerbGroup.GROUP, owner.application());
        return forms.once(
                sent,
                "application/" + id,
                () -> {
                    Group made =
                            groups.create(
                                    new NewGroup(
                                            owner.application().id(),
                                            sent.text("track"),
                                            sent.text("description"),
                                            sent.text("channel"),
                                            null),
                                    GroupPolicy.USUAL,
                                    sent.caller());
                    return Done.at(
                            "/groups/" + made.id(),
                            "The group "
                                    + made.track()
                                    + " is made: hosts that say this track belong to it.");
                });
    }

    @GetMapping("/groups/{id}/edit")
    String askEdit(@PathVariable String id, Who who, Model model) {
        Catalogue.Member found = required(id, who);
        model.addAttribute("owner", found.application());
        Group group = groups.find(found.group().id()).orElseThrow();
        model.addAttribute("group", group);
        model.addAttribute("poll", Length.ofNullable(group.pollInterval()));
        model.addAttribute("channels", channels(found.application()));
        return "group/edit";
    }

    @PostMapping("/groups/{id}/edit")
    ResponseEntity<Void> edit(@PathVariable String id, Sent sent) {
        Catalogue.Member found = required(id, sent.who());
        return forms.once(
                sent,
                "group/" + id,
                () -> {
                    groups.set(
                            found.group().id(),
                            sent.text("description"),
                            sent.text("channel"),
                            sent.length("poll").orElse(null),
                            sent.seen(),
                            sent.caller());
                    return Done.at("/groups/" + id, "Saved.");
                });
    }

    @GetMapping("/groups/{id}/{act:pause|resume}")
    String ask(@PathVariable String id, @PathVariable String act, Who who, Model model) {
        Catalogue.Member found = required(id, who);
        model.addAttribute("owner", found.application());
        model.addAttribute("group", groups.find(found.group().id()).orElseThrow());
        model.addAttribute("pause", act.equals("pause"));
        return "group/act";
    }

    @PostMapping("/groups/{id}/pause")
    ResponseEntity<Void> pause(@PathVariable String id, Sent sent) {
        Catalogue.Member found = required(id, sent.who());
        return forms.once(
                sent,
                "group/" + id,
                () -> {
                    Group after = groups.pause(found.group().id(), sent.seen(), sent.caller());
                    return Done.at("/groups/" + id, "Paused: nothing is offered to its hosts.")
                            .undoneBy(
                                    "/groups/" + id + "/resume",
                                    after.revision(),
                                    "taken back: paused by mistake");
                });
    }

    @PostMapping("/groups/{id}/resume")
    ResponseEntity<Void> resume(@PathVariable String id, Sent sent) {
        Catalogue.Member found = required(id, sent.who());
        return forms.once(
                sent,
                "group/" + id,
                () -> {
                    Group after = groups.resume(found.group().id(), sent.seen(), sent.caller());
                    return Done.at("/groups/" + id, "Resumed: its hosts move again.")
                            .undoneBy(
                                    "/groups/" + id + "/pause",
                                    after.revision(),
                                    "taken back: resumed by mistake");
                });
    }

    private Catalogue.Member required(String id, Who who) {
        Catalogue.Member found = catalogue.group(id, who);
        who.require(VerbGroup.GROUP, found.application().application());
        return found;
    }

    private static List<String> channels(ApplicationSnapshot owner) {
        return owner.channels().stream().map(Channel::name).distinct().toList();
    }
}
