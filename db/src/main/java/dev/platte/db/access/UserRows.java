package dev.platte.db.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of people and their roles. */
@Component
final class UserRows {

    /** What signing in needs, and nobody else sees. */
    record Secret(@Nullable String passwordHash, long epoch) {}

    /** One lock for all people: of two administrators who remove each other, one stays. */
    private static final long CHANGES = 5075461_0006L;

    // Roles ride along as ROLE or ROLE@application, so that a person is one row.
    private static final String SELECT =
            """
            select a.*, array(
                select r.role || coalesce('@' || p.appid_key, '')
                from account_role r left join application p on p.id = r.application_id
                where r.account_id = a.id order by p.appid_key nulls first) as grants
            from account a
            """;

    private final JdbcClient sql;

    UserRows(JdbcClient sql) {
        this.sql = sql;
    }

    List<User> all() {
        return sql.sql(SELECT + "order by a.name").query(UserRows::user).list();
    }

    Optional<User> find(long id) {
        return sql.sql(SELECT + "where a.id = ?").param(id).query(UserRows::user).optional();
    }

    Optional<User> find(String name) {
        return sql.sql(SELECT + "where a.name = ?").param(name).query(UserRows::user).optional();
    }

    Optional<User> find(String issuer, String subject) {
        return sql.sql(SELECT + "where a.issuer = ? and a.subject = ?")
                .params(issuer, subject)
                .query(UserRows::user)
                .optional();
    }

    /** Nobody else changes anybody until the transaction ends. */
    void lock() {
        sql.sql("select pg_advisory_xact_lock(?)").param(CHANGES).query().singleRow();
    }

    /** Found, and locked as {@link #lock()} does. */
    Optional<User> lock(long id) {
        lock();
        return find(id);
    }

    /** All who administrate everything and can sign in. */
    List<Long> administrators() {
        return sql.sql(
                        """
                        select a.id from account a
                        where a.disabled is null and exists (
                            select from account_role r where r.account_id = a.id and r.role = 'ADMIN'
                                and r.application_id is null)
                        """)
                .query(Long.class)
                .list();
    }

    Secret secret(long id) {
        return sql.sql("select password_hash, epoch from account where id = ?")
                .param(id)
                .query(
                        (row, number) ->
                                new Secret(row.getString("password_hash"), row.getLong("epoch")))
                .single();
    }

    boolean any() {
        return sql.sql("select exists (select from account)").query(Boolean.class).single();
    }

    long insert(
            NewUser user,
            @Nullable String hash,
            @Nullable String issuer,
            @Nullable String subject,
            Instant now,
            String by) {
        return sql.sql(
                        """
                        insert into account (name, email, password_hash, issuer, subject, created, created_by)
                        values (?, ?, ?, ?, ?, ?, ?) returning id
                        """)
                .params(
                        user.name(),
                        user.email(),
                        hash,
                        issuer,
                        subject,
                        now.atOffset(ZoneOffset.UTC),
                        by)
                .query(Long.class)
                .single();
    }

    void replaceGrants(long id, List<Grant> grants) {
        sql.sql("delete from account_role where account_id = ?").param(id).update();
        for (Grant grant : grants) {
            sql.sql(
                            """
                            insert into account_role (account_id, role, application_id)
                            values (?, ?, (select id from application where appid_key = ?))
                            """)
                    .params(id, grant.role().name(), grant.application())
                    .update();
        }
    }

    boolean applicationExists(String key) {
        return sql.sql("select exists (select from application where appid_key = ?)")
                .param(key)
                .query(Boolean.class)
                .single();
    }

    /** Ends open sessions too. */
    void setPassword(long id, String hash) {
        sql.sql(
                        """
                        update account set password_hash = ?, epoch = epoch + 1, revision = revision + 1
                        where id = ?
                        """)
                .params(hash, id)
                .update();
    }

    /** The same password under stronger parameters: no change that anybody sees. */
    void rehash(long id, String old, String hash) {
        sql.sql("update account set password_hash = ? where id = ? and password_hash = ?")
                .params(hash, id, old)
                .update();
    }

    void setDisabled(long id, @Nullable Instant when) {
        sql.sql(
                        """
                        update account set disabled = ?, epoch = epoch + 1, revision = revision + 1
                        where id = ?
                        """)
                .params(when == null ? null : when.atOffset(ZoneOffset.UTC), id)
                .update();
    }

    void setEmail(long id, @Nullable String email) {
        sql.sql("update account set email = ? where id = ?").params(email, id).update();
    }

    void touch(long id) {
        sql.sql("update account set revision = revision + 1 where id = ?").param(id).update();
    }

    void signedIn(long id, Instant now) {
        sql.sql("update account set last_sign_in = ? where id = ?")
                .params(now.atOffset(ZoneOffset.UTC), id)
                .update();
    }

    private static User user(ResultSet row, int number) throws SQLException {
        List<Grant> grants = new ArrayList<>();
        for (String grant : (String[]) row.getArray("grants").getArray()) {
            int at = grant.indexOf('@');
            grants.add(
                    at < 0
                            ? Grant.everywhere(Role.valueOf(grant))
                            : new Grant(
                                    Role.valueOf(grant.substring(0, at)), grant.substring(at + 1)));
        }
        Instant created = time(row, "created");
        return new User(
                row.getLong("id"),
                row.getString("name"),
                row.getString("email"),
                row.getString("password_hash") != null,
                row.getString("issuer"),
                grants,
                time(row, "disabled"),
                created == null ? Instant.EPOCH : created,
                row.getString("created_by"),
                time(row, "last_sign_in"),
                row.getLong("revision"));
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
