package dev.platte.omaha.value;

/**
 * The name or id of the group that a host asks for ({@code GROUP=} in its update.conf), as written.
 *
 * @param text not blank, at most {@value #MAX_LENGTH} characters
 */
public record Track(String text) {

    public static final int MAX_LENGTH = 256;

    /** What update_engine asks for when nothing is configured. */
    public static final Track STABLE = new Track("stable");

    public Track {
        if (text.isBlank() || text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a track has 1 to " + MAX_LENGTH + " characters and is not blank");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
