package dev.platte.server.lock;

import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Date;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** A certificate authority for one test. */
final class Authority {

    static final String PASSWORD = "changeit";

    private static final Date FROM = new Date(0);
    private static final Date UNTIL = new Date(4_000_000_000_000L);

    private final KeyPair keys;
    private final X509Certificate certificate;

    private Authority(KeyPair keys, X509Certificate certificate) {
        this.keys = keys;
        this.certificate = certificate;
    }

    static Authority create() throws Exception {
        KeyPair keys = keys();
        X500Principal name = new X500Principal("CN=test authority");
        JcaX509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(
                        name, serial(), FROM, UNTIL, name, keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        return new Authority(keys, signed(builder, keys.getPrivate()));
    }

    Identity issue(String subject) throws Exception {
        KeyPair own = keys();
        JcaX509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(
                        certificate.getSubjectX500Principal(),
                        serial(),
                        FROM,
                        UNTIL,
                        new X500Principal(subject),
                        own.getPublic());
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.dNSName, "localhost")));
        return new Identity(own.getPrivate(), signed(builder, keys.getPrivate()), certificate);
    }

    void saveAsTrust(Path file) throws Exception {
        save(trust(), file);
    }

    private KeyStore trust() throws Exception {
        KeyStore store = empty();
        store.setCertificateEntry("authority", certificate);
        return store;
    }

    /** Somebody with a certificate. */
    record Identity(
            @Nullable PrivateKey key,
            @Nullable X509Certificate certificate,
            @Nullable X509Certificate issuer) {

        static final Identity NOBODY = new Identity(null, null, null);

        void save(Path file) throws Exception {
            Authority.save(store(), file);
        }

        private KeyStore store() throws Exception {
            KeyStore store = empty();
            store.setKeyEntry(
                    "own", key, PASSWORD.toCharArray(), new Certificate[] {certificate, issuer});
            return store;
        }

        SSLContext context(Authority trusted) throws Exception {
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted.trust());
            KeyManager[] own = null;
            if (key != null) {
                KeyManagerFactory factory =
                        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                factory.init(store(), PASSWORD.toCharArray());
                own = factory.getKeyManagers();
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own, trust.getTrustManagers(), null);
            return context;
        }
    }

    private static void save(KeyStore store, Path file) throws Exception {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
    }

    private static KeyStore empty() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static KeyPair keys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private static BigInteger serial() {
        return new BigInteger(64, new SecureRandom());
    }

    private static X509Certificate signed(JcaX509v3CertificateBuilder builder, PrivateKey by)
            throws Exception {
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(by)));
    }
}
