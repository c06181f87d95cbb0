package dev.platte.keys.sign;

import dev.platte.keys.verify.UnusableKeyException;
import dev.platte.keys.verify.VerificationKey;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.HexFormat;
import javax.crypto.Cipher;

/**
 * A private key that signs a SHA-256 digest computed elsewhere: RSASSA-PKCS1-v1_5, or ECDSA on
 * P-256 in DER. What it says of itself is its public half.
 */
public final class SigningKey {
    /** DigestInfo of SHA-256 before its 32 bytes (RFC 8017 section 9.2, note 1). */
    private static final byte[] DIGEST_INFO =
            HexFormat.of().parseHex("3031300d060960864801650304020105000420");

    private final PrivateKey key;
    private final VerificationKey verificationKey;

    private SigningKey(PrivateKey key, VerificationKey verificationKey) {
        this.key = key;
        this.verificationKey = verificationKey;
    }

    /**
     * Takes over a key pair of the JDK after a trial signature.
     *
     * @throws UnusableKeyException when the kind is not supported or the halves do not belong
     *     together
     */
    public static SigningKey of(KeyPair pair) throws UnusableKeyException {
        if (!(pair.getPrivate() instanceof RSAPrivateKey)
                && !(pair.getPrivate() instanceof ECPrivateKey)) {
            throw new UnusableKeyException("a private key must be RSA or P-256 and held in memory");
        }
        SigningKey made = new SigningKey(pair.getPrivate(), VerificationKey.of(pair.getPublic()));
        byte[] trial = new byte[VerificationKey.DIGEST_LENGTH];
        boolean fits;
        try {
            fits = made.verificationKey.verifies(trial, made.signature(trial));
        } catch (GeneralSecurityException e) {
            fits = false;
        }
        if (!fits) {
            throw new UnusableKeyException(
                    "the private and the public half of the key do not belong together");
        }
        return made;
    }

    /** A new key pair; RSA takes up to a few seconds. */
    public static SigningKey generate(KeyType type, SecureRandom random) {
        try {
            return of(
                    switch (type) {
                        case RSA_2048 -> rsa(2048, random);
                        case RSA_3072 -> rsa(3072, random);
                        case RSA_4096 -> rsa(4096, random);
                        case P256 -> p256(random);
                    });
        } catch (GeneralSecurityException | UnusableKeyException e) {
            throw new IllegalStateException("every JDK makes RSA and P-256 keys", e);
        }
    }

    private static KeyPair rsa(int bits, SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits, random);
        return generator.generateKeyPair();
    }

    private static KeyPair p256(SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    /**
     * The signature over a digest. RSA signatures of the same digest are always the same bytes;
     * ECDSA ones are not.
     *
     * @param sha256 32 bytes
     */
    public byte[] sign(byte[] sha256) {
        if (sha256.length != VerificationKey.DIGEST_LENGTH) {
            throw new IllegalArgumentException(
                    "a SHA-256 digest has 32 bytes, not " + sha256.length);
        }
        try {
            return signature(sha256);
        } catch (GeneralSecurityException e) {
            // The cause is left out on purpose: it may describe the key.
            throw new IllegalStateException("signing with " + verificationKey + " failed");
        }
    }

    private byte[] signature(byte[] sha256) throws GeneralSecurityException {
        if (!verificationKey.isRsa()) {
            Signature signer = Signature.getInstance("NONEwithECDSA");
            signer.initSign(key);
            signer.update(sha256);
            return signer.sign();
        }
        // The JDK pads what a private key "encrypts" as block type 1, which is the padding of
        // signatures.
        Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
        cipher.init(Cipher.ENCRYPT_MODE, key);
        cipher.update(DIGEST_INFO);
        return cipher.doFinal(sha256);
    }

    /** The public half. */
    public VerificationKey verificationKey() {
        return verificationKey;
    }

    /** The key itself, for whoever writes it to a protected file; never for a log or a message. */
    public PrivateKey material() {
        return key;
    }

    @Override
    public String toString() {
        return "private key of " + verificationKey;
    }
}
