package dev.platte.omaha.response;

import dev.platte.omaha.value.Sha1;
import dev.platte.omaha.value.Sha256;
import java.util.Optional;

/**
 * A file of an update (Omaha v3, section package).
 *
 * @param name appended to a codebase: printable ASCII that needs no percent-encoding, no {@code /},
 *     no {@code ..}, at most {@value #MAX_NAME_LENGTH} characters
 * @param size in bytes, at least 1
 * @param required whether the update fails without it
 * @param sha1 {@code hash}; legacy, checked if present
 * @param sha256 {@code hash_sha256}
 */
public record UpdatePackage(
        String name, long size, boolean required, Optional<Sha1> sha1, Optional<Sha256> sha256) {

    public static final int MAX_NAME_LENGTH = 255;

    public UpdatePackage {
        if (name.isEmpty() || name.length() > MAX_NAME_LENGTH || !isPlain(name)) {
            throw new IllegalArgumentException(
                    "the name of a package has 1 to "
                            + MAX_NAME_LENGTH
                            + " letters, digits and characters of ._~+=@,- and no \"..\": \""
                            + name
                            + "\"");
        }
        if (size < 1) {
            throw new IllegalArgumentException("package " + name + " has " + size + " bytes");
        }
    }

    /** A payload as a server offers it. */
    public static UpdatePackage payload(String name, long size, Sha1 sha1, Sha256 sha256) {
        return new UpdatePackage(name, size, true, Optional.of(sha1), Optional.of(sha256));
    }

    /** Clients append the name as it is: it must mean the same in every way to join it. */
    private static boolean isPlain(String name) {
        boolean plain =
                name.chars()
                        .allMatch(
                                c ->
                                        c >= '0' && c <= '9'
                                                || c >= 'A' && c <= 'Z'
                                                || c >= 'a' && c <= 'z'
                                                || "._~+=@,-".indexOf(c) >= 0);
        return plain && !name.contains("..") && !name.equals(".");
    }
}
