package dev.platte.server.poll;

import dev.platte.keys.sign.SigningKey;
import dev.platte.keys.store.KeyFiles;
import dev.platte.keys.store.Passphrase;
import dev.platte.keys.verify.UnusableKeyException;
import dev.platte.keys.verify.VerificationKey;
import dev.platte.omaha.cup.CupChallenge;
import dev.platte.omaha.cup.CupProof;
import dev.platte.omaha.cup.CupSigner;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The keys that sign answers, by their ids, as they were in the directory at one instant. */
final class CupRing {

    /** Signs nothing. */
    static final CupRing EMPTY = new CupRing(new CupSigner(Map.of()), new TreeMap<>());

    private static final Pattern FILE = Pattern.compile("([0-9]{1,20})\\.pem");

    private final CupSigner signer;
    private final SortedMap<Long, VerificationKey> known;

    private CupRing(CupSigner signer, SortedMap<Long, VerificationKey> known) {
        this.signer = signer;
        this.known = Collections.unmodifiableSortedMap(known);
    }

    /**
     * Every file {@code <id>.pem} of a directory; others are none of ours.
     *
     * @throws UnusableKeyException if one of them is no P-256 key, is open to others than its
     *     owner, or if there is none at all
     */
    static CupRing read(Path directory) throws IOException, UnusableKeyException {
        Map<Long, PrivateKey> secrets = new HashMap<>();
        SortedMap<Long, VerificationKey> known = new TreeMap<>(Long::compareUnsigned);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Matcher name = FILE.matcher(file.getFileName().toString());
                if (name.matches()) {
                    SigningKey key = KeyFiles.readPrivate(file, Passphrase.NONE);
                    long id = id(name.group(1), file);
                    secrets.put(id, key.material());
                    if (known.put(id, key.verificationKey()) != null) {
                        throw new UnusableKeyException(
                                directory + " has two files for the id " + name(id));
                    }
                }
            }
        }
        if (known.isEmpty()) {
            throw new UnusableKeyException(directory + " has no file named <id>.pem");
        }
        try {
            return new CupRing(new CupSigner(secrets), known);
        } catch (IllegalArgumentException e) {
            throw new UnusableKeyException(
                    "a key in " + directory + " cannot sign answers: " + e.getMessage(), e);
        }
    }

    private static long id(String digits, Path file) throws UnusableKeyException {
        try {
            return Long.parseUnsignedLong(digits);
        } catch (NumberFormatException e) {
            throw new UnusableKeyException(
                    "the id of " + file + " is more than 18446744073709551615", e);
        }
    }

    /** An id as clients write it. */
    static String name(long id) {
        return Long.toUnsignedString(id);
    }

    /** Whether answers can be signed at all. */
    boolean present() {
        return !known.isEmpty();
    }

    boolean knows(CupChallenge challenge) {
        return known.containsKey(challenge.keyId());
    }

    Optional<CupProof> prove(CupChallenge challenge, byte[] request, byte[] response) {
        return signer.prove(challenge, request, response);
    }

    /** What clients know of them. */
    SortedMap<Long, VerificationKey> known() {
        return known;
    }
}
