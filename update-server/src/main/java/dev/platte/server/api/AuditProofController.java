package dev.platte.server.api;

import dev.platte.db.access.AuditHead;
import dev.platte.db.access.AuditProof;
import dev.platte.db.access.AuditVerifier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Whether the audit trail is what was written, and its end to be kept elsewhere. */
@RestController
@RequestMapping(Answers.BASE + "/audit")
final class AuditProofController {

    /**
     * The end of the trail.
     *
     * @param anchor to be given to {@code verify} at any later time
     */
    record HeadView(long last, long length, String hash, String anchor) {

        static HeadView of(AuditHead head) {
            return new HeadView(head.last(), head.length(), head.hash(), head.anchor());
        }
    }

    /**
     * What following the trail has shown.
     *
     * @param rows how many rows are good
     * @param brokenRow the first row that is wrong; absent when all holds
     * @param flaw how it is wrong
     * @param head the end that the rows lead up to; absent when one is wrong
     */
    record ProofView(
            boolean holds,
            long rows,
            @Nullable Long brokenRow,
            AuditProof.@Nullable Flaw flaw,
            @Nullable HeadView head) {

        static ProofView of(AuditProof proof) {
            return switch (proof) {
                case AuditProof.Holds(long rows, AuditHead head) ->
                        new ProofView(true, rows, null, null, HeadView.of(head));
                case AuditProof.Broken(long rows, long row, AuditProof.Flaw flaw) ->
                        new ProofView(false, rows, row, flaw, null);
            };
        }
    }

    private final AuditVerifier verifier;

    AuditProofController(AuditVerifier verifier) {
        this.verifier = verifier;
    }

    /** The end of the audit trail, to be kept where nobody can change it. */
    @GetMapping("/head")
    ResponseEntity<HeadView> head() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(HeadView.of(verifier.head()));
    }

    /**
     * Follows the trail.
     *
     * @param from id of the first row; absent: the beginning
     * @param to id of the last row; absent: the end
     * @param anchor an end that was kept elsewhere: its row must still be there
     */
    @GetMapping("/verify")
    ResponseEntity<ProofView> verify(
            @RequestParam(defaultValue = "0") long from,
            @RequestParam(required = false) @Nullable Long to,
            @RequestParam(required = false) @Nullable String anchor) {
        AuditProof proof =
                verifier.verify(from, to, anchor == null ? null : AuditHead.ofAnchor(anchor));
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(ProofView.of(proof));
    }
}
