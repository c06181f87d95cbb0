package dev.platte.omaha.value;

/**
 * Who a host says it is, byte for byte: update_engine sends the 32 hex digits of {@code
 * /etc/machine-id}, other clients a GUID with or without braces.
 *
 * @param text not blank, at most {@value #MAX_LENGTH} characters
 */
public record MachineId(String text) {

    public static final int MAX_LENGTH = 256;

    public MachineId {
        if (text.isBlank() || text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a machine id has 1 to " + MAX_LENGTH + " characters and is not blank");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
