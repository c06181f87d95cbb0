package dev.platte.web.release;

import dev.platte.db.access.VerbGroup;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.catalog.Description;
import dev.platte.db.catalog.NewPackage;
import dev.platte.db.catalog.Packages;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.web.form.Done;
import dev.platte.web.form.Forms;
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
import org.springframework.web.bind.annotation.RequestParam;

/** The life of a package: made, described, published, withdrawn, made a floor. */
@Controller
final class PackageActController {

    private final ReleaseFinder finder;
    private final Catalogue catalogue;
    private final Catalog catalog;
    private final Packages packages;
    private final Forms forms;

    PackageActController(
            ReleaseFinder finder,
            Catalogue catalogue,
            Catalog catalog,
            Packages packages,
            Forms forms) {
        this.finder = finder;
        this.catalogue = catalogue;
        this.catalog = catalog;
        this.packages = packages;
        this.forms = forms;
    }

    @GetMapping("/applications/{id}/upload")
    String askNew(@PathVariable String id, Who who, Model model) {
        ApplicationSnapshot owner = catalogue.application(id, who);
        who.require(VerbGroup.PACKAGE, owner.application());
        model.addAttribute("owner", owner);
        model.addAttribute(
                "archs",
                owner.channels().stream().map(channel -> channel.arch()).distinct().toList());
        return "release/upload";
    }

    /** Makes the draft; its file follows by itself. */
    @PostMapping("/applications/{id}/upload")
    ResponseEntity<Void> add(@PathVariable String id, Sent sent) {
        ApplicationSnapshot owner = catalogue.application(id, sent.who());
        sent.who().require(VerbGroup.PACKAGE, owner.application());
        return forms.once(
                sent,
                "application/" + id,
                () -> {
                    UpdatePackage made =
                            packages.add(
                                    new NewPackage(
                                            owner.application().id(),
                                            sent.text("arch"),
                                            sent.text("version"),
                                            sent.text("notes"),
                                            List.of()),
                                    sent.caller());
                    return Done.at(
                            "/packages/" + made.id(),
                            made.version()
                                    + " is a draft: publish it, and channels may point to it.");
                });
    }

    @GetMapping("/packages/{id}/{act:publish|withdraw|describe}")
    String ask(@PathVariable long id, @PathVariable String act, Who who, Model model) {
        ReleaseFinder.FoundPackage found = finder.release(id, who);
        who.require(VerbGroup.PACKAGE, found.owner().application());
        model.addAttribute("owner", found.owner());
        model.addAttribute("release", found.release());
        model.addAttribute("act", act);
        model.addAttribute(
                "channels",
                found.owner().channels().stream()
                        .filter(channel -> Long.valueOf(id).equals(channel.packageId()))
                        .map(channel -> channel.name())
                        .toList());
        return "release/package-act";
    }

    @PostMapping("/packages/{id}/publish")
    ResponseEntity<Void> publish(@PathVariable long id, Sent sent) {
        require(id, sent);
        return forms.once(
                sent,
                subject(id),
                () -> {
                    UpdatePackage after = packages.publish(id, sent.seen(), sent.caller());
                    return Done.at(
                            "/packages/" + id,
                            after.version() + " is published: channels may point to it.");
                });
    }

    @PostMapping("/packages/{id}/withdraw")
    ResponseEntity<Void> withdraw(@PathVariable long id, Sent sent) {
        require(id, sent);
        return forms.once(
                sent,
                subject(id),
                () -> {
                    UpdatePackage after = packages.withdraw(id, sent.seen(), sent.caller());
                    return Done.at(
                            "/packages/" + id,
                            after.version() + " is withdrawn: it is never offered again.");
                });
    }

    @PostMapping("/packages/{id}/describe")
    ResponseEntity<Void> describe(@PathVariable long id, Sent sent) {
        require(id, sent);
        return forms.once(
                sent,
                subject(id),
                () -> {
                    packages.describe(
                            id,
                            new Description(
                                    sent.text("notes"),
                                    sent.text("mirrors")
                                            .lines()
                                            .map(String::strip)
                                            .filter(line -> !line.isEmpty())
                                            .toList(),
                                    sent.ticked("own")),
                            sent.seen(),
                            sent.caller());
                    return Done.at("/packages/" + id, "Saved.");
                });
    }

    @GetMapping("/packages/{id}/floor")
    String askFloor(@PathVariable long id, @RequestParam long channel, Who who, Model model) {
        ReleaseFinder.FoundPackage found = finder.release(id, who);
        ReleaseFinder.FoundChannel of = finder.channel(channel, who);
        who.require(VerbGroup.CHANNEL, found.owner().application());
        model.addAttribute("owner", found.owner());
        model.addAttribute("release", found.release());
        model.addAttribute("channel", of.channel());
        model.addAttribute(
                "floor",
                found.owner().floors(of.channel()).stream()
                        .anyMatch(floor -> floor.packageId() == id));
        return "release/floor";
    }

    @PostMapping("/packages/{id}/floor")
    ResponseEntity<Void> floor(@PathVariable long id, @RequestParam long channel, Sent sent) {
        ReleaseFinder.FoundPackage found = finder.release(id, sent.who());
        finder.channel(channel, sent.who());
        sent.who().require(VerbGroup.CHANNEL, found.owner().application());
        return forms.once(
                sent,
                "channel/" + channel,
                () -> {
                    if (sent.text("to").equals("remove")) {
                        catalog.removeFloor(channel, id, sent.caller());
                        return Done.at("/packages/" + id, "Hosts may skip it again.");
                    }
                    catalog.setFloor(channel, id, sent.caller());
                    return Done.at("/packages/" + id, "Every host of the channel passes it now.");
                });
    }

    private void require(long id, Sent sent) {
        ReleaseFinder.FoundPackage found = finder.release(id, sent.who());
        sent.who().require(VerbGroup.PACKAGE, found.owner().application());
    }

    private static String subject(long id) {
        return "package/" + id;
    }
}
