package dev.platte.server.api;

import dev.platte.db.access.ApiToken;
import dev.platte.db.access.IssuedToken;
import dev.platte.db.access.Role;
import dev.platte.db.access.Tokens;
import dev.platte.db.verb.Caller;
import dev.platte.server.contract.Gives;
import dev.platte.server.contract.Takes;
import dev.platte.server.edge.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tokens for programs; for administrators. */
@RestController
@RequestMapping(Answers.BASE + "/tokens")
final class TokenController {

    /** A new token; the only answer that ever holds its secret. */
    record Issued(ApiToken token, String secret) {}

    private final Tokens tokens;

    TokenController(Tokens tokens) {
        this.tokens = tokens;
    }

    /** All tokens for programs, without their secrets. */
    @GetMapping
    List<ApiToken> list() {
        return tokens.list();
    }

    /** Makes a token; its secret is in this answer and nowhere else. */
    @PostMapping
    @Gives(201)
    ResponseEntity<Issued> issue(
            @Takes(AccessBodies.NewToken.class) Fields fields, HttpServletRequest request) {
        Caller caller = ApiRequest.caller(request, fields.reason());
        IssuedToken made =
                tokens.issue(
                        fields.required("name"),
                        role(fields.required("role")),
                        fields.texts("scopes").orElse(List.of()),
                        fields.optional("expires").map(TokenController::time).orElse(null),
                        caller);
        return ResponseEntity.status(caller.dryRun() ? 200 : 201)
                .cacheControl(CacheControl.noStore())
                .body(new Issued(made.token(), made.secret()));
    }

    /** Ends a token for good, and the streams that it follows. */
    @PostMapping("/{id}/revoke")
    ApiToken revoke(
            @PathVariable long id,
            @Takes(Bodies.Why.class) Fields fields,
            HttpServletRequest request) {
        return tokens.revoke(id, ApiRequest.caller(request, fields.reason()));
    }

    private static Role role(String text) {
        try {
            return Role.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(
                    422,
                    "role-invalid",
                    "There is no role " + text + "; roles are viewer, operator, approver, admin.");
        }
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
