package dev.platte.db.access;

import dev.platte.db.verb.Caller;
import dev.platte.db.verb.RefusedException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Tokens for programs: 256 random bits, shown once, stored as their SHA-256. A plain hash is enough
 * here, unlike for passwords: nobody guesses 256 bits.
 */
@Service
public final class Tokens {

    private static final String PREFIX = "platte_";
    private static final int BYTES = 32;
    private static final int SECRET_LENGTH = PREFIX.length() + 43;

    private final ApiTokenRepository tokens;
    private final JdbcClient sql;
    private final Changes changes;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    Tokens(ApiTokenRepository tokens, JdbcClient sql, Changes changes, InstantSource clock) {
        this.tokens = tokens;
        this.sql = sql;
        this.changes = changes;
        this.clock = clock;
    }

    /**
     * Makes a token.
     *
     * @param scopes what it is limited to; empty: all its role may
     * @param expires when it ends; absent: never
     * @throws RefusedException {@code token-name-invalid}, {@code token-expiry-invalid}
     */
    public IssuedToken issue(
            String name, Role role, List<String> scopes, @Nullable Instant expires, Caller caller) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (name.isBlank() || name.length() > 100) {
            throw RefusedException.invalid(
                    "token-name-invalid", "A token's name has 1 to 100 characters.");
        }
        if (expires != null && !expires.isAfter(now)) {
            throw RefusedException.invalid(
                    "token-expiry-invalid",
                    "The token would end at " + expires + ", which has passed.");
        }
        byte[] bits = new byte[BYTES];
        random.nextBytes(bits);
        String secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        ApiToken made =
                changes.change(
                        caller,
                        () -> {
                            ApiTokenEntity entity =
                                    new ApiTokenEntity(
                                            name.strip(),
                                            hash(secret),
                                            role,
                                            scopes,
                                            now,
                                            caller.who());
                            entity.expireAt(expires);
                            ApiToken token = tokens.saveAndFlush(entity).view();
                            changes.audit(
                                    caller, "token.issue", "token/" + token.id(), null, token);
                            return token;
                        });
        return new IssuedToken(made, secret);
    }

    /**
     * The token with this secret, if it opens anything now; notes its use at most once a minute.
     * Says nothing about why not.
     */
    public Optional<ApiToken> authenticate(String secret) {
        if (secret.length() != SECRET_LENGTH || !secret.startsWith(PREFIX)) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Optional<ApiToken> found =
                tokens.findByHash(hash(secret))
                        .map(ApiTokenEntity::view)
                        .filter(token -> token.usableAt(now));
        found.ifPresent(token -> noteUse(token, now));
        return found;
    }

    private void noteUse(ApiToken token, Instant now) {
        Instant used = token.lastUsed();
        if (used == null || used.isBefore(now.minus(1, ChronoUnit.MINUTES))) {
            sql.sql("update api_token set last_used = ? where id = ?")
                    .params(now.atOffset(ZoneOffset.UTC), token.id())
                    .update();
        }
    }

    /** All tokens, the ended ones too, in the order they were made. */
    public List<ApiToken> list() {
        return tokens.findAllByOrderById().stream().map(ApiTokenEntity::view).toList();
    }

    /** Whether any token opens anything now; none does on a fresh installation. */
    public boolean anyUsable() {
        Instant now = clock.instant();
        return list().stream().anyMatch(token -> token.usableAt(now));
    }

    /**
     * Ends a token at once. Ending it twice changes nothing.
     *
     * @throws RefusedException {@code token-unknown}
     */
    public ApiToken revoke(long id, Caller caller) {
        return changes.change(
                caller,
                () -> {
                    ApiTokenEntity entity =
                            tokens.findById(id)
                                    .orElseThrow(
                                            () ->
                                                    RefusedException.notFound(
                                                            "token-unknown",
                                                            "There is no token " + id + "."));
                    ApiToken before = entity.view();
                    if (before.revoked() != null) {
                        return before;
                    }
                    entity.revoke(clock.instant().truncatedTo(ChronoUnit.MICROS));
                    ApiToken after = tokens.saveAndFlush(entity).view();
                    changes.audit(caller, "token.revoke", "token/" + id, before, after);
                    return after;
                });
    }

    static String hash(String secret) {
        return HexFormat.of()
                .formatHex(AuditChain.sha256().digest(secret.getBytes(StandardCharsets.US_ASCII)));
    }
}
