package dev.platte.server.api;

import dev.platte.db.lock.LockTokens;
import dev.platte.db.lock.LockTokens.LockToken;
import dev.platte.db.verb.Caller;
import dev.platte.server.contract.Gives;
import dev.platte.server.contract.Takes;
import dev.platte.server.edge.ProblemException;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What opens a lock group to its hosts. */
@RestController
@RequestMapping(Answers.BASE + "/locks/{lock}/tokens")
final class LockTokenController {

    /** A new token; the only answer that ever holds its secret. */
    @Schema(name = "IssuedLockToken")
    record Issued(LockToken token, String secret) {}

    private final LockTokens tokens;
    private final LockPlaces places;

    LockTokenController(LockTokens tokens, LockPlaces places) {
        this.tokens = tokens;
        this.places = places;
    }

    /** All tokens of a lock group, without their secrets. */
    @GetMapping
    List<LockToken> list(@PathVariable String lock) {
        return tokens.list(places.find(lock).id());
    }

    /** With {@code host} it opens the group for that host alone. */
    @PostMapping
    @Gives(201)
    ResponseEntity<Issued> issue(
            @PathVariable String lock,
            @Takes(LockBodies.NewLockToken.class) Fields fields,
            HttpServletRequest request) {
        Caller caller = LockController.caller(request, fields);
        LockTokens.Issued made =
                tokens.issue(
                        places.find(lock).id(),
                        fields.optional("host").orElse(null),
                        fields.optional("note").orElse(""),
                        fields.optional("expires").map(LockTokenController::time).orElse(null),
                        caller);
        return ResponseEntity.status(caller.dryRun() ? 200 : 201)
                .cacheControl(CacheControl.noStore())
                .body(new Issued(made.token(), made.secret()));
    }

    /** Ends a token for good. */
    @PostMapping("/{id}/revoke")
    LockToken revoke(
            @PathVariable String lock,
            @PathVariable long id,
            @Takes(Bodies.Why.class) Fields fields,
            HttpServletRequest request) {
        return tokens.revoke(places.find(lock).id(), id, LockController.caller(request, fields));
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw ProblemException.of(
                    422,
                    "token-expiry-invalid",
                    "The field expires is no time; write 2027-01-31T00:00:00Z.");
        }
    }
}
