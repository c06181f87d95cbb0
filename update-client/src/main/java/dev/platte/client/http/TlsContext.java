package dev.platte.client.http;

import dev.platte.client.config.Transfer.Tls;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Makes what connections are secured with from what the settings name. */
final class TlsContext {
    private TlsContext() {}

    /**
     * A context for TLS 1.2 and 1.3.
     *
     * @param pinned the host whose key is known, if any is
     * @throws IOException a file cannot be used
     */
    static SSLContext of(Tls tls, String pinned) throws IOException {
        try {
            X509ExtendedTrustManager trust = usual(Certificates.authorities(tls).orElse(null));
            if (!tls.pins().isEmpty()) {
                trust = new PinnedTrust(trust, pinned, tls.pins());
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(identity(tls), new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private static X509ExtendedTrustManager usual(@Nullable KeyStore authorities)
            throws GeneralSecurityException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(authorities);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static KeyManager @Nullable [] identity(Tls tls)
            throws GeneralSecurityException, IOException {
        Optional<KeyStore> store =
                tls.client().isPresent()
                        ? Optional.of(Certificates.identity(tls.client().get()))
                        : Optional.empty();
        if (store.isEmpty()) {
            return null;
        }
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store.get(), new char[0]);
        return factory.getKeyManagers();
    }
}
