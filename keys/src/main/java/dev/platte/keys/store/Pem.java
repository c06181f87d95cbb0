package dev.platte.keys.store;

import dev.platte.keys.sign.SigningKey;
import dev.platte.keys.verify.UnusableKeyException;
import dev.platte.keys.verify.VerificationKey;
import java.util.Base64;
import java.util.List;

/**
 * Keys as PEM text (RFC 7468). Public: {@code PUBLIC KEY} and {@code RSA PUBLIC KEY}. Private:
 * {@code PRIVATE KEY}, {@code ENCRYPTED PRIVATE KEY}, {@code RSA PRIVATE KEY} and {@code EC PRIVATE
 * KEY}, the latter two also with OpenSSL's own encryption. Text is at most 64 KiB and 64 objects.
 */
public final class Pem {
    /** The longest text that is looked at, in characters. */
    public static final int MOST_CHARACTERS = 64 * 1024;

    private static final int LINE_LENGTH = 64;

    private Pem() {}

    /**
     * The one public key of a text.
     *
     * @param place what the text is, for messages: a file name or a field name
     */
    public static VerificationKey readPublic(String text, String place)
            throws UnusableKeyException {
        List<VerificationKey> keys = readPublics(text, place);
        if (keys.size() != 1) {
            throw new UnusableKeyException(
                    "%s holds %d public keys; give one key per file".formatted(place, keys.size()));
        }
        return keys.getFirst();
    }

    /** All public keys of a text, at least one. */
    public static List<VerificationKey> readPublics(String text, String place)
            throws UnusableKeyException {
        List<VerificationKey> keys = PublicPem.read(text, place);
        if (keys.isEmpty()) {
            throw new UnusableKeyException(
                    place + " holds no PEM public key (-----BEGIN PUBLIC KEY-----)");
        }
        return keys;
    }

    /** The one private key of a text; the passphrase is asked for only when it is encrypted. */
    public static SigningKey readPrivate(String text, String place, Passphrase passphrase)
            throws UnusableKeyException {
        List<Object> found = PemObjects.parse(text, place);
        if (found.size() != 1) {
            throw new UnusableKeyException(
                    "%s holds %d keys; a private key file holds exactly one"
                            .formatted(place, found.size()));
        }
        return PemObjects.signingKey(found.getFirst(), place, passphrase);
    }

    /** SubjectPublicKeyInfo as PEM: what {@code openssl pkey -pubin} and update_engine read. */
    public static String write(VerificationKey key) {
        return armour("PUBLIC KEY", key.encoded());
    }

    /** PKCS#8 as PEM, in the clear. The result is a secret. */
    public static String write(SigningKey key) {
        return armour("PRIVATE KEY", key.material().getEncoded());
    }

    /** PKCS#8 as PEM, encrypted with PBES2 (PBKDF2 with HMAC-SHA-256, AES-256-CBC). */
    public static String writeEncrypted(SigningKey key, char[] passphrase) {
        return armour("ENCRYPTED PRIVATE KEY", PemObjects.encrypted(key.material(), passphrase));
    }

    private static String armour(String label, byte[] der) {
        String body = Base64.getMimeEncoder(LINE_LENGTH, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
                .formatted(label, body, label)
                .replace("\r", "");
    }
}
