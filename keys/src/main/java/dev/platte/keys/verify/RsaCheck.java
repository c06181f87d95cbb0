package dev.platte.keys.verify;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * RSASSA-PKCS1-v1_5 with SHA-256 by RFC 8017 section 8.2.2: the expected block is built and
 * compared whole. Parsing the padding of what a signature unwraps to is where forgeries have lived.
 */
record RsaCheck(BigInteger modulus, BigInteger exponent) implements SignatureCheck {
    private static final int LEAST_BITS = 2048;
    private static final int MOST_BITS = 8192;
    private static final int MOST_EXPONENT_BITS = 64;

    /** DigestInfo of SHA-256 before its 32 bytes (RFC 8017 section 9.2, note 1). */
    private static final byte[] DIGEST_INFO =
            HexFormat.of().parseHex("3031300d060960864801650304020105000420");

    static RsaCheck of(RSAPublicKey key) throws UnusableKeyException {
        int bits = key.getModulus().bitLength();
        if (bits < LEAST_BITS || bits > MOST_BITS) {
            throw new UnusableKeyException(
                    "an RSA key of %d bits is not accepted; use %d to %d bits"
                            .formatted(bits, LEAST_BITS, MOST_BITS));
        }
        BigInteger exponent = key.getPublicExponent();
        if (!exponent.testBit(0)
                || exponent.bitLength() < 2
                || exponent.bitLength() > MOST_EXPONENT_BITS) {
            throw new UnusableKeyException(
                    "the RSA public exponent must be odd, at least 3 and at most 64 bits long");
        }
        return new RsaCheck(key.getModulus(), exponent);
    }

    @Override
    public boolean verifies(byte[] sha256, byte[] signature) {
        if (signature.length != signatureLength()) {
            return false;
        }
        BigInteger value = new BigInteger(1, signature);
        if (value.compareTo(modulus) >= 0) {
            return false;
        }
        return MessageDigest.isEqual(block(sha256), fixedLength(value.modPow(exponent, modulus)));
    }

    /** 00 01 FF ... FF 00 DigestInfo digest, as long as the modulus. */
    private byte[] block(byte[] sha256) {
        byte[] block = new byte[signatureLength()];
        int digestAt = block.length - sha256.length;
        int infoAt = digestAt - DIGEST_INFO.length;
        block[1] = 1;
        Arrays.fill(block, 2, infoAt - 1, (byte) 0xff);
        System.arraycopy(DIGEST_INFO, 0, block, infoAt, DIGEST_INFO.length);
        System.arraycopy(sha256, 0, block, digestAt, sha256.length);
        return block;
    }

    private byte[] fixedLength(BigInteger value) {
        byte[] bytes = value.toByteArray();
        int skip = bytes.length > signatureLength() ? 1 : 0;
        byte[] fixed = new byte[signatureLength()];
        System.arraycopy(
                bytes, skip, fixed, fixed.length - bytes.length + skip, bytes.length - skip);
        return fixed;
    }

    @Override
    public int signatureLength() {
        return (modulus.bitLength() + 7) / 8;
    }

    @Override
    public String kind() {
        return "RSA " + modulus.bitLength();
    }
}
