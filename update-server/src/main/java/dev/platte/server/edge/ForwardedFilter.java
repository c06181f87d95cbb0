package dev.platte.server.edge;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Restores the caller's address and scheme behind {@link Proxies}. Such a proxy is believed about
 * the certificate that it has verified, too, which handlers find where TLS of our own puts it.
 */
final class ForwardedFilter extends OncePerRequestFilter {

    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    private final Proxies proxies;
    private final @Nullable String certificateHeader;

    /**
     * @param certificateHeader where proxies put the certificate of the caller; absent: nowhere
     */
    ForwardedFilter(Proxies proxies, @Nullable String certificateHeader) {
        this.proxies = proxies;
        this.certificateHeader = certificateHeader;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Proxies.Caller> caller = proxies.caller(request);
        if (caller.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        String certificate =
                certificateHeader == null ? null : request.getHeader(certificateHeader);
        if (certificate != null) {
            ForwardedCertificate.read(certificate)
                    .ifPresent(
                            one -> request.setAttribute(CERTIFICATES, new X509Certificate[] {one}));
        }
        chain.doFilter(new Forwarded(request, caller.get()), response);
    }

    /** The request as it was when it met the first proxy. */
    private static final class Forwarded extends HttpServletRequestWrapper {

        private final String caller;
        private final String scheme;

        Forwarded(HttpServletRequest request, Proxies.Caller caller) {
            super(request);
            this.caller = caller.address();
            this.scheme = caller.scheme() == null ? request.getScheme() : caller.scheme();
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
