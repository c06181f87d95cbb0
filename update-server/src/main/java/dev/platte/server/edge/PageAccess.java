package dev.platte.server.edge;

import dev.platte.db.access.Identity;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.stereotype.Component;

/**
 * Pages are for who has signed in, and to be read from the addresses they are open to. What
 * somebody may see or change there, the page asks of their {@link Identity}.
 */
@Component
public final class PageAccess implements AuthorizationManager<RequestAuthorizationContext> {

    private static final Set<String> READS = Set.of("GET", "HEAD");

    private final List<AddressRange> open;

    PageAccess(ServerSettings settings) {
        this.open = settings.pagesOpenTo().stream().map(AddressRange::parse).toList();
    }

    @Override
    public AuthorizationDecision authorize(
            Supplier<? extends @Nullable Authentication> caller,
            RequestAuthorizationContext context) {
        Authentication who = caller.get();
        if (who != null
                && who.getPrincipal() instanceof Identity identity
                && identity.userId() != null) {
            return new AuthorizationDecision(true);
        }
        String address = context.getRequest().getRemoteAddr();
        return new AuthorizationDecision(
                READS.contains(context.getRequest().getMethod())
                        && AddressRange.isLiteral(address)
                        && isOpenTo(AddressRange.address(address)));
    }

    private boolean isOpenTo(InetAddress address) {
        return open.stream().anyMatch(range -> range.contains(address));
    }
}
