package dev.platte.server.signin;

import dev.platte.db.access.AdminLinks;
import dev.platte.db.access.Grant;
import dev.platte.db.access.Identity;
import dev.platte.db.access.SignIn;
import dev.platte.db.access.SignIns;
import dev.platte.server.edge.ProblemException;
import dev.platte.server.edge.RequestId;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Signing in and out. Each takes JSON, answered 204, or a form, answered with a redirect to the
 * first page. All need the token against forged requests, which {@code GET /signin/state} gives.
 */
@RestController
@RequestMapping("/signin")
final class SignInController {

    /** Name and password. */
    record Credentials(@Nullable String name, @Nullable String password) {
        @Override
        public String toString() {
            return "Credentials";
        }
    }

    /** The first administrator's wishes, with the secret of their link. */
    record Redemption(
            @Nullable String secret,
            @Nullable String name,
            @Nullable String email,
            @Nullable String password) {
        @Override
        public String toString() {
            return "Redemption";
        }
    }

    /** Who is signed in, and how one can be. */
    record State(
            @Nullable String name,
            List<Grant> grants,
            boolean provider,
            String header,
            String parameter,
            String token) {
        @Override
        public String toString() {
            return "State";
        }
    }

    private final SignIns signIns;
    private final AdminLinks links;
    private final Sessions sessions;
    private final OidcSettings oidc;

    SignInController(SignIns signIns, AdminLinks links, Sessions sessions, OidcSettings oidc) {
        this.signIns = signIns;
        this.links = links;
        this.sessions = sessions;
        this.oidc = oidc;
    }

    @GetMapping("/state")
    ResponseEntity<State> state(Identity who, CsrfToken csrf) {
        boolean in = who.userId() != null;
        return ResponseEntity.ok()
                .header("Cache-Control", "no-store")
                .body(
                        new State(
                                in ? who.name() : null,
                                in ? who.permissions().grants() : List.of(),
                                oidc.issuer() != null,
                                csrf.getHeaderName(),
                                csrf.getParameterName(),
                                csrf.getToken()));
    }

    @PostMapping(path = "/password", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Void> password(@RequestBody Credentials given, HttpServletRequest request) {
        enter(given, request);
        return ResponseEntity.noContent().build();
    }

    /** A browser's own form: what goes wrong stands on its page. */
    @PostMapping(path = "/password", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    ResponseEntity<Void> passwordForm(HttpServletRequest request) {
        String name = request.getParameter("name");
        String password = request.getParameter("password");
        if (name == null || name.isEmpty() || password == null || password.isEmpty()) {
            return Door.shut("missing");
        }
        return switch (knock(new Credentials(name, password), request)) {
            case SignIn.Opened opened -> {
                sessions.begin(request, opened);
                yield Door.open(request.getParameter("to"));
            }
            case SignIn.Refused() -> Door.shut("refused");
            case SignIn.TooOften(Duration wait) -> Door.shut("often");
        };
    }

    @PostMapping(path = "/link", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Void> link(@RequestBody Redemption given, HttpServletRequest request) {
        redeem(given, request);
        return ResponseEntity.noContent().build();
    }

    @PostMapping(path = "/link", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    ResponseEntity<Void> linkForm(HttpServletRequest request) {
        redeem(
                new Redemption(
                        request.getParameter("secret"),
                        request.getParameter("name"),
                        request.getParameter("email"),
                        request.getParameter("password")),
                request);
        return Door.open(null);
    }

    @PostMapping("/out")
    ResponseEntity<Void> out(HttpServletRequest request) {
        sessions.end(request);
        String type = request.getContentType();
        return type != null && type.startsWith(MediaType.APPLICATION_FORM_URLENCODED_VALUE)
                ? Door.open(null)
                : ResponseEntity.noContent().build();
    }

    private void enter(Credentials given, HttpServletRequest request) {
        switch (knock(given, request)) {
            case SignIn.Opened opened -> sessions.begin(request, opened);
            case SignIn.Refused() ->
                    throw ProblemException.of(
                            401, "sign-in-refused", "The name or the password is wrong.");
            case SignIn.TooOften(Duration wait) ->
                    throw ProblemException.of(
                            429,
                            "sign-in-too-often",
                            "Too many tries; wait and try again.",
                            Map.of("Retry-After", Long.toString(wait.toSeconds() + 1)));
        }
    }

    private SignIn knock(Credentials given, HttpServletRequest request) {
        return signIns.password(
                required("name", given.name()),
                required("password", given.password()),
                request.getRemoteAddr(),
                RequestId.of(request));
    }

    private void redeem(Redemption given, HttpServletRequest request) {
        String email = given.email();
        sessions.begin(
                request,
                links.redeem(
                        required("secret", given.secret()),
                        required("name", given.name()),
                        email == null || email.isBlank() ? null : email.strip(),
                        required("password", given.password()),
                        RequestId.of(request)));
    }

    private static String required(String field, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw ProblemException.of(422, "field-missing", "The field " + field + " is missing.");
        }
        if (value.length() > 1000) {
            throw ProblemException.of(
                    422, "field-too-long", "The field " + field + " is too long.");
        }
        return value;
    }
}
