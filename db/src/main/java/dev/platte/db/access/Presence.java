package dev.platte.db.access;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Whether those who were let in a while ago would be let in still: for requests that last, one
 * statement for all of them.
 */
@Service
public final class Presence {

    private final JdbcClient sql;
    private final UserRows users;
    private final InstantSource clock;

    Presence(JdbcClient sql, UserRows users, InstantSource clock) {
        this.sql = sql;
        this.users = users;
        this.clock = clock;
    }

    /**
     * By what somebody was let in.
     *
     * @param revision of the person then: roles, password and lock-out count in it
     */
    public record Mark(@Nullable Long tokenId, @Nullable Long userId, @Nullable Long revision) {}

    public Mark mark(Identity who) {
        Long user = who.userId();
        return new Mark(
                who.tokenId(),
                user,
                user == null ? null : users.find(user).map(User::revision).orElse(-1L));
    }

    /** Those of them who would not be let in now, or not as they were. */
    public List<Mark> gone(List<Mark> marks) {
        return sql
                .sql(
                        """
                        select m.n from unnest(:numbers::integer[], :tokens::bigint[],
                            :users::bigint[], :revisions::bigint[]) as m (n, token, person, revision)
                        where (m.token is not null and not exists (select from api_token t
                                where t.id = m.token and t.revoked is null
                                  and (t.expires is null or t.expires > :now)))
                           or (m.person is not null and not exists (select from account a
                                where a.id = m.person and a.disabled is null
                                  and a.revision = m.revision))
                        """)
                .param("numbers", IntStream.range(0, marks.size()).boxed().toArray(Integer[]::new))
                .param("tokens", marks.stream().map(Mark::tokenId).toArray(Long[]::new))
                .param("users", marks.stream().map(Mark::userId).toArray(Long[]::new))
                .param("revisions", marks.stream().map(Mark::revision).toArray(Long[]::new))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .query(Integer.class)
                .list()
                .stream()
                .map(marks::get)
                .toList();
    }
}
