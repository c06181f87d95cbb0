package dev.platte.keys.store;

import dev.platte.keys.sign.SigningKey;
import dev.platte.keys.verify.UnusableKeyException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * One private key in a PKCS#12 file, with the self-signed certificate that the format wants beside
 * it.
 */
final class Pkcs12 {
    private static final String ALIAS = "platte";

    /**
     * The certificate only carries the public key: it never expires (RFC 5280 section 4.1.2.5) and
     * nobody reads its dates.
     */
    private static final Instant FROM = Instant.parse("2000-01-01T00:00:00Z");

    private static final Instant UNTIL = Instant.parse("9999-12-31T23:59:59Z");

    private Pkcs12() {}

    static SigningKey read(byte[] file, String place, Passphrase passphrase)
            throws UnusableKeyException {
        char[] password =
                passphrase
                        .ask()
                        .orElseThrow(
                                () ->
                                        new UnusableKeyException(
                                                place + " is encrypted; give its passphrase"));
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(file), password);
            List<String> aliases = new ArrayList<>();
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)) {
                    aliases.add(alias);
                }
            }
            if (aliases.size() != 1) {
                throw new UnusableKeyException(
                        "%s holds %d private keys; exactly one is needed"
                                .formatted(place, aliases.size()));
            }
            PrivateKey key = (PrivateKey) store.getKey(aliases.getFirst(), password);
            return SigningKey.of(
                    new KeyPair(store.getCertificate(aliases.getFirst()).getPublicKey(), key));
        } catch (GeneralSecurityException | IOException e) {
            throw new UnusableKeyException(
                    place + ": the PKCS#12 file cannot be opened; is the passphrase right?");
        }
    }

    static byte[] write(SigningKey key, char[] password) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, password);
            store.setKeyEntry(
                    ALIAS, key.material(), password, new Certificate[] {certificate(key)});
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            store.store(out, password);
            return out.toByteArray();
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("every JDK writes PKCS#12", e);
        }
    }

    private static Certificate certificate(SigningKey key)
            throws GeneralSecurityException, OperatorCreationException {
        X500Name name = new X500Name("CN=" + key.verificationKey().fingerprint().shortForm());
        String algorithm = key.verificationKey().isRsa() ? "SHA256withRSA" : "SHA256withECDSA";
        return new JcaX509CertificateConverter()
                .getCertificate(
                        new X509v3CertificateBuilder(
                                        name,
                                        BigInteger.ONE,
                                        Date.from(FROM),
                                        Date.from(UNTIL),
                                        name,
                                        SubjectPublicKeyInfo.getInstance(
                                                key.verificationKey().encoded()))
                                .build(
                                        new JcaContentSignerBuilder(algorithm)
                                                .build(key.material())));
    }
}
