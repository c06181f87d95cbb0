package dev.platte.client.http;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority of the test's own. */
final class TestAuthority {
    private static long serial = 1;

    private final KeyPair keys = keys();
    final X509Certificate certificate;

    /** What a server or a client shows, and its key. */
    record Identity(X509Certificate certificate, KeyPair keys) {
        /** As curl and HPKP write a pin. */
        String pin() throws GeneralSecurityException {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(certificate.getPublicKey().getEncoded());
            return "sha256/" + Base64.getEncoder().encodeToString(hash);
        }
    }

    TestAuthority(String name) throws Exception {
        certificate =
                signed(
                        new X500Name("CN=" + name),
                        new X500Name("CN=" + name),
                        keys,
                        new Date[] {date(Duration.ofDays(-2000)), date(Duration.ofDays(2000))},
                        List.of());
    }

    static Date date(Duration fromNow) {
        return Date.from(Instant.now().plus(fromNow));
    }

    private static KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    Identity issue(List<String> names) throws Exception {
        return issue(names, Duration.ofDays(-1), Duration.ofDays(1));
    }

    /** Names that are addresses are written as such. */
    Identity issue(List<String> names, Duration from, Duration to) throws Exception {
        KeyPair theirs = keys();
        return new Identity(
                signed(
                        new X500Name(certificate.getSubjectX500Principal().getName()),
                        new X500Name("CN=test"),
                        theirs,
                        new Date[] {date(from), date(to)},
                        names),
                theirs);
    }

    private X509Certificate signed(
            X500Name issuer, X500Name subject, KeyPair theirs, Date[] valid, List<String> names)
            throws GeneralSecurityException, IOException, OperatorCreationException {
        X509v3CertificateBuilder builder =
                new X509v3CertificateBuilder(
                        issuer,
                        BigInteger.valueOf(serial++),
                        valid[0],
                        valid[1],
                        subject,
                        SubjectPublicKeyInfo.getInstance(theirs.getPublic().getEncoded()));
        builder.addExtension(
                Extension.basicConstraints, true, new BasicConstraints(theirs == keys));
        if (!names.isEmpty()) {
            GeneralName[] all =
                    names.stream()
                            .map(
                                    name ->
                                            new GeneralName(
                                                    name.matches("[0-9.]+")
                                                            ? GeneralName.iPAddress
                                                            : GeneralName.dNSName,
                                                    name))
                            .toArray(GeneralName[]::new);
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(all));
        }
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(
                                new JcaContentSignerBuilder("SHA256withECDSA")
                                        .build(keys.getPrivate())));
    }

    /** For a server that shows this identity, and believes this authority of its clients. */
    SSLContext server(Identity identity) throws Exception {
        KeyStore own = store();
        own.setKeyEntry(
                "own",
                identity.keys().getPrivate(),
                new char[0],
                new Certificate[] {identity.certificate(), certificate});
        KeyManagerFactory keyManagers =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(own, new char[0]);
        KeyStore trusted = store();
        trusted.setCertificateEntry("ca", certificate);
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore store() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    static Path write(Path file, X509Certificate... certificates) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            for (X509Certificate one : certificates) {
                pem.writeObject(one);
            }
        }
        return Files.writeString(file, text.toString());
    }

    static Path write(Path file, KeyPair keys) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(new JcaPKCS8Generator(keys.getPrivate(), null));
        }
        Files.writeString(file, text.toString());
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
