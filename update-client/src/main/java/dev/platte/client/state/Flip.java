package dev.platte.client.state;

import static java.util.Objects.requireNonNull;

/**
 * The last flip of this host, written just before the disk is: which slot was to boot, and why.
 *
 * @param slot {@code a} or {@code b}
 * @param version what the slot holds; empty when the offer did not say
 * @param sha256 of the payload, lower-case hex; empty for a way back that an operator chose
 * @param fromVersion what ran when it was flipped
 * @param bootId under which it was flipped; empty when it could not be read
 * @param condemned its health checks failed, and the slot was taken from the bootloader
 */
public record Flip(
        String slot,
        String version,
        String sha256,
        String fromVersion,
        String bootId,
        boolean condemned) {
    public Flip {
        if (!slot.equals("a") && !slot.equals("b")) {
            throw new IllegalArgumentException("slot " + slot);
        }
        requireNonNull(version, "version");
        requireNonNull(sha256, "sha256");
        requireNonNull(fromVersion, "fromVersion");
        requireNonNull(bootId, "bootId");
    }

    /** Whether an operator chose a release that this host ran before: it came from no payload. */
    public boolean isRollback() {
        return sha256.isEmpty();
    }

    /** What tells it apart from every other flip of this host. */
    public String name() {
        return bootId + " " + slot + " " + sha256;
    }

    /** The same flip, after its health checks failed. */
    public Flip condemn() {
        return new Flip(slot, version, sha256, fromVersion, bootId, true);
    }
}
