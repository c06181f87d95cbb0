package dev.platte.server.api;

import dev.platte.db.access.Audit;
import dev.platte.db.access.AuditRow;
import dev.platte.db.fleet.Strangers;
import dev.platte.db.fleet.UnknownCount;
import dev.platte.server.edge.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** Who changed what, and who asks for what does not exist. */
@RestController
@RequestMapping(Answers.BASE)
final class AuditController {

    private static final int MAX_LIMIT = 200;

    private final Audit audit;
    private final Strangers strangers;

    AuditController(Audit audit, Strangers strangers) {
        this.audit = audit;
        this.strangers = strangers;
    }

    /** One page, the newest first; the header Link names the next. */
    @GetMapping("/audit")
    ResponseEntity<List<AuditRow>> list(
            @RequestParam(required = false) @Nullable String subject,
            @RequestParam(required = false) @Nullable Long cursor,
            @RequestParam(defaultValue = "50") int limit,
            HttpServletRequest request) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw ProblemException.of(
                    400, "limit-invalid", "limit is 1 to " + MAX_LIMIT + ", not " + limit + ".");
        }
        List<AuditRow> rows = audit.newest(subject, cursor, limit + 1);
        List<AuditRow> page = rows.stream().limit(limit).toList();
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
        return answer.body(page);
    }

    /** Applications and groups that hosts ask for and nobody made, the latest first. */
    @GetMapping("/unknown")
    List<UnknownCount> unknown() {
        return strangers.unknown();
    }
}
