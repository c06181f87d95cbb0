package dev.platte.omaha.cup;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * The DER form of a P-256 signature, taken as strictly as Google's client takes it: one sequence of
 * two integers, short lengths, minimal, not negative, nothing behind.
 */
final class DerSignature {

    static final int MAX_LENGTH = 72;

    private static final int MIN_LENGTH = 8;
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;

    /** The order of the group of P-256 (FIPS 186-4, D.1.2.3). */
    static final BigInteger ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    private DerSignature() {}

    static boolean isStrict(byte[] der) {
        if (der.length < MIN_LENGTH
                || der.length > MAX_LENGTH
                || der[0] != SEQUENCE
                || der[1] != der.length - 2) {
            return false;
        }
        int second = endOfInteger(der, 2);
        return second > 0 && endOfInteger(der, second) == der.length;
    }

    /** The place behind the integer that starts here; -1 if there is none or it is not strict. */
    private static int endOfInteger(byte[] der, int start) {
        if (start + 2 >= der.length || der[start] != INTEGER) {
            return -1;
        }
        int length = der[start + 1];
        int end = start + 2 + length;
        if (length < 1 || length > 33 || end > der.length || der[start + 2] < 0) {
            return -1;
        }
        boolean padded = length > 1 && der[start + 2] == 0;
        boolean minimal = !padded || der[start + 3] < 0;
        boolean fits = length <= 32 || padded;
        return minimal && fits ? end : -1;
    }

    /**
     * Whether r and s lie between 1 and the order less 1, in a signature that is strict. Java 15 to
     * 18 took zeros for a signature of anything (CVE-2022-21449); we do not leave it to the
     * library.
     */
    static boolean isInRange(byte[] der) {
        int second = endOfInteger(der, 2);
        return isInRange(der, 4, second) && isInRange(der, second + 2, der.length);
    }

    private static boolean isInRange(byte[] der, int from, int to) {
        BigInteger value = new BigInteger(Arrays.copyOfRange(der, from, to));
        return value.signum() > 0 && value.compareTo(ORDER) < 0;
    }
}
