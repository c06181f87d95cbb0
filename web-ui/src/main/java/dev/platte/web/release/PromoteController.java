package dev.platte.web.release;

import dev.platte.db.access.Changes;
import dev.platte.db.access.VerbGroup;
import dev.platte.db.approval.Approval;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.catalog.Channel;
import dev.platte.db.catalog.PackageState;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.promotion.Promotions;
import dev.platte.db.promotion.Proposals;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.web.form.Done;
import dev.platte.web.form.Forms;
import dev.platte.web.form.Sent;
import dev.platte.web.page.PageException;
import dev.platte.web.page.Who;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Points a channel to a package, after what would come of it was shown; or asks others to agree.
 */
@Controller
final class PromoteController {

    private final ReleaseFinder finder;
    private final Catalog catalog;
    private final Promotions promotions;
    private final Proposals proposals;
    private final Changes changes;
    private final Forms forms;

    PromoteController(
            ReleaseFinder finder,
            Catalog catalog,
            Promotions promotions,
            Proposals proposals,
            Changes changes,
            Forms forms) {
        this.finder = finder;
        this.catalog = catalog;
        this.promotions = promotions;
        this.proposals = proposals;
        this.changes = changes;
        this.forms = forms;
    }

    /**
     * The same move on another architecture.
     *
     * @param needed how many others must agree
     */
    record Twin(Channel channel, UpdatePackage release, int needed) {}

    @GetMapping("/channels/{id}/promote")
    String ask(
            @PathVariable long id, @RequestParam("package") long packageId, Who who, Model model) {
        ReleaseFinder.FoundChannel found = finder.channel(id, who);
        who.require(VerbGroup.CHANNEL, found.owner().application());
        UpdatePackage release = target(found, packageId);
        model.addAttribute("owner", found.owner());
        model.addAttribute("channel", found.channel());
        model.addAttribute("release", release);
        model.addAttribute("now", found.owner().target(found.channel()).orElse(null));
        model.addAttribute("needed", proposals.needed(found.channel(), packageId));
        model.addAttribute("twins", twins(found.owner(), found.channel(), release));
        return "release/promote";
    }

    /** What would come of it: asked for by the open form, for it takes a moment in large fleets. */
    @GetMapping("/channels/{id}/prospect")
    String prospect(
            @PathVariable long id, @RequestParam("package") long packageId, Who who, Model model) {
        ReleaseFinder.FoundChannel found = finder.channel(id, who);
        target(found, packageId);
        model.addAttribute("owner", found.owner());
        model.addAttribute("channel", found.channel());
        model.addAttribute(
                "prospect", promotions.of(found.owner().application(), found.channel(), packageId));
        return "release/prospect";
    }

    @PostMapping("/channels/{id}/promote")
    ResponseEntity<Void> promote(
            @PathVariable long id, @RequestParam("package") long packageId, Sent sent) {
        ReleaseFinder.FoundChannel found = finder.channel(id, sent.who());
        sent.who().require(VerbGroup.CHANNEL, found.owner().application());
        UpdatePackage release = target(found, packageId);
        return forms.once(
                sent,
                "channel/" + id,
                () ->
                        proposals.needed(found.channel(), packageId) > 0
                                ? proposed(found.channel(), release, sent)
                                : pointed(found, release, sent));
    }

    private Done proposed(Channel channel, UpdatePackage release, Sent sent) {
        Approval asked = proposals.propose(channel, release.id(), sent.caller());
        return Done.at(
                "/approvals/" + asked.id(),
                "Others were asked; once they agree, the server points the channel there.");
    }

    /** All that were ticked, or none. */
    private Done pointed(ReleaseFinder.FoundChannel found, UpdatePackage release, Sent sent) {
        List<Move> moves = new ArrayList<>();
        changes.change(
                sent.caller(),
                () -> {
                    moves.add(point(found.channel(), release, sent, "seen"));
                    for (Twin twin : twins(found.owner(), found.channel(), release)) {
                        if (twin.needed() == 0 && sent.ticked("also-" + twin.channel().id())) {
                            String seen = "seen-" + twin.channel().id();
                            moves.add(point(twin.channel(), twin.release(), sent, seen));
                        }
                    }
                    return moves;
                });
        Done done =
                Done.at(
                        "/applications/"
                                + found.owner().application().id()
                                + "?arch="
                                + found.channel().arch(),
                        found.channel().name()
                                + " points to "
                                + release.version()
                                + " on "
                                + Move.archs(moves)
                                + ".");
        return Move.wayBack(moves)
                .map(
                        path ->
                                done.undoneBy(
                                        path,
                                        moves.getFirst().after().revision(),
                                        "taken back: promoted by mistake"))
                .orElse(done);
    }

    private Move point(Channel channel, UpdatePackage release, Sent sent, String seen) {
        return new Move(
                channel, catalog.point(channel.id(), release.id(), sent.seen(seen), sent.caller()));
    }

    private List<Twin> twins(ApplicationSnapshot owner, Channel channel, UpdatePackage release) {
        return owner.channels().stream()
                .filter(other -> other.name().equals(channel.name()))
                .filter(other -> other.id() != channel.id())
                .flatMap(
                        other ->
                                same(owner, release, other)
                                        .map(
                                                twin ->
                                                        new Twin(
                                                                other,
                                                                twin,
                                                                proposals.needed(other, twin.id())))
                                        .stream())
                .toList();
    }

    private static Optional<UpdatePackage> same(
            ApplicationSnapshot owner, UpdatePackage release, Channel other) {
        return owner.packages().stream()
                .filter(found -> found.arch().equals(other.arch()))
                .filter(found -> found.version().equals(release.version()))
                .filter(found -> found.state() == PackageState.PUBLISHED)
                .filter(found -> !Objects.equals(found.id(), other.packageId()))
                .findFirst();
    }

    private static UpdatePackage target(ReleaseFinder.FoundChannel found, long packageId) {
        @Nullable UpdatePackage release = found.owner().findPackage(packageId).orElse(null);
        if (release == null || !release.arch().equals(found.channel().arch())) {
            throw PageException.notFound(
                    "The application has no such package for " + found.channel().arch() + ".",
                    "Drag a package of the same architecture, or choose a channel in its menu.");
        }
        return release;
    }
}
