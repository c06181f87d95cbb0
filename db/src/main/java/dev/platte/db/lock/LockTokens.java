package dev.platte.db.lock;

import dev.platte.db.access.Changes;
import dev.platte.db.verb.Caller;
import dev.platte.db.verb.RefusedException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * What opens a lock group to hosts: 256 random bits, shown once, kept as their SHA-256. They open
 * nothing else.
 */
@Service
public final class LockTokens {

    private static final String PREFIX = "plattelock_";
    private static final int BYTES = 32;

    private final JdbcClient sql;
    private final Changes changes;
    private final SecureRandom random = new SecureRandom();

    LockTokens(JdbcClient sql, Changes changes) {
        this.sql = sql;
        this.changes = changes;
    }

    /**
     * A token without its secret.
     *
     * @param host the one host it opens the group for; absent: any
     */
    public record LockToken(
            long id,
            long groupId,
            @Nullable String host,
            String note,
            Instant created,
            String createdBy,
            @Nullable Instant expires,
            @Nullable Instant revoked) {}

    /** A token that was made just now, with its secret, which nobody sees again. */
    public record Issued(LockToken token, String secret) {
        @Override
        public String toString() {
            return "Issued[token=" + token + ", secret=(hidden)]";
        }
    }

    /** What a token opens; host: absent: any host of the group. */
    record Opens(long groupId, @Nullable String host) {}

    /**
     * Makes a token.
     *
     * @param host for this host alone; absent: for any that says the group
     * @throws RefusedException {@code lock-group-unknown}, {@code lock-host-invalid}, {@code
     *     token-expiry-invalid}, {@code text-invalid}
     */
    public Issued issue(
            long groupId,
            @Nullable String host,
            String note,
            @Nullable Instant expires,
            Caller caller) {
        if (host != null) {
            LockGroups.checkHost(host);
        }
        if (note.length() > 200) {
            throw RefusedException.invalid(
                    "text-invalid", "A note has at most 200 characters; this has more.");
        }
        byte[] bits = new byte[BYTES];
        random.nextBytes(bits);
        String secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        LockToken made =
                changes.change(
                        caller,
                        () -> {
                            Instant now = changes.now();
                            if (expires != null && !expires.isAfter(now)) {
                                throw RefusedException.invalid(
                                        "token-expiry-invalid",
                                        "The token would end at "
                                                + expires
                                                + ", which has passed.");
                            }
                            requireGroup(groupId);
                            LockToken token =
                                    sql.sql(
                                                    """
                                                    insert into lock_token (group_id, host, hash,
                                                        note, created, created_by, expires)
                                                    values (?, ?, ?, ?, ?, ?, ?) returning *
                                                    """)
                                            .params(
                                                    groupId,
                                                    host,
                                                    hash(secret),
                                                    note.strip(),
                                                    LockRows.time(now),
                                                    caller.who(),
                                                    LockRows.time(expires))
                                            .query(LockTokens::row)
                                            .single();
                            changes.audit(
                                    caller, "lock.token.issue", "lock/" + groupId, null, token);
                            return token;
                        });
        return new Issued(made, secret);
    }

    /**
     * Ends a token at once; ending it twice changes nothing.
     *
     * @throws RefusedException {@code token-unknown}
     */
    public LockToken revoke(long groupId, long id, Caller caller) {
        return changes.change(
                caller,
                () -> {
                    LockToken before =
                            sql.sql(
                                            """
                                            select * from lock_token
                                            where id = ? and group_id = ? for update
                                            """)
                                    .params(id, groupId)
                                    .query(LockTokens::row)
                                    .optional()
                                    .orElseThrow(
                                            () ->
                                                    RefusedException.notFound(
                                                            "token-unknown",
                                                            "The lock group has no token "
                                                                    + id
                                                                    + "."));
                    if (before.revoked() != null) {
                        return before;
                    }
                    LockToken after =
                            sql.sql("update lock_token set revoked = ? where id = ? returning *")
                                    .params(LockRows.time(changes.now()), id)
                                    .query(LockTokens::row)
                                    .single();
                    changes.audit(caller, "lock.token.revoke", "lock/" + groupId, before, after);
                    return after;
                });
    }

    /** All tokens of a group, the ended ones too, in the order they were made. */
    public List<LockToken> list(long groupId) {
        return sql.sql("select * from lock_token where group_id = ? order by id")
                .param(groupId)
                .query(LockTokens::row)
                .list();
    }

    /** What those of these tokens open that open anything now, by their hashes. */
    Map<String, Opens> opens(Set<String> hashes, Instant now) {
        Map<String, Opens> opens = new HashMap<>();
        if (!hashes.isEmpty()) {
            sql.sql(
                            """
                            select hash, group_id, host from lock_token
                            where hash = any(?) and revoked is null
                              and (expires is null or expires > ?)
                            """)
                    .params(hashes.toArray(String[]::new), LockRows.time(now))
                    .query(
                            (row, number) ->
                                    opens.put(
                                            row.getString("hash"),
                                            new Opens(
                                                    row.getLong("group_id"),
                                                    row.getString("host"))))
                    .list();
        }
        return opens;
    }

    /** What is kept of a secret. */
    public static String hash(String secret) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private void requireGroup(long id) {
        if (sql.sql("select id from lock_group where id = ?")
                .param(id)
                .query(Long.class)
                .optional()
                .isEmpty()) {
            throw LockGroups.unknown(Long.toString(id));
        }
    }

    private static LockToken row(ResultSet row, int number) throws SQLException {
        return new LockToken(
                row.getLong("id"),
                row.getLong("group_id"),
                row.getString("host"),
                row.getString("note"),
                LockRows.instant(row, "created"),
                row.getString("created_by"),
                LockRows.optionalInstant(row, "expires"),
                LockRows.optionalInstant(row, "revoked"));
    }
}
