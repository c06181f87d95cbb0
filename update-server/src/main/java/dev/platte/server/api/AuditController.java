package dev.platte.server.api;

import dev.platte.db.access.Audit;
import dev.platte.db.access.AuditFilter;
import dev.platte.db.access.AuditRow;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who changed what. */
@RestController
@RequestMapping(Answers.BASE)
final class AuditController {

    private final Audit audit;

    AuditController(Audit audit) {
        this.audit = audit;
    }

    /**
     * One page, the newest first; the header Link names the next.
     *
     * @param subject what it is about, such as {@code channel/17}
     * @param who a person, a token, or {@code system}
     * @param verb such as {@code channel.point}, or all about one thing: {@code channel}
     * @param since the first instant
     * @param until the first instant that is too late
     */
    @GetMapping("/audit")
    ResponseEntity<List<AuditRow>> list(
            @RequestParam(required = false) @Nullable String subject,
            @RequestParam(required = false) @Nullable String who,
            @RequestParam(required = false) @Nullable String verb,
            @RequestParam(required = false) @Nullable Instant since,
            @RequestParam(required = false) @Nullable Instant until,
            @RequestParam(required = false) @Nullable Long cursor,
            @RequestParam(defaultValue = "50") int limit,
            HttpServletRequest request) {
        List<AuditRow> found =
                audit.search(
                        new AuditFilter(who, verb, subject, since, until),
                        cursor,
                        Pages.checked(limit) + 1);
        return Pages.of(request, found, limit, Function.identity(), row -> Long.toString(row.id()));
    }
}
