package dev.platte.server.edge;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Restores the caller's address and scheme behind proxies. {@code X-Forwarded-For} is read from its
 * right end, each hop vouching for the next, and only while the one that vouches is a proxy the
 * operator named: what a caller wrote there itself is never believed. The same holds for the
 * certificate that a proxy has verified, which handlers find where TLS of our own puts it.
 */
final class ForwardedFilter extends OncePerRequestFilter {

    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    private final List<AddressRange> proxies;
    private final @Nullable String certificateHeader;

    /**
     * @param certificateHeader where proxies put the certificate of the caller; absent: nowhere
     */
    ForwardedFilter(List<AddressRange> proxies, @Nullable String certificateHeader) {
        this.proxies = List.copyOf(proxies);
        this.certificateHeader = certificateHeader;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !trusted(request.getRemoteAddr());
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String certificate =
                certificateHeader == null ? null : request.getHeader(certificateHeader);
        if (certificate != null) {
            ForwardedCertificate.read(certificate)
                    .ifPresent(
                            one -> request.setAttribute(CERTIFICATES, new X509Certificate[] {one}));
        }
        chain.doFilter(new Forwarded(request, caller(request), lastScheme(request)), response);
    }

    private boolean trusted(String address) {
        return AddressRange.isLiteral(address)
                && proxies.stream()
                        .anyMatch(range -> range.contains(AddressRange.address(address)));
    }

    private String caller(HttpServletRequest request) {
        String caller = request.getRemoteAddr();
        for (String hop : hopsFromTheRight(request)) {
            if (!trusted(caller) || !AddressRange.isLiteral(hop)) {
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

    /** The request as it was when it met the first proxy. */
    private static final class Forwarded extends HttpServletRequestWrapper {

        private final String caller;
        private final String scheme;

        Forwarded(HttpServletRequest request, String caller, @Nullable String scheme) {
            super(request);
            this.caller = caller;
            this.scheme = scheme == null ? request.getScheme() : scheme;
        }

        @Override
        public String getRemoteAddr() {
            return caller;
        }

        @Override
        public String getRemoteHost() {
            return caller;
        }

        @Override
        public String getScheme() {
            return scheme;
        }

        @Override
        public boolean isSecure() {
            return scheme.equals("https");
        }
    }
}
