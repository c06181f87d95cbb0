package dev.platte.server.poll;

import dev.platte.server.edge.ServerSettings;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * Where hosts reach this server: what the operator says, else what the poll itself was sent to. A
 * caller that lies about the latter lies to itself alone: the answer goes to nobody else, is not
 * cached, and a payload from a wrong place is not signed. Signed answers need the former, so that a
 * proof never covers what a stranger wrote into a header.
 */
@Component
final class PublicBase {

    /**
     * A name or an address and perhaps a port: nothing that could begin a path or end an attribute.
     */
    private static final Pattern HOST =
            Pattern.compile("([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(:[0-9]{1,5})?");

    private final ServerSettings settings;

    PublicBase(ServerSettings settings) {
        this.settings = settings;
    }

    /** Ends in a slash. */
    URI of(HttpServletRequest request) {
        return settings.publicBase().orElseGet(() -> asked(request));
    }

    private static URI asked(HttpServletRequest request) {
        String host = request.getHeader("Host");
        if (host == null || !HOST.matcher(host).matches()) {
            String address = request.getLocalAddr();
            host =
                    (address.contains(":") ? "[" + address + "]" : address)
                            + ":"
                            + request.getLocalPort();
        }
        return URI.create(request.getScheme() + "://" + host + "/");
    }
}
