package dev.platte.db.lock;

import dev.platte.db.access.Changes;
import dev.platte.policy.lock.Candidate;
import dev.platte.policy.lock.Occupancy;
import dev.platte.policy.lock.Turn;
import dev.platte.policy.lock.WaitReason;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Looks at lock groups: who holds, who waits, since when, and why. */
@Service
public final class LockBook {

    private final JdbcClient sql;
    private final Changes changes;
    private final LockTokens tokens;

    LockBook(JdbcClient sql, Changes changes, LockTokens tokens) {
        this.sql = sql;
        this.changes = changes;
        this.tokens = tokens;
    }

    /** What a host sees that asks how its group stands. */
    public sealed interface Glance {

        /** Nothing: it is not let in, or there is no such group. */
        record Refused(LockAnswer why) implements Glance {}

        /**
         * @param waiting the host's own place; absent: it does not wait
         */
        record Seen(Standing standing, @Nullable WaitingHost waiting) implements Glance {}
    }

    /** How a group stands, for a host that may ask for its slots. Changes nothing. */
    public Glance glance(LockAsk ask) {
        Optional<LockGroup> group = new GroupRows(sql).find(ask.group());
        if (group.isEmpty()) {
            return new Glance.Refused(new LockAnswer.UnknownGroup());
        }
        Set<String> hashes =
                ask.credential() instanceof LockAsk.Credential.Token(String hash)
                        ? Set.of(hash)
                        : Set.of();
        Optional<String> against =
                Doorkeeper.against(group.get(), ask, tokens.opens(hashes, changes.now()));
        if (against.isPresent()) {
            return new Glance.Refused(new LockAnswer.Stranger(against.get()));
        }
        WaitingHost waiting =
                host(group.get().id(), ask.host()).map(HostView::waiting).orElse(null);
        return new Glance.Seen(standing(group.get()), waiting);
    }

    /**
     * How a lock group stands now.
     *
     * @param limit how many may be down at once
     * @param slots all that are taken, the oldest first
     * @param waiting hosts in the queue
     * @param reason why the first of the queue, or anybody else, would not get a slot now; absent:
     *     it would
     */
    public record Standing(
            LockGroup group,
            int limit,
            List<LockSlot> slots,
            Occupancy occupancy,
            long waiting,
            @Nullable WaitReason reason) {}

    /**
     * A host of a group.
     *
     * @param machineId what the fleet knows it by; absent: it does not
     * @param slot absent: it holds none
     * @param waiting absent: it does not wait
     */
    public record HostView(
            String host,
            @Nullable String machineId,
            @Nullable String hostname,
            @Nullable String version,
            @Nullable String bootId,
            Instant firstSeen,
            Instant lastSeen,
            @Nullable LockSlot slot,
            @Nullable WaitingHost waiting) {}

    /** One group as it stands. */
    public Standing standing(LockGroup group) {
        return changes.read(
                () -> {
                    List<LockSlot> slots =
                            sql.sql(
                                            "select * from lock_slot where group_id = ? order by since, host")
                                    .param(group.id())
                                    .query(LockRows::slot)
                                    .list();
                    long waiting =
                            sql.sql(
                                            """
                                            select count(*) from lock_host
                                            where group_id = ? and waiting_since is not null
                                              and keep_until > ?
                                            """)
                                    .params(group.id(), LockRows.time(changes.now()))
                                    .query(Long.class)
                                    .single();
                    GroupBook book = new GroupBook(group, slots, hosts(group), changes.now());
                    Occupancy now = book.occupancy();
                    Candidate anybody = new Candidate(true, null, null, null, 1);
                    WaitReason reason =
                            switch (Turn.of(group.rules(), now, anybody, changes.now())) {
                                case Turn.Go() -> null;
                                case Turn.Wait(WaitReason why, Duration _) -> why;
                            };
                    return new Standing(
                            group,
                            group.rules().limit().of(now.hosts()),
                            slots,
                            now,
                            waiting,
                            reason);
                });
    }

    private long hosts(LockGroup group) {
        return new Surroundings(sql).hosts(group);
    }

    /**
     * Those who wait, in the order in which they are served.
     *
     * @param after how many to leave out
     * @param limit 1 or more
     */
    public List<WaitingHost> waiting(long groupId, long after, int limit) {
        return sql.sql(WAITING + " order by rank desc, waiting_since, host offset ? limit ?")
                .params(groupId, LockRows.time(changes.now()), after, limit)
                .query(LockBook::waiting)
                .list();
    }

    private static final String WAITING =
            """
            select *, 1 + count(*) filter (where not blocked) over (
                order by rank desc, waiting_since, host
                rows between unbounded preceding and 1 preceding) as position
            from lock_host
            where group_id = ? and waiting_since is not null and keep_until > ?
            """;

    /** One host of a group, if it ever spoke. */
    public Optional<HostView> host(long groupId, String host) {
        LockSlot slot =
                sql.sql("select * from lock_slot where group_id = ? and host = ?")
                        .params(groupId, host)
                        .query(LockRows::slot)
                        .optional()
                        .orElse(null);
        WaitingHost waiting =
                sql.sql("select * from (" + WAITING + ") as queue where host = ?")
                        .params(groupId, LockRows.time(changes.now()), host)
                        .query(LockBook::waiting)
                        .optional()
                        .orElse(null);
        return sql.sql("select * from lock_host where group_id = ? and host = ?")
                .params(groupId, host)
                .query(
                        (row, number) ->
                                new HostView(
                                        host,
                                        row.getString("machine_id"),
                                        row.getString("hostname"),
                                        row.getString("version"),
                                        row.getString("boot_id"),
                                        LockRows.instant(row, "first_seen"),
                                        LockRows.instant(row, "last_seen"),
                                        slot,
                                        waiting))
                .optional();
    }

    /**
     * What is known of a host beside its slot.
     *
     * @param hostname what it calls itself
     * @param machineId what the fleet knows it by
     */
    public record Known(@Nullable String hostname, @Nullable String machineId) {}

    /** What hosts call themselves, for those of these that said it. */
    public Map<String, String> hostnames(long groupId, List<String> hosts) {
        Map<String, String> names = new HashMap<>();
        known(groupId, hosts)
                .forEach(
                        (host, known) -> {
                            if (known.hostname() != null) {
                                names.put(host, known.hostname());
                            }
                        });
        return names;
    }

    /** What is known of these hosts; without those that have never asked. */
    public Map<String, Known> known(long groupId, List<String> hosts) {
        Map<String, Known> known = new HashMap<>();
        sql.sql(
                        """
                        select host, hostname, machine_id from lock_host
                        where group_id = ? and host = any(?)
                        """)
                .params(groupId, hosts.toArray(String[]::new))
                .query(
                        (row, number) ->
                                known.put(
                                        row.getString("host"),
                                        new Known(
                                                row.getString("hostname"),
                                                row.getString("machine_id"))))
                .list();
        return known;
    }

    /**
     * What happened, the newest first.
     *
     * @param host of this host alone; absent: of all
     * @param below only events with a smaller number: the last of the page before
     * @param limit 1 or more
     */
    public List<LockEvent> events(
            long groupId, @Nullable String host, @Nullable Long below, int limit) {
        return sql.sql(
                        """
                        select * from lock_event
                        where group_id = :group and (:host::text is null or host = :host)
                          and (:below::bigint is null or id < :below)
                        order by id desc limit :limit
                        """)
                .param("group", groupId)
                .param("host", host)
                .param("below", below)
                .param("limit", limit)
                .query(LockRows::event)
                .list();
    }

    private static WaitingHost waiting(ResultSet row, int number) throws SQLException {
        return new WaitingHost(
                row.getLong("group_id"),
                row.getString("host"),
                row.getLong("position"),
                row.getString("hostname"),
                row.getString("version"),
                row.getString("to_version"),
                row.getInt("rank"),
                LockRows.instant(row, "waiting_since"),
                LockRows.instant(row, "last_seen"),
                row.getBoolean("blocked"),
                row.getString("kind"),
                row.getString("reason"));
    }
}
