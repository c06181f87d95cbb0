package dev.platte.server.api;

import dev.platte.db.access.Identity;
import dev.platte.db.approval.Approval;
import dev.platte.db.approval.Approvals;
import dev.platte.server.edge.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** Requests for a second person, and their answers. */
@RestController
@RequestMapping(Answers.BASE + "/approvals")
final class ApprovalController {

    private static final int MAX_LIMIT = 200;

    /** Why. */
    record ReasonBody(@Nullable String reason) {}

    private final Approvals approvals;

    ApprovalController(Approvals approvals) {
        this.approvals = approvals;
    }

    /** One page, the newest first, of applications that the caller sees; Link names the next. */
    @GetMapping
    ResponseEntity<List<Approval>> list(
            @RequestParam(defaultValue = "false") boolean open,
            @RequestParam(required = false) @Nullable Long cursor,
            @RequestParam(defaultValue = "50") int limit,
            HttpServletRequest request) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw ProblemException.of(
                    400, "limit-invalid", "limit is 1 to " + MAX_LIMIT + ", not " + limit + ".");
        }
        List<Approval> rows = approvals.newest(open, cursor, limit + 1);
        List<Approval> page = rows.stream().limit(limit).toList();
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
        if (rows.size() > limit) {
            String next =
                    UriComponentsBuilder.fromPath(request.getRequestURI())
                            .query(request.getQueryString())
                            .replaceQueryParam("cursor", page.getLast().id())
                            .build(true)
                            .toUriString();
            answer.header("Link", "<" + next + ">; rel=\"next\"");
        }
        return answer.body(page.stream().filter(this::visible).toList());
    }

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

    @PostMapping("/{id}/approve")
    ResponseEntity<Approval> approve(
            @PathVariable long id, @RequestBody ReasonBody body, HttpServletRequest request) {
        return shown(
                approvals.approve(
                        id, ApiRequest.identity(), ApiRequest.caller(request, body.reason())));
    }

    @PostMapping("/{id}/reject")
    ResponseEntity<Approval> reject(
            @PathVariable long id, @RequestBody ReasonBody body, HttpServletRequest request) {
        return shown(
                approvals.reject(
                        id, ApiRequest.identity(), ApiRequest.caller(request, body.reason())));
    }

    @PostMapping("/{id}/withdraw")
    ResponseEntity<Approval> withdraw(
            @PathVariable long id, @RequestBody ReasonBody body, HttpServletRequest request) {
        return shown(approvals.withdraw(id, ApiRequest.caller(request, body.reason())));
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
