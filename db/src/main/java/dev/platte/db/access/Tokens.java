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
    private final UserRows users;
    private final JdbcClient sql;
    private final Changes changes;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    Tokens(
            ApiTokenRepository tokens,
            UserRows users,
            JdbcClient sql,
            Changes changes,
            InstantSource clock) {
        this.tokens = tokens;
        this.users = users;
        this.sql = sql;
        this.changes = changes;
        this.clock = clock;
    }

    /** Makes a token that belongs to who asks for it; see {@link #issue(NewToken, Caller)}. */
    public IssuedToken issue(
            String name, Role role, List<String> scopes, @Nullable Instant expires, Caller caller) {
        return issue(new NewToken(name, role, null, scopes, expires), caller);
    }

    /**
     * Makes a token. Where no owner is named it belongs to the person who asks, also through a
     * token of theirs.
     *
     * @throws RefusedException {@code token-name-invalid}, {@code token-expiry-invalid}, {@code
     *     scope-invalid}, {@code application-unknown}, {@code user-unknown}
     */
    public IssuedToken issue(NewToken asked, Caller caller) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        check(asked, now);
        List<String> scopes = canonical(asked.scopes());
        byte[] bits = new byte[BYTES];
        random.nextBytes(bits);
        String secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        ApiToken made =
                changes.change(
                        caller,
                        () -> {
                            ApiTokenEntity entity =
                                    new ApiTokenEntity(
                                            asked.name().strip(),
                                            hash(secret),
                                            asked.role(),
                                            scopes,
                                            now,
                                            caller.who());
                            entity.expireAt(asked.expires());
                            entity.belongTo(owner(asked, caller));
                            ApiToken token = tokens.saveAndFlush(entity).view();
                            changes.audit(
                                    caller, "token.issue", "token/" + token.id(), null, token);
                            return token;
                        });
        return new IssuedToken(made, secret);
    }

    private static void check(NewToken asked, Instant now) {
        if (asked.name().isBlank() || asked.name().length() > 100) {
            throw RefusedException.invalid(
                    "token-name-invalid", "A token's name has 1 to 100 characters.");
        }
        Instant expires = asked.expires();
        if (expires != null && !expires.isAfter(now)) {
            throw RefusedException.invalid(
                    "token-expiry-invalid",
                    "The token would end at " + expires + ", which has passed.");
        }
    }

    private List<String> canonical(List<String> texts) {
        List<Scope> scopes = Scope.parseAll(texts);
        for (Scope scope : scopes) {
            String application = scope.application();
            if (application != null && !users.applicationExists(application)) {
                throw RefusedException.invalid(
                        "application-unknown",
                        "The scope " + scope + " names no application of this server.");
            }
        }
        return scopes.stream().map(Scope::toString).distinct().toList();
    }

    private @Nullable Long owner(NewToken asked, Caller caller) {
        String name = asked.owner();
        if (name != null) {
            return users.find(name)
                    .map(User::id)
                    .orElseThrow(
                            () ->
                                    RefusedException.notFound(
                                            "user-unknown", "There is no user " + name + "."));
        }
        return person(caller).orElse(null);
    }

    /** The user behind a caller: who signed in, or the owner of the token that was used. */
    private Optional<Long> person(Caller caller) {
        Long token = caller.tokenId();
        return token == null
                ? users.find(caller.who()).map(User::id)
                : tokens.findById(token).map(ApiTokenEntity::view).map(ApiToken::owner);
    }

    /**
     * Who stands behind a caller, in a form to compare: {@code user/3}, or {@code token/7} for a
     * token that belongs to nobody. All tokens of one person are that person.
     */
    public String personOf(Caller caller) {
        return person(caller)
                .map(Users::subject)
                .orElseGet(
                        () ->
                                caller.tokenId() == null
                                        ? caller.who()
                                        : "token/" + caller.tokenId());
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

    /** Who comes with this secret, and what they may do; empty as {@link #authenticate}. */
    public Optional<Identity> identify(String secret) {
        return authenticate(secret).flatMap(this::identity);
    }

    private Optional<Identity> identity(ApiToken token) {
        List<Scope> scopes = Scope.parseAll(token.scopes());
        Long owner = token.owner();
        if (owner == null) {
            List<Grant> own = List.of(Grant.everywhere(token.role()));
            return Optional.of(
                    new Identity(
                            token.name(),
                            null,
                            token.id(),
                            new Permissions(token.role(), own, scopes)));
        }
        return users.find(owner)
                .filter(user -> user.disabled() == null)
                .map(
                        user ->
                                new Identity(
                                        token.name(),
                                        owner,
                                        token.id(),
                                        new Permissions(token.role(), user.grants(), scopes)));
    }

    private void noteUse(ApiToken token, Instant now) {
        Instant used = token.lastUsed();
        if (used == null || used.isBefore(now.minus(1, ChronoUnit.MINUTES))) {
            // Of many requests at the turn of the minute one writes.
            sql.sql(
                            """
                            update api_token set last_used = :now
                            where id = :id and last_used is not distinct from :seen::timestamptz
                            """)
                    .param("now", now.atOffset(ZoneOffset.UTC))
                    .param("id", token.id())
                    .param("seen", used == null ? null : used.atOffset(ZoneOffset.UTC))
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

    /** Whether any token was ever used: somebody has got in. */
    public boolean anyUsed() {
        return list().stream().anyMatch(token -> token.lastUsed() != null);
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
