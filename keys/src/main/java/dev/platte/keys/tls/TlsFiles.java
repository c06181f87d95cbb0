package dev.platte.keys.tls;

import dev.platte.keys.sign.SigningKey;
import dev.platte.keys.store.KeyFiles;
import dev.platte.keys.store.Passphrase;
import dev.platte.keys.verify.UnusableKeyException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Makes what a TLS client needs of files in PEM, each part on its own. */
public final class TlsFiles {
    private static final int LARGEST = 1 << 20;
    private static final char[] UNUSED = "unused".toCharArray();

    private TlsFiles() {}

    /**
     * A client's certificate and its private key.
     *
     * @param chain the certificate, then those that lead to an authority
     * @param key RSA or P-256, in the clear, for its owner alone
     */
    public record Identity(Path chain, Path key) {}

    /**
     * What connections are made with.
     *
     * @param authorities certificates of authorities, which alone are trusted; empty: those that
     *     Java trusts
     * @param identity who we are; empty: nobody
     * @throws IOException a file cannot be read
     * @throws UnusableKeyException a file holds something else
     */
    public static SSLContext context(Optional<Path> authorities, Optional<Identity> identity)
            throws IOException, UnusableKeyException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    identity.isEmpty() ? null : own(identity.get()),
                    authorities.isEmpty() ? null : trusted(authorities.get()),
                    null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new UnusableKeyException(
                    "certificate and key cannot be used together: " + e.getMessage());
        }
    }

    private static TrustManager[] trusted(Path file)
            throws IOException, UnusableKeyException, GeneralSecurityException {
        KeyStore store = empty();
        int number = 0;
        for (Certificate authority : certificates(file)) {
            store.setCertificateEntry("authority-" + number++, authority);
        }
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyManager[] own(Identity identity)
            throws IOException, UnusableKeyException, GeneralSecurityException {
        SigningKey key = KeyFiles.readPrivate(identity.key(), Passphrase.NONE);
        Certificate[] chain = certificates(identity.chain()).toArray(Certificate[]::new);
        if (!Arrays.equals(chain[0].getPublicKey().getEncoded(), key.verificationKey().encoded())) {
            throw new UnusableKeyException(
                    "%s is not the certificate of the key in %s"
                            .formatted(identity.chain(), identity.key()));
        }
        KeyStore store = empty();
        store.setKeyEntry("own", key.material(), UNUSED, chain);
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, UNUSED);
        return factory.getKeyManagers();
    }

    private static Collection<? extends Certificate> certificates(Path file)
            throws IOException, UnusableKeyException {
        if (Files.size(file) > LARGEST) {
            throw new UnusableKeyException(file + " is too long for certificates");
        }
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) {
                throw new UnusableKeyException(file + " holds no certificate");
            }
            return found;
        } catch (CertificateException e) {
            throw new UnusableKeyException(file + " holds no readable certificates");
        }
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
