package dev.platte.client.http;

import dev.platte.client.config.Transfer.ClientFiles;
import dev.platte.client.config.Transfer.Tls;
import dev.platte.keys.sign.SigningKey;
import dev.platte.keys.store.KeyFiles;
import dev.platte.keys.store.Passphrase;
import dev.platte.keys.verify.UnusableKeyException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Certificates and keys in PEM files. */
final class Certificates {
    private static final int MOST_BYTES = 8 << 20;

    private Certificates() {}

    /**
     * The authorities that are believed.
     *
     * @return empty where none are named and this host keeps none of its own: then the runtime's
     *     count
     * @throws IOException a file that the administrator named cannot be used
     */
    static Optional<KeyStore> authorities(Tls tls) throws IOException {
        List<X509Certificate> all = new ArrayList<>();
        if (tls.own()) {
            for (Path path : tls.authorities()) {
                all.addAll(read(path));
            }
        } else {
            Optional<Path> system =
                    tls.authorities().stream().filter(Files::isReadable).findFirst();
            if (system.isEmpty()) {
                return Optional.empty();
            }
            all.addAll(file(system.get()));
        }
        if (all.isEmpty()) {
            throw new IOException("no certificate in " + tls.authorities() + " (TLS_CA)");
        }
        try {
            KeyStore store = empty();
            for (int i = 0; i < all.size(); i++) {
                store.setCertificateEntry("authority-" + i, all.get(i));
            }
            return Optional.of(store);
        } catch (GeneralSecurityException e) {
            throw new IOException("the authorities cannot be used: " + e.getMessage(), e);
        }
    }

    /** Who we are, under an empty password. */
    static KeyStore identity(ClientFiles files) throws IOException {
        List<X509Certificate> chain = file(files.certificate());
        if (chain.isEmpty()) {
            throw new IOException(
                    "no certificate in " + files.certificate() + " (TLS_CLIENT_CERT)");
        }
        try {
            SigningKey key = KeyFiles.readPrivate(files.key(), Passphrase.NONE);
            byte[] ours = key.verificationKey().encoded();
            if (!java.util.Arrays.equals(ours, chain.getFirst().getPublicKey().getEncoded())) {
                throw new IOException(
                        "%s is not the key of the first certificate in %s (TLS_CLIENT_KEY)"
                                .formatted(files.key(), files.certificate()));
            }
            KeyStore store = empty();
            store.setKeyEntry(
                    "client", key.material(), new char[0], chain.toArray(Certificate[]::new));
            return store;
        } catch (UnusableKeyException | GeneralSecurityException e) {
            throw new IOException(
                    "%s cannot be used (TLS_CLIENT_KEY): %s".formatted(files.key(), e.getMessage()),
                    e);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /** Of a file, or of every {@code *.pem} and {@code *.crt} in a directory. */
    private static List<X509Certificate> read(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return file(path);
        }
        List<X509Certificate> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.filter(Certificates::isPem).sorted().toList()) {
                all.addAll(file(file));
            }
        }
        return all;
    }

    private static boolean isPem(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".pem") || name.endsWith(".crt");
    }

    private static List<X509Certificate> file(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        }
        if (bytes.length > MOST_BYTES) {
            throw new IOException(file + " is larger than " + MOST_BYTES + " bytes");
        }
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(bytes))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (CertificateException e) {
            throw new IOException(
                    "%s holds something that is no certificate: %s".formatted(file, e.getMessage()),
                    e);
        }
    }
}
