package dev.platte.policy.ramp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A machine's place in the order of one rollout: the first 53 bits of SHA-256(rollout id, 0x00,
 * machine id).
 *
 * <p>The rollout's id is the salt, so a machine that is early in one rollout is anywhere in the
 * next one. Ramps that hash the machine alone make the same hosts the canaries of every release.
 *
 * @param place 0 (first) to {@link #COUNT} - 1 (last)
 */
public record Bucket(long place) {

    /** The number of places, 2<sup>53</sup>: all of them are exact as a {@code double} too. */
    public static final long COUNT = 1L << 53;

    public Bucket {
        if (place < 0 || place >= COUNT) {
            throw new IllegalArgumentException("a bucket lies in 0 to 2^53 - 1, not " + place);
        }
    }

    /**
     * The place of a machine in a rollout.
     *
     * @param rolloutId hashed as UTF-8; without NUL, which separates it from the machine
     * @param machineId hashed as UTF-8, as the host says it
     */
    public static Bucket of(String rolloutId, String machineId) {
        if (rolloutId.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a rollout id has no NUL");
        }
        MessageDigest sha256 = sha256();
        sha256.update(rolloutId.getBytes(StandardCharsets.UTF_8));
        sha256.update((byte) 0);
        byte[] digest = sha256.digest(machineId.getBytes(StandardCharsets.UTF_8));
        long first = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            first = first << Byte.SIZE | Byte.toUnsignedLong(digest[i]);
        }
        return new Bucket(first >>> (Long.SIZE - 53));
    }

    /** The place as a part of one, 0 inclusive to 1 exclusive; exact. */
    public double fraction() {
        return (double) place / COUNT;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(
                    "every Java platform has SHA-256, this one has not", missing);
        }
    }
}
