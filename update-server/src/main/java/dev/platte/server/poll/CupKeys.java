package dev.platte.server.poll;

import dev.platte.keys.sign.SigningKey;
import dev.platte.keys.store.KeyFiles;
import dev.platte.keys.store.Passphrase;
import dev.platte.keys.verify.AnswerKeys;
import dev.platte.keys.verify.UnusableKeyException;
import dev.platte.keys.verify.VerificationKey;
import dev.platte.omaha.cup.CupChallenge;
import dev.platte.omaha.cup.CupProof;
import dev.platte.omaha.cup.CupSigner;
import dev.platte.server.edge.ServerSettings;
import dev.platte.server.edge.SettingException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Component;

/**
 * The keys that sign answers (CUP-ECDSA): every file {@code <id>.pem} of the directory in {@code
 * platte.cup-keys}. A key is rotated by adding a file with a new id and teaching it to clients; the
 * old file stays while any client still names its id.
 */
@Component
final class CupKeys {

    private static final Logger LOG = LoggerFactory.getLogger(CupKeys.class);
    private static final Pattern FILE = Pattern.compile("([0-9]{1,20})\\.pem");

    private final Set<Long> ids;
    private final CupSigner signer;
    private final AnswerKeys published;

    CupKeys(ServerSettings settings) {
        Path directory = settings.cupKeys();
        Map<Long, SigningKey> keys = directory == null ? Map.of() : read(directory);
        this.ids = keys.keySet();
        Map<Long, PrivateKey> secrets = new TreeMap<>();
        SortedMap<Long, VerificationKey> known = new TreeMap<>();
        keys.forEach(
                (id, key) -> {
                    secrets.put(id, key.material());
                    known.put(id, key.verificationKey());
                });
        this.signer = signer(secrets, directory);
        this.published = new AnswerKeys(known);
    }

    @Bean
    static AnswerKeys answerKeys(CupKeys keys) {
        return keys.published;
    }

    /** Whether answers can be signed at all. */
    boolean present() {
        return !ids.isEmpty();
    }

    boolean knows(CupChallenge challenge) {
        return ids.contains(challenge.keyId());
    }

    Optional<CupProof> prove(CupChallenge challenge, byte[] request, byte[] response) {
        return signer.prove(challenge, request, response);
    }

    private static CupSigner signer(Map<Long, PrivateKey> keys, @Nullable Path directory) {
        try {
            return new CupSigner(keys);
        } catch (IllegalArgumentException e) {
            throw new SettingException(
                    "a key in " + directory + " cannot sign answers: " + e.getMessage(),
                    "Make keys for answers with: updatectl keys generate --type p256",
                    e);
        }
    }

    private static Map<Long, SigningKey> read(Path directory) {
        Map<Long, SigningKey> keys = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Matcher name = FILE.matcher(file.getFileName().toString());
                if (name.matches()) {
                    SigningKey key = KeyFiles.readPrivate(file, Passphrase.NONE);
                    keys.put(Long.parseUnsignedLong(name.group(1)), key);
                }
            }
        } catch (IOException | UnusableKeyException | NumberFormatException e) {
            throw new SettingException(
                    "the keys in platte.cup-keys cannot be read: " + e.getMessage(),
                    "Give a directory with unencrypted P-256 keys named <id>.pem that only the server's user can read.",
                    e);
        }
        if (keys.isEmpty()) {
            throw new SettingException(
                    "platte.cup-keys is " + directory + ", which has no file named <id>.pem",
                    "Put a key there, or leave the setting out.");
        }
        LOG.info("answers are signed with the CUP keys {}", keys.keySet());
        return Map.copyOf(keys);
    }
}
