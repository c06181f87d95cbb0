package dev.platte.server.edge;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How clients' certificates come through proxies.
 *
 * @param clientCertificateHeader where trusted proxies put the certificate that they have verified,
 *     such as {@code Client-Cert}; without it none is believed
 */
@ConfigurationProperties("platte")
record CertificateSettings(@Nullable String clientCertificateHeader) {

    CertificateSettings {
        if (clientCertificateHeader != null
                && !clientCertificateHeader.matches("[A-Za-z0-9-]{1,100}")) {
            throw new IllegalArgumentException(
                    "platte.client-certificate-header is \""
                            + clientCertificateHeader
                            + "\"; give the name of a header such as Client-Cert");
        }
    }
}
