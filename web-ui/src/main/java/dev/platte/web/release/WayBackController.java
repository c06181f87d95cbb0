package dev.platte.web.release;

import dev.platte.db.access.Changes;
import dev.platte.db.access.VerbGroup;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.catalog.Channel;
import dev.platte.web.form.Done;
import dev.platte.web.form.Forms;
import dev.platte.web.form.Sent;
import dev.platte.web.page.PageException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** Takes promotions back: channels point again to what they pointed to, all of them or none. */
@Controller
final class WayBackController {

    /** A channel, a package, a revision. */
    private static final int NUMBERS = 3;

    private final ReleaseFinder finder;
    private final Catalog catalog;
    private final Changes changes;
    private final Forms forms;

    WayBackController(ReleaseFinder finder, Catalog catalog, Changes changes, Forms forms) {
        this.finder = finder;
        this.catalog = catalog;
        this.changes = changes;
        this.forms = forms;
    }

    @PostMapping("/channels/{id}/back/{packageId}")
    ResponseEntity<Void> back(@PathVariable long id, @PathVariable long packageId, Sent sent) {
        return back(List.of(new Move.Back(id, packageId, sent.seen())), sent);
    }

    /** With channels of other architectures that moved along. */
    @PostMapping("/channels/{id}/back/{packageId}/{others}")
    ResponseEntity<Void> back(
            @PathVariable long id,
            @PathVariable long packageId,
            @PathVariable String others,
            Sent sent) {
        List<Move.Back> all = new ArrayList<>();
        all.add(new Move.Back(id, packageId, sent.seen()));
        if (!others.matches("[0-9]{1,18}(?:-[0-9]{1,18}){2,98}")) {
            throw unreadable();
        }
        String[] numbers = others.split("-");
        if (numbers.length % NUMBERS != 0) {
            throw unreadable();
        }
        for (int i = 0; i < numbers.length; i += NUMBERS) {
            all.add(
                    new Move.Back(
                            Long.parseLong(numbers[i]),
                            Long.parseLong(numbers[i + 1]),
                            Long.parseLong(numbers[i + 2])));
        }
        return back(all, sent);
    }

    private ResponseEntity<Void> back(List<Move.Back> all, Sent sent) {
        ReleaseFinder.FoundChannel first = finder.channel(all.getFirst().channel(), sent.who());
        return forms.once(
                sent,
                "channel/" + first.channel().id(),
                () -> {
                    List<Channel> moved =
                            changes.change(
                                    sent.caller(),
                                    () -> all.stream().map(each -> point(each, sent)).toList());
                    return Done.at(
                            "/applications/"
                                    + first.owner().application().id()
                                    + "?arch="
                                    + first.channel().arch(),
                            said(first, all.getFirst(), moved));
                });
    }

    private Channel point(Move.Back back, Sent sent) {
        ReleaseFinder.FoundChannel found = finder.channel(back.channel(), sent.who());
        sent.who().require(VerbGroup.CHANNEL, found.owner().application());
        return catalog.point(back.channel(), back.packageId(), back.seen(), sent.caller());
    }

    private static String said(
            ReleaseFinder.FoundChannel first, Move.Back back, List<Channel> moved) {
        return first.channel().name()
                + " points to "
                + first.owner()
                        .findPackage(back.packageId())
                        .map(release -> release.version())
                        .orElse("what it pointed to")
                + " again on "
                + moved.stream().map(Channel::arch).collect(Collectors.joining(" and "))
                + ".";
    }

    private static PageException unreadable() {
        return PageException.badAddress(
                "This address cannot be read.", "Point the channels back from the board.");
    }
}
