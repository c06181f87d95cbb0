package dev.platte.server.edge;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;

/** Pages are read, never written, and only from the addresses they are open to. */
final class PageAccess implements AuthorizationManager<RequestAuthorizationContext> {

    private static final Set<String> READS = Set.of("GET", "HEAD");

    private final List<AddressRange> open;

    PageAccess(List<AddressRange> open) {
        this.open = List.copyOf(open);
    }

    @Override
    public AuthorizationDecision authorize(
            Supplier<? extends @Nullable Authentication> caller,
            RequestAuthorizationContext context) {
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
