package dev.platte.keys.sign;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of key pairs that can be made. */
public enum KeyType {
    /** What every CoreOS and Flatcar client accepts. */
    RSA_2048("rsa2048"),
    RSA_3072("rsa3072"),
    RSA_4096("rsa4096"),
    /** For CUP and FleetLock; no payload client of the field reads it. */
    P256("p256");

    private final String word;

    KeyType(String word) {
        this.word = word;
    }

    /** The name on the command line. */
    public String word() {
        return word;
    }

    /** The type of this name, if there is one. */
    public static Optional<KeyType> of(String word) {
        return Arrays.stream(values()).filter(type -> type.word.equals(word)).findFirst();
    }
}
