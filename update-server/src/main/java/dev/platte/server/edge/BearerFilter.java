package dev.platte.server.edge;

import dev.platte.db.access.Identity;
import dev.platte.db.access.Tokens;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Opens the API with a token (RFC 6750, header only); the {@link Identity} behind it becomes the
 * principal.
 */
final class BearerFilter extends OncePerRequestFilter {

    private static final String SCHEME = "Bearer ";

    private final Tokens tokens;

    BearerFilter(Tokens tokens) {
        this.tokens = tokens;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String header = request.getHeader("Authorization");
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            chain.doFilter(request, response);
            return;
        }
        Optional<Identity> caller;
        try {
            caller = tokens.identify(header.substring(SCHEME.length()).strip());
        } catch (RuntimeException e) {
            Problem problem = Failures.problemOf(e, RequestId.of(request));
            ProblemWriter.write(request, response, problem, Failures.headersOf(problem));
            return;
        }
        if (caller.isEmpty()) {
            ProblemWriter.write(
                    request,
                    response,
                    new Problem(401, "token-invalid", "The token is unknown, revoked or expired."),
                    Map.of("WWW-Authenticate", "Bearer error=\"invalid_token\""));
            return;
        }
        SecurityContextHolder.setContext(new SecurityContextImpl(authentication(caller.get())));
        try {
            chain.doFilter(request, response);
        } finally {
            SecurityContextHolder.clearContext();
        }
    }

    /** Without authorities: {@link ApiGuard} asks the identity itself. */
    private static Authentication authentication(Identity caller) {
        return UsernamePasswordAuthenticationToken.authenticated(caller, null, List.of());
    }
}
