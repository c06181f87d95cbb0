package dev.platte.server.edge;

import dev.platte.db.access.ApiToken;
import dev.platte.db.access.Role;
import dev.platte.db.access.Tokens;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Opens the API with a token (RFC 6750, header only); the caller's {@link ApiToken} becomes the
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
        Optional<ApiToken> token;
        try {
            token = tokens.authenticate(header.substring(SCHEME.length()).strip());
        } catch (RuntimeException e) {
            Problem problem = Failures.problemOf(e, RequestId.of(request));
            ProblemWriter.write(request, response, problem, Failures.headersOf(problem));
            return;
        }
        if (token.isEmpty()) {
            ProblemWriter.write(
                    request,
                    response,
                    new Problem(401, "token-invalid", "The token is unknown, revoked or expired."),
                    Map.of("WWW-Authenticate", "Bearer error=\"invalid_token\""));
            return;
        }
        SecurityContextHolder.setContext(new SecurityContextImpl(authentication(token.get())));
        try {
            chain.doFilter(request, response);
        } finally {
            SecurityContextHolder.clearContext();
        }
    }

    private static Authentication authentication(ApiToken token) {
        List<GrantedAuthority> roles =
                Stream.of(Role.values())
                        .filter(role -> token.role().covers(role))
                        .<GrantedAuthority>map(role -> new SimpleGrantedAuthority("ROLE_" + role))
                        .toList();
        return UsernamePasswordAuthenticationToken.authenticated(token, null, roles);
    }
}
