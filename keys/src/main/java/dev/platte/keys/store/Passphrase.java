package dev.platte.keys.store;

import java.util.Optional;

/**
 * Where the passphrase of an encrypted key comes from; asked only when a key turns out to be
 * encrypted.
 */
@FunctionalInterface
public interface Passphrase {
    /** There is none: an encrypted key is refused. */
    Passphrase NONE = Optional::empty;

    /** The passphrase, or empty when there is none. The caller keeps its own copy. */
    Optional<char[]> ask();
}
