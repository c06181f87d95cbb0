package dev.platte.db.access;

import dev.platte.db.verb.RefusedException;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Hashes passwords with Argon2id (RFC 9106): 19 MiB, two passes, one lane, 16 bytes of salt, 32 of
 * hash, the least that OWASP's cheat sheet on password storage asks for. The parameters stand in
 * the hash, so that stronger ones later need no migration.
 */
@Component
final class Passwords {

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int LANES = 1;
    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;

    private static final int SHORTEST = 12;
    private static final int LONGEST = 256;

    /** So many at once: the memory of a flood of sign-ins stays below 80 MiB. */
    private static final int AT_ONCE = 4;

    private final Argon2PasswordEncoder argon2 =
            new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, LANES, MEMORY_KIB, PASSES);
    private final Semaphore memory = new Semaphore(AT_ONCE);

    /** What an unknown name is compared with, so that it takes as long as a known one. */
    private final String nobody = argon2.encode("nobody");

    /**
     * The hash of a new password.
     *
     * @throws RefusedException {@code password-invalid}
     */
    String hash(String name, String password) {
        int length = password.codePointCount(0, password.length());
        if (length < SHORTEST || length > LONGEST) {
            throw RefusedException.invalid(
                    "password-invalid",
                    "A password has " + SHORTEST + " to " + LONGEST + " characters.");
        }
        if (password.toLowerCase(Locale.ROOT).contains(name) && length < name.length() + SHORTEST) {
            throw RefusedException.invalid(
                    "password-invalid", "The password is little more than the name.");
        }
        return limited(() -> argon2.encode(password));
    }

    /** Whether the password is the one; takes as long when there is none. */
    boolean matches(String password, @Nullable String hash) {
        if (password.length() > 2 * LONGEST) {
            return false;
        }
        boolean same = limited(() -> argon2.matches(password, hash == null ? nobody : hash));
        return same && hash != null;
    }

    /** The hash of a password that was accepted before, under the parameters of today. */
    String again(String password) {
        return limited(() -> argon2.encode(password));
    }

    boolean outdated(String hash) {
        return argon2.upgradeEncoding(hash);
    }

    private <T> T limited(Supplier<T> work) {
        memory.acquireUninterruptibly();
        try {
            return work.get();
        } finally {
            memory.release();
        }
    }
}
