package dev.platte.keys.store;

import dev.platte.keys.sign.SigningKey;
import dev.platte.keys.verify.UnusableKeyException;
import java.io.IOException;
import java.io.StringReader;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS8EncryptedPrivateKeyInfoBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;

/** The objects of a PEM text through Bouncy Castle, whose provider stays private to this class. */
final class PemObjects {
    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
    private static final int MOST_OBJECTS = 64;
    private static final int PBKDF2_ROUNDS = 600_000;

    private PemObjects() {}

    /**
     * The objects of the text; parameters of elliptic curves, which OpenSSL writes before the key,
     * are left out.
     */
    static List<Object> parse(String text, String place) throws UnusableKeyException {
        if (text.length() > Pem.MOST_CHARACTERS) {
            throw new UnusableKeyException(
                    "%s is longer than %d characters: not a key file"
                            .formatted(place, Pem.MOST_CHARACTERS));
        }
        List<Object> found = new ArrayList<>();
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
                if (found.size() == MOST_OBJECTS) {
                    throw new UnusableKeyException(
                            place + " holds more than " + MOST_OBJECTS + " keys");
                }
                if (!(next instanceof ASN1ObjectIdentifier)) {
                    found.add(next);
                }
            }
        } catch (IOException | RuntimeException e) {
            // Bouncy Castle's parsers throw whatever they stumble over; its messages may quote the
            // input.
            throw new UnusableKeyException(place + " is not a readable PEM key file");
        }
        return found;
    }

    static SigningKey signingKey(Object found, String place, Passphrase passphrase)
            throws UnusableKeyException {
        try {
            return switch (found) {
                case PEMKeyPair pair -> pair(pair.getPrivateKeyInfo());
                case PEMEncryptedKeyPair pair ->
                        pair(opened(pair, passphrase, place).getPrivateKeyInfo());
                case PrivateKeyInfo info -> pair(info);
                case PKCS8EncryptedPrivateKeyInfo info -> pair(opened(info, passphrase, place));
                case SubjectPublicKeyInfo _ ->
                        throw new UnusableKeyException(
                                "a public key where a private one is needed");
                default -> throw new UnusableKeyException("no private key in it");
            };
        } catch (UnusableKeyException e) {
            throw new UnusableKeyException(place + ": " + e.getMessage());
        } catch (IOException | PKCSException | RuntimeException e) {
            // Without the cause: its message could quote key material.
            throw new UnusableKeyException(
                    place + ": the private key cannot be read; is the passphrase right?");
        }
    }

    private static SigningKey pair(PrivateKeyInfo info) throws PEMException, UnusableKeyException {
        PrivateKey key = new JcaPEMKeyConverter().getPrivateKey(info);
        return SigningKey.of(new KeyPair(PublicHalf.of(key), key));
    }

    private static PEMKeyPair opened(PEMEncryptedKeyPair pair, Passphrase passphrase, String place)
            throws IOException, UnusableKeyException {
        return pair.decryptKeyPair(
                new JcePEMDecryptorProviderBuilder()
                        .setProvider(BOUNCY_CASTLE)
                        .build(asked(passphrase)));
    }

    private static PrivateKeyInfo opened(
            PKCS8EncryptedPrivateKeyInfo info, Passphrase passphrase, String place)
            throws PKCSException, UnusableKeyException {
        try {
            return info.decryptPrivateKeyInfo(
                    new JceOpenSSLPKCS8DecryptorProviderBuilder()
                            .setProvider(BOUNCY_CASTLE)
                            .build(asked(passphrase)));
        } catch (OperatorCreationException e) {
            throw new PKCSException("encryption not supported", e);
        }
    }

    private static char[] asked(Passphrase passphrase) throws UnusableKeyException {
        return passphrase
                .ask()
                .orElseThrow(
                        () ->
                                new UnusableKeyException(
                                        "the private key is encrypted; give its passphrase"));
    }

    static byte[] encrypted(PrivateKey key, char[] passphrase) {
        try {
            JcePKCSPBEOutputEncryptorBuilder encryptor =
                    new JcePKCSPBEOutputEncryptorBuilder(NISTObjectIdentifiers.id_aes256_CBC)
                            .setProvider(BOUNCY_CASTLE)
                            .setPRF(
                                    new AlgorithmIdentifier(
                                            PKCSObjectIdentifiers.id_hmacWithSHA256))
                            .setIterationCount(PBKDF2_ROUNDS)
                            .setRandom(new SecureRandom());
            return new JcaPKCS8EncryptedPrivateKeyInfoBuilder(key)
                    .build(encryptor.build(passphrase))
                    .getEncoded();
        } catch (OperatorCreationException | IOException e) {
            throw new IllegalStateException("Bouncy Castle has PBES2 with AES-256", e);
        }
    }
}
