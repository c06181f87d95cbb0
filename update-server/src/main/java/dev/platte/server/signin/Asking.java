package dev.platte.server.signin;

import dev.platte.db.access.Identity;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Tells the pages, which know nothing of sessions, who asks: in an attribute of the request. */
final class Asking extends OncePerRequestFilter {

    /** Also where an error is shown by a page. */
    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication found = SecurityContextHolder.getContext().getAuthentication();
        if (found != null && found.getPrincipal() instanceof Identity identity) {
            request.setAttribute(Identity.class.getName(), identity);
        }
        chain.doFilter(request, response);
    }
}
