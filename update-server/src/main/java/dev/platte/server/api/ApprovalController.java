package dev.platte.server.api;

import dev.platte.db.access.Identity;
import dev.platte.db.approval.Approval;
import dev.platte.db.approval.Approvals;
import dev.platte.server.contract.Takes;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Requests for a second person, and their answers. */
@RestController
@RequestMapping(Answers.BASE + "/approvals")
final class ApprovalController {

    private final Approvals approvals;

    ApprovalController(Approvals approvals) {
        this.approvals = approvals;
    }

    /**
     * One page, the newest first, of applications that the caller sees; Link names the next.
     *
     * @param open whether only those that still take answers
     */
    @GetMapping
    ResponseEntity<List<Approval>> list(
            @RequestParam(defaultValue = "false") boolean open,
            @RequestParam(required = false) @Nullable Long cursor,
            @RequestParam(defaultValue = "50") int limit,
            HttpServletRequest request) {
        List<Approval> found = approvals.newest(open, cursor, Pages.checked(limit) + 1);
        return Pages.of(
                request,
                found,
                limit,
                this::visible,
                Function.identity(),
                each -> Long.toString(each.id()));
    }

    /** One request for approval, with its answers. */
    @GetMapping("/{id}")
    ResponseEntity<Approval> get(@PathVariable long id) {
        Approval found =
                approvals
                        .find(id)
                        .filter(this::visible)
                        .orElseThrow(
                                () ->
                                        Lookup.missing(
                                                "approval-unknown",
                                                "There is no request " + id + "."));
        return shown(found);
    }

    /** Agrees; the last who must agree lets the server do it. */
    @PostMapping("/{id}/approve")
    ResponseEntity<Approval> approve(
            @PathVariable long id,
            @Takes(Bodies.Why.class) Fields fields,
            HttpServletRequest request) {
        return shown(
                approvals.approve(
                        id, ApiRequest.identity(), ApiRequest.caller(request, fields.reason())));
    }

    /** Refuses what was asked for. */
    @PostMapping("/{id}/reject")
    ResponseEntity<Approval> reject(
            @PathVariable long id,
            @Takes(Bodies.Reason.class) Fields fields,
            HttpServletRequest request) {
        return shown(
                approvals.reject(
                        id, ApiRequest.identity(), ApiRequest.caller(request, fields.reason())));
    }

    /** Takes back what one has asked for oneself. */
    @PostMapping("/{id}/withdraw")
    ResponseEntity<Approval> withdraw(
            @PathVariable long id,
            @Takes(Bodies.Why.class) Fields fields,
            HttpServletRequest request) {
        return shown(approvals.withdraw(id, ApiRequest.caller(request, fields.reason())));
    }

    private boolean visible(Approval approval) {
        Identity who = ApiRequest.identity();
        String application = approval.application();
        return application == null || who.permissions().sees(application);
    }

    private static ResponseEntity<Approval> shown(Approval approval) {
        return Answers.shown(approval, approval.revision());
    }
}
