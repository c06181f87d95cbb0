package dev.platte.server.signin;

import dev.platte.server.edge.Problem;
import dev.platte.server.edge.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses changes that a browser says another site asked for (Fetch Metadata, Sec-Fetch-Site). It
 * stands beside the token against forged requests: a neighbour under the same domain could set that
 * token's cookie, but not this header.
 */
final class SameOrigin extends OncePerRequestFilter {

    private static final Set<String> LOOKS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final Set<String> OURS = Set.of("same-origin", "none");

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        return LOOKS.contains(request.getMethod()) || site == null || OURS.contains(site);
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        ProblemWriter.write(
                request,
                response,
                new Problem(403, "other-site", "Another site asked for this change."),
                Map.of());
    }
}
