package dev.platte.db.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.db.fixture.OnEachPostgres;
import dev.platte.db.fixture.TestDatabase;
import dev.platte.db.fleet.HostQuery.Kind;
import dev.platte.db.fleet.HostQuery.Mark;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@OnEachPostgres
final class HostSearchTest {
    private static final String BY_ALIAS = "lower(alias) collate \"C\",";

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final JdbcClient sql;
    private final Fleet fleet;
    private final long application;
    private final List<Long> groups;

    HostSearchTest(TestDatabase database) {
        this.sql = JdbcClient.create(database.dataSource());
        this.fleet =
                new Fleet(
                        sql,
                        new TransactionTemplate(new JdbcTransactionManager(database.dataSource())));
        String appid = UUID.randomUUID().toString();
        this.application =
                sql.sql(
                                """
                                insert into application (appid, appid_key, name, created)
                                values (?, ?, ?, now()) returning id
                                """)
                        .params(appid, appid, appid)
                        .query(Long.class)
                        .single();
        this.groups =
                sql.sql(
                                """
                                insert into host_group (application_id, uid, track, channel, created)
                                select ?, gen_random_uuid(), 'g' || i, 'stable', now()
                                from generate_series(0, 2) i returning id
                                """)
                        .param(application)
                        .query(Long.class)
                        .list();
        fill();
    }

    /** 3,000 hosts in three groups and none, at five versions, in three states; some are silent. */
    private void fill() {
        sql.sql(
                        """
                        insert into host (application_id, machine_id, group_id, track, version,
                            arch, alias, ip, first_seen, seen_on, state, state_since, last_error,
                            retired)
                        select :app, md5(i::text), nullif((array[:one, :two, :three, 0])[1 + i % 4], 0),
                            'g', '1.' || i % 5, 'amd64', case when i % 2 = 0 then 'Node-' || i end,
                            '10.' || i % 3 || '.0.' || i % 200, :now::timestamptz,
                            (:now::timestamptz)::date - case when i % 100 = 0 then 20 else 0 end,
                            (array['UNKNOWN', 'COMPLETE', 'FAILED'])[1 + i % 3], :now::timestamptz,
                            case when i % 3 = 2 then 268435456 + i % 7 end,
                            case when i % 50 = 7 then :now::timestamptz end
                        from generate_series(1, 3000) i
                        """)
                .param("app", application)
                .param("one", groups.get(0))
                .param("two", groups.get(1))
                .param("three", groups.get(2))
                .param("now", NOW.toString())
                .update();
        sql.sql(
                        """
                        update host_seen s set last_seen = h.seen_on + interval '12 hours'
                        from host h where h.id = s.host_id and h.application_id = ?
                        """)
                .param(application)
                .update();
        sql.sql(
                        """
                        insert into host_counter
                        select application_id, coalesce(group_id, 0), arch, version, state, count(*)
                        from host where application_id = ? and retired is null
                        group by 1, 2, 3, 4, 5
                        """)
                .param(application)
                .update();
    }

    private List<String> pages(HostQuery query) {
        List<String> seen = new ArrayList<>();
        String after = null;
        while (true) {
            List<Host> page = fleet.list(query.after(after));
            page.forEach(host -> seen.add(host.key().machineId()));
            if (page.size() < query.limit()) {
                return seen;
            }
            after = seen.getLast();
        }
    }

    /** What a look at every host finds. */
    private List<String> all(String condition, String order) {
        return sql.sql(
                        """
                        select machine_id from host h join host_seen s on s.host_id = h.id
                        where application_id = ? and %s order by %s machine_id
                        """
                                .formatted(condition, order))
                .param(application)
                .query(String.class)
                .list();
    }

    private void assertFinds(HostQuery query, String condition) {
        assertFinds(query, condition, "");
    }

    private void assertFinds(HostQuery query, String condition, String order) {
        List<String> expected = all(condition, order);
        assertThat(expected).as("the question is one").isNotEmpty();
        assertThat(pages(query)).as(condition).isEqualTo(expected);
        fleet.count(query)
                .ifPresent(count -> assertThat(count).as(condition).isEqualTo(expected.size()));
    }

    private HostQuery query(
            @Nullable Long group, @Nullable String version, @Nullable HostState state) {
        return HostQuery.all(application, 37).of(new Kind(group, version, state));
    }

    @Test
    void everyKindIsFoundPageByPage() {
        long group = groups.get(1);
        assertFinds(query(null, null, null), "retired is null");
        assertFinds(query(group, null, null), "retired is null and group_id = " + group);
        assertFinds(query(null, "1.3", null), "retired is null and version = '1.3'");
        assertFinds(query(null, null, HostState.FAILED), "retired is null and state = 'FAILED'");
        assertFinds(
                query(group, "1.3", HostState.COMPLETE),
                "retired is null and version = '1.3' and state = 'COMPLETE' and group_id = "
                        + group);
        assertThat(fleet.list(query(group, "7", null))).isEmpty();
        assertThat(fleet.count(query(group, "7", null))).hasValue(0);
    }

    @Test
    void everyMarkIsFoundPageByPage() {
        HostQuery any = HostQuery.all(application, 37);
        assertFinds(any.with(new Mark.Named("a")), "retired is null and machine_id like 'a%'");
        assertFinds(
                any.with(new Mark.Aliased("node-1")),
                "retired is null and alias like 'Node-1%'",
                BY_ALIAS);
        assertFinds(
                any.with(new Mark.Addressed("10.2.")),
                "retired is null and ip like '10.2.%'",
                "ip collate \"C\",");
        assertFinds(any.with(new Mark.Erred(5)), "retired is null and last_error = 268435461");
        assertFinds(
                any.with(new Mark.Erred(268435461L)), "retired is null and last_error = 268435461");
        assertFinds(
                any.with(new Mark.SilentSince(NOW.minusSeconds(86_400))),
                "retired is null and last_seen < '2026-02-28 12:00Z'",
                "seen_on,");
        assertFinds(any.with(new Mark.Retired()), "retired is not null");
        assertThat(fleet.count(any.with(new Mark.Erred(5)))).isEmpty();
    }

    @Test
    void marksAndKindsAreJoined() {
        assertFinds(
                query(groups.get(0), null, HostState.FAILED)
                        .with(new Mark.Erred(3))
                        .with(new Mark.Aliased("NODE-"))
                        .with(new Mark.Addressed("10.")),
                """
                retired is null and state = 'FAILED' and last_error = 268435459
                and alias is not null and group_id = %d
                """
                        .formatted(groups.get(0)));
    }

    @Test
    void aMarkWithinAGroupIsInItsOwnOrderToo() {
        long group = groups.get(0);
        assertFinds(
                query(group, null, null).with(new Mark.Aliased("NODE-")),
                "retired is null and alias is not null and group_id = " + group,
                BY_ALIAS);
        assertFinds(
                query(group, null, null).with(new Mark.SilentSince(NOW.minusSeconds(86_400))),
                "retired is null and last_seen < '2026-02-28 12:00Z' and group_id = " + group,
                "seen_on,");
    }

    @Test
    void prefixIsTextAndNoPattern() {
        HostQuery any = HostQuery.all(application, 37);
        assertThat(fleet.list(any.with(new Mark.Named("%")))).isEmpty();
        assertThat(fleet.list(any.with(new Mark.Aliased("node_")))).isEmpty();
        assertThat(fleet.list(any.with(new Mark.Named("'; drop table host; --")))).isEmpty();
    }
}
