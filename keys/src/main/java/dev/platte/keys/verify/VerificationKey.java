package dev.platte.keys.verify;

import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;

/**
 * A public key that checks signatures over a SHA-256 digest computed elsewhere, so that one pass
 * over a payload serves any number of signatures. RSA keys of 2048 to 8192 bits check
 * RSASSA-PKCS1-v1_5; P-256 keys check ECDSA in DER.
 */
public final class VerificationKey {
    /** The length of the digests that are signed, in bytes. */
    public static final int DIGEST_LENGTH = 32;

    private final PublicKey key;
    private final SignatureCheck check;
    private final Fingerprint fingerprint;

    private VerificationKey(PublicKey key, SignatureCheck check) {
        this.key = key;
        this.check = check;
        this.fingerprint = Fingerprint.ofSubjectPublicKeyInfo(key.getEncoded());
    }

    /**
     * Takes over a key of the JDK.
     *
     * @throws UnusableKeyException when it is neither RSA of 2048 to 8192 bits nor a point on P-256
     */
    public static VerificationKey of(PublicKey key) throws UnusableKeyException {
        return new VerificationKey(
                key,
                switch (key) {
                    case RSAPublicKey rsa -> RsaCheck.of(rsa);
                    case ECPublicKey ec -> EcdsaCheck.of(ec);
                    default ->
                            throw new UnusableKeyException(
                                    "a key of type "
                                            + key.getAlgorithm()
                                            + " is not supported; use RSA or P-256");
                });
    }

    /**
     * Whether the signature is this key's over the digest. A signature of any content or length is
     * answered, never thrown at.
     *
     * @param sha256 32 bytes
     */
    public boolean verifies(byte[] sha256, byte[] signature) {
        if (sha256.length != DIGEST_LENGTH) {
            throw new IllegalArgumentException(
                    "a SHA-256 digest has 32 bytes, not " + sha256.length);
        }
        return check.verifies(sha256, signature);
    }

    /** SHA-256 over the SubjectPublicKeyInfo. */
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    /** The kind and size, for people and tables: {@code RSA 2048}, {@code P-256}. */
    public String kind() {
        return check.kind();
    }

    /** Whether this is an RSA key: the only kind that payload clients of the field accept. */
    public boolean isRsa() {
        return key instanceof RSAPublicKey;
    }

    /**
     * The length of an RSA signature in bytes, or the greatest length of a DER-encoded P-256
     * signature.
     */
    public int signatureLength() {
        return check.signatureLength();
    }

    /** SubjectPublicKeyInfo, DER. */
    public byte[] encoded() {
        return key.getEncoded();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerificationKey that && Arrays.equals(encoded(), that.encoded());
    }

    @Override
    public int hashCode() {
        return fingerprint.hashCode();
    }

    @Override
    public String toString() {
        return kind() + " " + fingerprint.shortForm();
    }
}
