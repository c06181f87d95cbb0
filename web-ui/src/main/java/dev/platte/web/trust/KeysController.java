package dev.platte.web.trust;

import dev.platte.db.access.VerbGroup;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.keys.store.Pem;
import dev.platte.keys.verify.AnswerKeys;
import dev.platte.web.page.Catalogue;
import dev.platte.web.page.Who;
import java.util.List;
import java.util.TreeMap;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** Which keys applications trust, what was signed by each, and the keys that sign answers. */
@Controller
final class KeysController {

    private final Catalogue catalogue;
    private final Catalog catalog;
    private final AnswerKeys cup;

    KeysController(Catalogue catalogue, Catalog catalog, ObjectProvider<AnswerKeys> cup) {
        this.catalogue = catalogue;
        this.catalog = catalog;
        this.cup = cup.getIfAvailable(() -> TreeMap::new);
    }

    /** An application and its keys. */
    public record Trusting(ApplicationSnapshot owner, List<KeyLine> keys, boolean may) {}

    /** A key that signs answers. */
    public record CupKey(String id, String fingerprint, String pem) {}

    @GetMapping("/keys")
    String keys(Who who, Model model) {
        model.addAttribute(
                "all",
                catalogue.applications(who).stream().map(owner -> trusting(owner, who)).toList());
        model.addAttribute(
                "cup",
                cup.now().entrySet().stream()
                        .map(
                                key ->
                                        new CupKey(
                                                Long.toUnsignedString(key.getKey()),
                                                key.getValue().fingerprint().hex(),
                                                Pem.write(key.getValue())))
                        .toList());
        return "trust/keys";
    }

    private Trusting trusting(ApplicationSnapshot owner, Who who) {
        return new Trusting(
                owner,
                catalog.keys(owner.application().id()).stream()
                        .map(key -> KeyLine.of(key, owner))
                        .toList(),
                who.may(VerbGroup.KEY, owner.application()));
    }
}
