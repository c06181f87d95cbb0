package dev.platte.server.signin;

import dev.platte.db.access.Identity;
import dev.platte.db.access.SignIn;
import dev.platte.db.access.SignIns;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;

/**
 * Who has which session. A session holds no more than whose it is and since when; name and roles
 * are read anew for every request, so that what an administrator changes counts at once.
 */
final class Sessions implements SecurityContextRepository {

    private static final String WHO = "platte.who";

    private final SignIns signIns;
    private final SignInSettings settings;
    private final InstantSource clock;

    Sessions(SignIns signIns, SignInSettings settings, InstantSource clock) {
        this.signIns = signIns;
        this.settings = settings;
        this.clock = clock;
    }

    /** Begins a new session; one that there was is ended, with whatever somebody laid into it. */
    void begin(HttpServletRequest request, SignIn.Opened opened) {
        end(request);
        open(request.getSession(true), opened);
    }

    void end(HttpServletRequest request) {
        HttpSession before = request.getSession(false);
        if (before != null) {
            before.invalidate();
        }
    }

    private void open(HttpSession session, SignIn.Opened opened) {
        session.setAttribute(
                WHO,
                opened.userId() + ":" + opened.epoch() + ":" + clock.instant().getEpochSecond());
        session.setMaxInactiveInterval(Math.toIntExact(settings.idle().toSeconds()));
    }

    private Optional<Identity> who(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null || !(session.getAttribute(WHO) instanceof String text)) {
            return Optional.empty();
        }
        String[] parts = text.split(":");
        Instant end = Instant.ofEpochSecond(Long.parseLong(parts[2])).plus(settings.longest());
        if (!clock.instant().isBefore(end)) {
            return Optional.empty();
        }
        return signIns.session(
                new SignIn.Opened(Long.parseLong(parts[0]), Long.parseLong(parts[1])));
    }

    @Override
    @SuppressWarnings("deprecation") // the interface still asks for it
    public SecurityContext loadContext(HttpRequestResponseHolder holder) {
        return who(holder.getRequest()).map(Sessions::context).orElseGet(SecurityContextImpl::new);
    }

    private static SecurityContext context(Identity identity) {
        return new SecurityContextImpl(
                UsernamePasswordAuthenticationToken.authenticated(identity, null, List.of()));
    }

    /** Called by Spring Security after the identity provider has vouched for somebody. */
    @Override
    public void saveContext(
            SecurityContext context, HttpServletRequest request, HttpServletResponse response) {
        if (context.getAuthentication() != null
                && context.getAuthentication().getPrincipal() instanceof VouchedUser user) {
            open(request.getSession(true), user.opened());
        }
    }

    @Override
    public boolean containsContext(HttpServletRequest request) {
        return who(request).isPresent();
    }
}
