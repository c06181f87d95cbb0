package dev.platte.omaha.value;

/**
 * One boot of one host. update_engine writes the kernel's boot id in braces, and an empty attribute
 * when it could not read it: an unknown boot is an absent {@code BootId}, never an empty one.
 *
 * @param text as written, not blank, at most {@value #MAX_LENGTH} characters
 */
public record BootId(String text) {

    public static final int MAX_LENGTH = 256;

    public BootId {
        if (text.isBlank() || text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a boot id has 1 to " + MAX_LENGTH + " characters and is not blank");
        }
    }

    /** The id in braces, as update_engine sends it. */
    public static BootId braced(String kernelBootId) {
        return new BootId("{" + Bare.of(kernelBootId) + "}");
    }

    /** Whether both mean the same boot: braces and letter case ignored. */
    public boolean isSameBootAs(BootId other) {
        return Bare.of(text).equalsIgnoreCase(Bare.of(other.text));
    }

    @Override
    public String toString() {
        return text;
    }
}
