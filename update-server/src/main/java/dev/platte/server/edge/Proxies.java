package dev.platte.server.edge;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The proxies that an operator named, and who stands before them. {@code X-Forwarded-For} is read
 * from its right end, each hop vouching for the next, and only while the one that vouches is such a
 * proxy: what a caller wrote there itself is never believed.
 */
final class Proxies {

    /**
     * A request as it was when it met the first proxy.
     *
     * @param scheme http or https; null: as it is
     */
    record Caller(String address, @Nullable String scheme) {}

    private final List<AddressRange> trusted;

    Proxies(List<AddressRange> trusted) {
        this.trusted = List.copyOf(trusted);
    }

    /** Empty if the request did not come through a trusted proxy. */
    Optional<Caller> caller(HttpServletRequest request) {
        return trusted.isEmpty() || !isTrusted(request.getRemoteAddr())
                ? Optional.empty()
                : Optional.of(new Caller(address(request), lastScheme(request)));
    }

    private boolean isTrusted(String address) {
        return AddressRange.isLiteral(address)
                && trusted.stream()
                        .anyMatch(range -> range.contains(AddressRange.address(address)));
    }

    private String address(HttpServletRequest request) {
        String caller = request.getRemoteAddr();
        for (String hop : hopsFromTheRight(request)) {
            if (!isTrusted(caller) || !AddressRange.isLiteral(hop)) {
                break;
            }
            caller = hop;
        }
        return caller;
    }

    private static List<String> hopsFromTheRight(HttpServletRequest request) {
        List<String> hops = new ArrayList<>();
        for (String header : Collections.list(request.getHeaders("X-Forwarded-For"))) {
            for (String hop : header.split(",")) {
                hops.add(hop.strip());
            }
        }
        return hops.reversed();
    }

    private static @Nullable String lastScheme(HttpServletRequest request) {
        List<String> headers = Collections.list(request.getHeaders("X-Forwarded-Proto"));
        if (headers.isEmpty()) {
            return null;
        }
        String[] schemes = headers.getLast().split(",");
        return switch (schemes.length == 0 ? "" : schemes[schemes.length - 1].strip()) {
            case "http" -> "http";
            case "https" -> "https";
            default -> null;
        };
    }
}
