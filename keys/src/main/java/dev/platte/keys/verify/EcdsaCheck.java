package dev.platte.keys.verify;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;

/** ECDSA on P-256 over a SHA-256 digest, signatures in DER. */
record EcdsaCheck(ECPublicKey key) implements SignatureCheck {
    /** SEQUENCE of two INTEGERs of at most 33 bytes. */
    private static final int MOST_DER_BYTES = 72;

    private static final ECParameterSpec P256 = p256();

    static EcdsaCheck of(ECPublicKey key) throws UnusableKeyException {
        ECParameterSpec given = key.getParams();
        boolean p256 =
                given.getCurve().equals(P256.getCurve())
                        && given.getGenerator().equals(P256.getGenerator())
                        && given.getOrder().equals(P256.getOrder());
        if (!p256) {
            throw new UnusableKeyException("an elliptic curve key must be on P-256 (secp256r1)");
        }
        if (!isOnCurve(key.getW())) {
            throw new UnusableKeyException("the elliptic curve key's point is not on P-256");
        }
        return new EcdsaCheck(key);
    }

    private static boolean isOnCurve(ECPoint point) {
        if (point.equals(ECPoint.POINT_INFINITY)) {
            return false;
        }
        BigInteger p = ((ECFieldFp) P256.getCurve().getField()).getP();
        BigInteger x = point.getAffineX();
        BigInteger y = point.getAffineY();
        BigInteger right =
                x.pow(3).add(P256.getCurve().getA().multiply(x)).add(P256.getCurve().getB()).mod(p);
        return x.signum() >= 0
                && y.signum() >= 0
                && x.compareTo(p) < 0
                && y.compareTo(p) < 0
                && y.multiply(y).mod(p).equals(right);
    }

    @Override
    public boolean verifies(byte[] sha256, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance("NONEwithECDSA");
            verifier.initVerify(key);
            verifier.update(sha256);
            return verifier.verify(signature);
        } catch (SignatureException e) {
            // The JDK's answer to a signature that is not DER: not ours.
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has ECDSA on P-256", e);
        }
    }

    @Override
    public int signatureLength() {
        return MOST_DER_BYTES;
    }

    @Override
    public String kind() {
        return "P-256";
    }

    private static ECParameterSpec p256() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }
}
