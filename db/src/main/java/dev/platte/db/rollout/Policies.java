package dev.platte.db.rollout;

import dev.platte.db.access.Changes;
import dev.platte.db.verb.Caller;
import dev.platte.db.verb.RefusedException;
import dev.platte.policy.health.CanaryRule;
import dev.platte.policy.ramp.EffectiveTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How groups are moved. */
@Service
public final class Policies {

    private final JdbcClient sql;
    private final Changes changes;
    private final History history;

    Policies(JdbcClient sql, Changes changes, History history) {
        this.sql = sql;
        this.changes = changes;
        this.history = history;
    }

    /**
     * The policy of a group.
     *
     * @param revision counts its changes; its ETag; 0: it is the usual one, never set
     */
    public record Stored(long groupId, GroupPolicy policy, long revision) {}

    /**
     * A policy from its document: shares and rates in percent, durations as ISO 8601; absent parts
     * are as usual.
     *
     * @throws RefusedException {@code policy-invalid}, with the field, its value and its range
     */
    public static GroupPolicy parse(JsonNode document) {
        return PolicyText.read(document);
    }

    /** The whole document of a policy; {@link #parse} gives the same policy back. */
    public static JsonNode document(GroupPolicy policy) {
        return PolicyText.write(policy);
    }

    /** A group without a policy of its own has {@link GroupPolicy#USUAL}. */
    public Stored of(long groupId) {
        return sql.sql("select * from group_policy where group_id = ?")
                .param(groupId)
                .query(
                        (row, number) ->
                                new Stored(
                                        groupId,
                                        stored(row.getString("document")),
                                        row.getLong("revision")))
                .optional()
                .orElseGet(() -> new Stored(groupId, GroupPolicy.USUAL, 0));
    }

    /** Those of all groups that have one of their own. */
    public Map<Long, GroupPolicy> all() {
        return sql
                .sql("select * from group_policy")
                .query(
                        (row, number) ->
                                Map.entry(
                                        row.getLong("group_id"), stored(row.getString("document"))))
                .list()
                .stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /**
     * Sets the policy of a group; its open rollouts take over limits, halt rule and leases, and the
     * canary rule while their canaries are not through.
     *
     * @param seen the revision the caller looked at
     * @throws RefusedException {@code group-unknown}, {@code changed-meanwhile}
     */
    public Stored set(long groupId, GroupPolicy policy, long seen, Caller caller) {
        return changes.change(
                caller,
                () -> {
                    String channel =
                            sql.sql("select channel from host_group where id = ? for no key update")
                                    .param(groupId)
                                    .query(String.class)
                                    .optional()
                                    .orElseThrow(
                                            () ->
                                                    RefusedException.notFound(
                                                            "group-unknown",
                                                            "There is no group " + groupId + "."));
                    if (channel.equals(policy.promotion().to())) {
                        throw RefusedException.invalid(
                                "policy-invalid",
                                "policy.promotion.to is \""
                                        + channel
                                        + "\", which the group follows itself; give the next channel.");
                    }
                    Stored before = of(groupId);
                    Changes.expect("The policy of group " + groupId, seen, before.revision());
                    // Their rows before anything that the catalogue's trigger sees: the ledger
                    // takes the two in this order.
                    List<Rollout> open = Moves.lockOpen(sql, List.of(groupId));
                    Stored after = new Stored(groupId, policy, before.revision() + 1);
                    store(after);
                    open.forEach(rollout -> takeOver(rollout, policy, caller));
                    changes.audit(
                            caller,
                            "group.policy",
                            "group/" + groupId,
                            document(before.policy()),
                            document(policy));
                    return after;
                });
    }

    private void store(Stored after) {
        sql.sql(
                        """
                        insert into group_policy (group_id, document, changed, revision)
                        values (?, ?::json, ?, ?)
                        on conflict (group_id) do update set document = excluded.document,
                            changed = excluded.changed, revision = excluded.revision
                        """)
                .params(
                        after.groupId(),
                        document(after.policy()).toString(),
                        RolloutRows.time(changes.now()),
                        after.revision())
                .update();
    }

    private void takeOver(Rollout rollout, GroupPolicy policy, Caller caller) {
        Rollout.Pace pace = rollout.pace();
        boolean waiting =
                rollout.state().rolling() && pace.time().equals(EffectiveTime.NOT_STARTED);
        CanaryRule canaries = waiting ? policy.canaries().rule() : pace.canaries();
        if (pace.limits().equals(policy.limits())
                && pace.halt().equals(policy.halt())
                && pace.leases().equals(policy.leases())
                && pace.canaries().equals(canaries)) {
            return;
        }
        Instant now = changes.now();
        EffectiveTime time =
                waiting && rollout.state() == RolloutState.RUNNING
                        ? started(canaries, rollout.counted(), now)
                        : pace.time();
        sql.sql(
                        """
                        update rollout set revision = revision + 1, at_once = :once,
                            per_period = :per, period_seconds = :period, halt_allowed = :allowed,
                            halt_sample = :sample, halt_confidence = :confidence,
                            lease_seconds = :lease, reboot_lease_seconds = :reboot,
                            canaries_needed = :canaries, canary_soak_seconds = :soak,
                            running_since = :since
                        where id = :id
                        """)
                .param("once", policy.limits().atOnce())
                .param("per", policy.limits().perPeriod())
                .param("period", policy.limits().period().toSeconds())
                .param("allowed", policy.halt().allowed())
                .param("sample", policy.halt().minimumSample())
                .param("confidence", policy.halt().confidence().probability())
                .param("lease", policy.leases().progress().toSeconds())
                .param("reboot", policy.leases().reboot().toSeconds())
                .param("canaries", canaries.hosts())
                .param("soak", canaries.soak().toSeconds())
                .param("since", RolloutRows.time(time.runningSince()))
                .param("id", rollout.id())
                .update();
        history.write(
                rollout.id(),
                now,
                RolloutEvent.What.POLICY_CHANGED,
                caller,
                PolicyText.write(policy));
    }

    /** The time of a rollout that nobody has stopped: it runs once the canaries have soaked. */
    static EffectiveTime started(CanaryRule rule, Rollout.Counted counted, Instant now) {
        if (rule.hosts() == 0) {
            return EffectiveTime.startedAt(now);
        }
        Instant last = counted.canariesLast() == null ? now : counted.canariesLast();
        return rule.soakedAt(counted.canariesUpdated(), last)
                .map(EffectiveTime::startedAt)
                .orElse(EffectiveTime.NOT_STARTED);
    }

    private static GroupPolicy stored(String document) {
        return PolicyText.read(JsonMapper.shared().readTree(document));
    }
}
