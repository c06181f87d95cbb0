package dev.platte.web.release;

import dev.platte.db.catalog.Catalog;
import dev.platte.db.catalog.Channel;
import dev.platte.db.catalog.TrustedKey;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.fleet.Census;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.web.fleet.Counts;
import dev.platte.web.fleet.VersionSpread;
import dev.platte.web.page.Catalogue;
import dev.platte.web.page.Who;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** One application as a board: its packages on the way through its channels. */
@Controller
final class BoardController {

    private static final int MOST_ON_SHELF = 12;

    private final Catalogue catalogue;
    private final Catalog catalog;
    private final Census census;
    private final Lanes lanes;

    BoardController(Catalogue catalogue, Catalog catalog, Census census, Lanes lanes) {
        this.catalogue = catalogue;
        this.catalog = catalog;
        this.census = census;
        this.lanes = lanes;
    }

    @GetMapping("/applications/{id}")
    String board(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String arch,
            @RequestParam(defaultValue = "false") boolean all,
            Who who,
            Model model) {
        ApplicationSnapshot owner = catalogue.application(id, who);
        Counts counts = Counts.of(census, owner.application().id());
        VersionSpread spread = VersionSpread.of(owner, counts.versions());
        model.addAttribute("owner", owner);
        model.addAttribute("app", owner.application());
        model.addAttribute("board", board(owner, arch, all, counts));
        model.addAttribute("spread", spread);
        model.addAttribute("keys", catalog.keys(owner.application().id()).size());
        return "release/board";
    }

    private Board board(
            ApplicationSnapshot owner, @Nullable String wanted, boolean all, Counts counts) {
        List<String> archs =
                Stream.concat(
                                owner.channels().stream().map(Channel::arch),
                                owner.packages().stream().map(UpdatePackage::arch))
                        .distinct()
                        .sorted()
                        .toList();
        String arch =
                wanted != null && archs.contains(wanted)
                        ? wanted
                        : archs.isEmpty() ? "" : archs.getFirst();
        List<TrustedKey> keys = catalog.keys(owner.application().id());
        List<PackageCard> cards =
                owner.packages().stream()
                        .filter(release -> release.arch().equals(arch))
                        .map(release -> PackageCard.of(owner, release, keys, counts))
                        .sorted(PackageCard.NEWEST_FIRST)
                        .toList();
        List<PackageCard> shelf = cards.stream().filter(card -> card.channels().isEmpty()).toList();
        List<PackageCard> shown =
                all ? shelf : shelf.subList(0, Math.min(MOST_ON_SHELF, shelf.size()));
        return new Board(
                arch,
                archs,
                shown,
                shelf.size() - shown.size(),
                lanes.of(owner, arch, cards, counts));
    }
}
