package dev.platte.web.audit;

import dev.platte.db.access.Audit;
import dev.platte.db.access.AuditRow;
import dev.platte.db.access.VerbGroup;
import dev.platte.db.snapshot.CatalogSnapshot;
import dev.platte.db.snapshot.SnapshotSource;
import dev.platte.web.page.PageException;
import dev.platte.web.page.VerbWords;
import dev.platte.web.page.Who;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Who changed what, when and why, the newest first. */
@Controller
final class ChangesController {

    private static final int PAGE = 50;

    private final Audit audit;
    private final SnapshotSource catalogue;

    ChangesController(Audit audit, SnapshotSource catalogue) {
        this.audit = audit;
        this.catalogue = catalogue;
    }

    @GetMapping("/audit")
    String changes(
            @RequestParam MultiValueMap<String, String> address,
            @RequestParam(required = false) @Nullable String below,
            Who who,
            Model model) {
        who.requireLook(VerbGroup.APPLICATION);
        ChangeFilter filter = ChangeFilter.read(address);
        CatalogSnapshot snapshot = catalogue.current();
        List<AuditRow> rows = audit.search(filter.query(), number(below), PAGE + 1);
        List<AuditRow> shown = rows.subList(0, Math.min(PAGE, rows.size()));
        model.addAttribute(
                "changes", shown.stream().map(row -> ChangeLine.of(row, snapshot)).toList());
        model.addAttribute("filter", filter);
        model.addAttribute("topics", ChangeFilter.TOPICS);
        model.addAttribute("verbWords", words(filter.verb()));
        model.addAttribute("first", filter.address());
        model.addAttribute("next", rows.size() > PAGE ? filter.below(shown.getLast().id()) : null);
        model.addAttribute("later", below != null);
        return "audit/changes";
    }

    /** A single verb in words; absent where a topic or nothing was chosen. */
    private static @Nullable String words(@Nullable String verb) {
        return verb == null || verb.indexOf('.') < 0 ? null : VerbWords.of(verb);
    }

    private static @Nullable Long number(@Nullable String said) {
        try {
            return said == null ? null : Long.valueOf(said);
        } catch (NumberFormatException e) {
            throw PageException.badAddress(
                    "Changes are numbered; what \"below\" says is no number.",
                    "Leave it out for the newest changes.");
        }
    }
}
