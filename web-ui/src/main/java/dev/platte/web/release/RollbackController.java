package dev.platte.web.release;

import dev.platte.db.access.VerbGroup;
import dev.platte.db.catalog.ChannelHistory;
import dev.platte.db.catalog.PackageState;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.rollout.Rollback;
import dev.platte.omaha.value.ReadableVersion;
import dev.platte.omaha.value.Version;
import dev.platte.web.form.Done;
import dev.platte.web.form.Forms;
import dev.platte.web.form.Sent;
import dev.platte.web.page.PageException;
import dev.platte.web.page.Who;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** Takes back what a channel points to: withdrawn, and the channel back on an earlier package. */
@Controller
final class RollbackController {

    private final ReleaseFinder finder;
    private final ChannelHistory history;
    private final Rollback rollback;
    private final Forms forms;

    RollbackController(
            ReleaseFinder finder, ChannelHistory history, Rollback rollback, Forms forms) {
        this.finder = finder;
        this.history = history;
        this.rollback = rollback;
        this.forms = forms;
    }

    @GetMapping("/channels/{id}/rollback")
    String ask(@PathVariable long id, Who who, Model model) {
        ReleaseFinder.FoundChannel found = finder.channel(id, who);
        who.require(VerbGroup.CHANNEL, found.owner().application());
        UpdatePackage bad =
                found.owner()
                        .target(found.channel())
                        .orElseThrow(
                                () ->
                                        PageException.notFound(
                                                "The channel points to nothing.",
                                                "There is nothing to take back."));
        model.addAttribute("owner", found.owner());
        model.addAttribute("channel", found.channel());
        model.addAttribute("bad", bad);
        model.addAttribute("before", history.before(found.channel()).orElse(null));
        model.addAttribute("earlier", earlier(found, bad));
        return "release/rollback";
    }

    @PostMapping("/channels/{id}/rollback")
    ResponseEntity<Void> back(@PathVariable long id, Sent sent) {
        ReleaseFinder.FoundChannel found = finder.channel(id, sent.who());
        sent.who().require(VerbGroup.CHANNEL, found.owner().application());
        return forms.once(
                sent,
                "channel/" + id,
                () -> {
                    Rollback.Done done =
                            rollback.to(
                                    id,
                                    sent.number("package", 1, Long.MAX_VALUE),
                                    sent.ticked("downgrade"),
                                    sent.seen(),
                                    sent.caller());
                    return Done.at(
                            "/applications/"
                                    + found.owner().application().id()
                                    + "?arch="
                                    + found.channel().arch(),
                            done.withdrawn().version()
                                    + " is withdrawn; "
                                    + found.channel().name()
                                    + " leads back.");
                });
    }

    private static List<UpdatePackage> earlier(
            ReleaseFinder.FoundChannel found, UpdatePackage bad) {
        Optional<ReadableVersion> from = Version.of(bad.version()).readable();
        return found.owner().packages().stream()
                .filter(release -> release.arch().equals(bad.arch()))
                .filter(release -> release.state() == PackageState.PUBLISHED)
                .filter(release -> release.id() != bad.id())
                .filter(
                        release ->
                                from.isEmpty()
                                        || Version.of(release.version())
                                                .readable()
                                                .filter(from.get()::isNewerThan)
                                                .isPresent())
                .sorted(
                        Comparator.comparing(
                                release -> Version.of(release.version()).readable().orElse(null),
                                Comparator.nullsLast(Comparator.<ReadableVersion>reverseOrder())))
                .toList();
    }
}
