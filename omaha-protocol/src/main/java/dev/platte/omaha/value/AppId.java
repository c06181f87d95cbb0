package dev.platte.omaha.value;

import java.util.Locale;

/**
 * The id of an application, byte for byte as somebody wrote it.
 *
 * <p>Two records are equal when their text is equal, because an answer must echo the id as it came
 * (Go's client compares exactly). Whether two texts mean the same application is asked with {@link
 * #names(AppId)}: braces and letter case do not count there, since both dialects are in the field.
 *
 * @param text not blank, at most {@value #MAX_LENGTH} characters
 */
public record AppId(String text) {

    public static final int MAX_LENGTH = 256;

    /** Flatcar Container Linux, and CoreOS before it. */
    public static final AppId FLATCAR = new AppId("{e96281a6-d1af-4bde-9a0a-97b76e56dc57}");

    public AppId {
        if (text.isBlank() || text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "an application id has 1 to " + MAX_LENGTH + " characters and is not blank");
        }
    }

    /** Whether both texts name the same application: blanks around, braces and case ignored. */
    public boolean names(AppId other) {
        return key().equals(other.key());
    }

    /**
     * The text to look an application up by: stripped, without braces, in lower case. A brace on
     * one side only is dropped too; such ids were seen.
     */
    public String key() {
        return Bare.of(text).toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return text;
    }
}
