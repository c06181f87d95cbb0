package dev.platte.keys.store;

import dev.platte.keys.verify.UnusableKeyException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import org.bouncycastle.jce.ECNamedCurveTable;

/** The public key that belongs to a private one: PKCS#8 need not carry it. */
final class PublicHalf {
    private PublicHalf() {}

    static PublicKey of(PrivateKey key) throws UnusableKeyException {
        try {
            return switch (key) {
                case RSAPrivateCrtKey rsa ->
                        KeyFactory.getInstance("RSA")
                                .generatePublic(
                                        new RSAPublicKeySpec(
                                                rsa.getModulus(), rsa.getPublicExponent()));
                case ECPrivateKey ec -> point(ec);
                default ->
                        throw new UnusableKeyException(
                                "a private key of type "
                                        + key.getAlgorithm()
                                        + " is not supported; use RSA or P-256");
            };
        } catch (GeneralSecurityException e) {
            throw new UnusableKeyException("the public half of the private key cannot be computed");
        }
    }

    private static PublicKey point(ECPrivateKey key) throws GeneralSecurityException {
        BigInteger secret = key.getS();
        var curve = ECNamedCurveTable.getParameterSpec("secp256r1");
        if (secret.signum() <= 0 || secret.compareTo(curve.getN()) >= 0) {
            throw new GeneralSecurityException("the private value is out of range");
        }
        var point = curve.getG().multiply(secret).normalize();
        // A key on another curve gets a point that is not on it, and VerificationKey refuses the
        // curve by name.
        return KeyFactory.getInstance("EC")
                .generatePublic(
                        new ECPublicKeySpec(
                                new ECPoint(
                                        point.getAffineXCoord().toBigInteger(),
                                        point.getAffineYCoord().toBigInteger()),
                                key.getParams()));
    }
}
