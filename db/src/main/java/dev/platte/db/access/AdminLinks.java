package dev.platte.db.access;

import dev.platte.db.verb.Caller;
import dev.platte.db.verb.RefusedException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Links that make the first administrator. One opens for an hour, once, and only while there is no
 * user at all.
 */
@Service
public final class AdminLinks {

    private static final Duration LASTS = Duration.ofHours(1);
    private static final int BYTES = 32;

    private final JdbcClient sql;
    private final Users users;
    private final UserRows rows;
    private final Tokens tokens;
    private final SignIns signIns;
    private final Changes changes;
    private final SecureRandom random = new SecureRandom();

    AdminLinks(
            JdbcClient sql,
            Users users,
            UserRows rows,
            Tokens tokens,
            SignIns signIns,
            Changes changes) {
        this.sql = sql;
        this.users = users;
        this.rows = rows;
        this.tokens = tokens;
        this.signIns = signIns;
        this.changes = changes;
    }

    /** Whether nobody has ever got in: there is no user, and no token was ever used. */
    public boolean needed() {
        return !users.any() && !tokens.anyUsed();
    }

    /** Makes a link. Several may be open: each server of an installation prints its own. */
    public IssuedLink issue(Caller caller) {
        byte[] bits = new byte[BYTES];
        random.nextBytes(bits);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        Instant now = changes.now();
        Instant expires = now.plus(LASTS);
        return changes.change(
                caller,
                () -> {
                    sql.sql("delete from admin_link where expires <= ?")
                            .param(now.atOffset(ZoneOffset.UTC))
                            .update();
                    sql.sql("insert into admin_link (hash, created, expires) values (?, ?, ?)")
                            .params(
                                    Tokens.hash(secret),
                                    now.atOffset(ZoneOffset.UTC),
                                    expires.atOffset(ZoneOffset.UTC))
                            .update();
                    changes.audit(
                            caller, "user.link", "user/first", null, Map.of("expires", expires));
                    return new IssuedLink(secret, expires);
                });
    }

    /**
     * Makes the first administrator and signs them in; all links end.
     *
     * @throws RefusedException {@code link-invalid}, and as {@link Users#create}
     */
    public SignIn.Opened redeem(
            String secret,
            String name,
            @Nullable String email,
            String password,
            @Nullable String requestId) {
        requireOpen(secret);
        Caller caller = new Caller("admin-link", null, null, requestId);
        NewUser first = new NewUser(name, email, password, List.of(Grant.everywhere(Role.ADMIN)));
        return changes.change(
                caller,
                () -> {
                    // Of two at once, the second waits here and finds a user.
                    rows.lock();
                    int taken =
                            sql.sql("delete from admin_link where hash = ? and expires > ?")
                                    .params(
                                            Tokens.hash(secret),
                                            changes.now().atOffset(ZoneOffset.UTC))
                                    .update();
                    if (taken == 0 || users.any()) {
                        throw invalid();
                    }
                    User made = users.create(first, caller);
                    sql.sql("delete from admin_link").update();
                    return signIns.open(made, 0, requestId);
                });
    }

    /** Before a slow hash is made for anybody who guesses. */
    private void requireOpen(String secret) {
        boolean open =
                secret.length() < 100
                        && sql.sql(
                                        "select exists (select from admin_link where hash = ? and expires > ?)")
                                .params(Tokens.hash(secret), changes.now().atOffset(ZoneOffset.UTC))
                                .query(Boolean.class)
                                .single();
        if (!open || users.any()) {
            throw invalid();
        }
    }

    private static RefusedException invalid() {
        return RefusedException.forbidden(
                "link-invalid",
                "This link was used, has ended, or was never made. While nobody has got in, each start of"
                        + " the server makes another.");
    }
}
