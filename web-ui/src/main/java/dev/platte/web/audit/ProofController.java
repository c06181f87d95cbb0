package dev.platte.web.audit;

import dev.platte.db.access.AuditHead;
import dev.platte.db.access.AuditProof;
import dev.platte.db.access.AuditVerifier;
import dev.platte.db.access.VerbGroup;
import dev.platte.web.page.Who;
import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Whether the audit trail is what was written, and its end to be kept elsewhere. */
@Controller
final class ProofController {

    private final AuditVerifier verifier;

    ProofController(AuditVerifier verifier) {
        this.verifier = verifier;
    }

    /** What following the trail has shown, in a sentence. */
    public record Shown(boolean holds, String title, String sentence) {

        static Shown of(AuditProof proof) {
            return switch (proof) {
                case AuditProof.Holds(long rows, AuditHead _) ->
                        new Shown(
                                true,
                                "The trail is what was written.",
                                "%,d rows were read; none was changed, put in or taken away."
                                        .formatted(rows));
                case AuditProof.Broken(long rows, long row, AuditProof.Flaw flaw) ->
                        new Shown(
                                false,
                                "The trail is not what was written.",
                                "%,d rows are good, then row %d: %s. Somebody was at the database itself: keep it as it is, and look who could."
                                        .formatted(rows, row, words(flaw)));
            };
        }

        private static String words(AuditProof.Flaw flaw) {
            return flaw.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /**
     * @param anchor an end of the trail that was kept elsewhere; empty: none
     */
    @GetMapping("/audit/proof")
    String proof(
            @RequestParam(defaultValue = "") String anchor,
            @RequestParam(defaultValue = "false") boolean prove,
            Who who,
            Model model) {
        who.requireLook(VerbGroup.APPLICATION);
        model.addAttribute("head", verifier.head());
        model.addAttribute("anchor", anchor);
        if (prove) {
            AuditHead kept = anchor.isBlank() ? null : AuditHead.ofAnchor(anchor.strip());
            model.addAttribute("shown", Shown.of(verifier.verify(0, null, kept)));
        }
        return "audit/proof";
    }
}
