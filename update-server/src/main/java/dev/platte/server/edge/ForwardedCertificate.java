package dev.platte.server.edge;

import java.io.ByteArrayInputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's certificate as proxies pass it on: base64 of its DER form between colons (RFC 9440) or
 * bare (HAProxy), or PEM written as part of a URL (nginx's {@code $ssl_client_escaped_cert}).
 */
final class ForwardedCertificate {

    private static final Logger LOG = LoggerFactory.getLogger(ForwardedCertificate.class);
    private static final int LONGEST = 32 * 1024;

    private ForwardedCertificate() {}

    /** Empty when nobody can read it: then there is none. */
    static Optional<X509Certificate> read(String header) {
        if (header.isBlank() || header.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509")
                                    .generateCertificate(
                                            new ByteArrayInputStream(bytes(header.strip()))));
        } catch (CertificateException | IllegalArgumentException e) {
            LOG.warn(
                    "a proxy passes on a client certificate that cannot be read: {}", e.toString());
            return Optional.empty();
        }
    }

    private static byte[] bytes(String text) {
        if (text.startsWith("-----")) {
            // A plus sign stands for itself in base64, and not for a blank.
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.US_ASCII)
                    .getBytes(StandardCharsets.US_ASCII);
        }
        boolean structured = text.length() > 1 && text.startsWith(":") && text.endsWith(":");
        return Base64.getDecoder().decode(structured ? text.substring(1, text.length() - 1) : text);
    }
}
