package dev.platte.db.rollout;

import dev.platte.db.access.Changes;
import dev.platte.db.catalog.ChannelMoving;
import dev.platte.db.verb.Caller;
import dev.platte.policy.ramp.EffectiveTime;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Begins rollouts: one for each group and architecture whose channel comes to point elsewhere. What
 * was rolling there is superseded.
 *
 * <p>Rows are locked in one order by all who change them: channel, groups, rollouts by id, the
 * catalogue's version (by its triggers), the audit chain.
 */
@Component
class Moves {

    private final JdbcClient sql;
    private final Changes changes;
    private final Policies policies;
    private final History history;

    Moves(JdbcClient sql, Changes changes, Policies policies, History history) {
        this.sql = sql;
        this.changes = changes;
        this.policies = policies;
        this.history = history;
    }

    /** In the transaction that moves the channel, before it does. */
    @EventListener
    void on(ChannelMoving move) {
        List<Long> groups =
                sql.sql(
                                """
                                select id from host_group where application_id = ? and channel = ?
                                order by id for no key update
                                """)
                        .params(move.channel().applicationId(), move.channel().name())
                        .query(Long.class)
                        .list();
        List<Rollout> open = lockOpen(sql, groups);
        for (long group : groups) {
            lead(
                    new Target(group, move.channel().applicationId(), move.channel().arch()),
                    move.packageId(),
                    open,
                    move.caller());
        }
    }

    /** What is being led where. */
    private record Target(long groupId, long applicationId, String arch) {

        private Optional<Rollout> at(List<Rollout> open, Place place) {
            return open.stream()
                    .filter(rollout -> rollout.groupId() == groupId && rollout.arch().equals(arch))
                    .filter(rollout -> rollout.place() == place)
                    .findFirst();
        }
    }

    /**
     * A group comes to follow other pointers; in its verb's transaction, before the group's own row
     * is written.
     *
     * @param packages by architecture, where its new channel leads
     */
    void follow(long groupId, long applicationId, Map<String, Long> packages, Caller caller) {
        List<Rollout> open = lockOpen(sql, List.of(groupId));
        for (Rollout rollout : open) {
            if (!packages.containsKey(rollout.arch())) {
                lead(new Target(groupId, applicationId, rollout.arch()), null, open, caller);
            }
        }
        packages.forEach(
                (arch, target) ->
                        lead(new Target(groupId, applicationId, arch), target, open, caller));
    }

    /** Rollouts that are not history, each locked until the transaction ends. */
    static List<Rollout> lockOpen(JdbcClient sql, Collection<Long> groups) {
        return sql.sql(
                        """
                        select * from rollout where group_id = any(?) and place is not null
                        order by id for update
                        """)
                .param(groups.toArray(Long[]::new))
                .query(RolloutRows::rollout)
                .list();
    }

    private void lead(Target target, @Nullable Long packageId, List<Rollout> open, Caller caller) {
        Rollout rolling = target.at(open, Place.ROLLING).orElse(null);
        Rollout stable = target.at(open, Place.STABLE).orElse(null);
        Rollout current = rolling == null ? stable : rolling;
        if (packageId != null && current != null && current.packageId() == packageId) {
            return;
        }
        Instant now = changes.now();
        if (rolling != null) {
            supersede(rolling, now, caller);
        }
        if (packageId == null) {
            if (stable != null) {
                supersede(stable, now, caller);
            }
            return;
        }
        begin(target, packageId, stable, now, caller);
    }

    private void supersede(Rollout rollout, Instant now, Caller caller) {
        sql.sql(
                        """
                        update rollout set place = null, revision = revision + 1,
                            state = case state when 'COMPLETED' then state else 'SUPERSEDED' end,
                            open_before_us = ?, running_since = null, ended = coalesce(ended, ?)
                        where id = ?
                        """)
                .params(
                        RolloutRows.micros(rollout.pace().time().at(now)),
                        RolloutRows.time(now),
                        rollout.id())
                .update();
        history.write(rollout.id(), now, RolloutEvent.What.SUPERSEDED, caller, null);
    }

    private void begin(
            Target target, long packageId, @Nullable Rollout stable, Instant now, Caller caller) {
        GroupPolicy policy = policies.of(target.groupId()).policy();
        EffectiveTime time =
                policy.canaries().rule().hosts() == 0
                        ? EffectiveTime.startedAt(now)
                        : EffectiveTime.NOT_STARTED;
        Rollout begun =
                sql.sql(
                                """
                                insert into rollout (uid, group_id, application_id, arch,
                                    package_id, previous_package_id, state, place,
                                    offers_downgrade, created, created_by, ramp, running_since,
                                    at_once, per_period, period_seconds, canaries_needed,
                                    canary_soak_seconds, halt_allowed, halt_sample,
                                    halt_confidence, lease_seconds, reboot_lease_seconds)
                                values (:uid, :group, :application, :arch, :package, :previous,
                                    'RUNNING', 'ROLLING', :downgrade, :now, :by, :ramp::json,
                                    :since, :once, :per, :period, :canaries, :soak, :allowed,
                                    :sample, :confidence, :lease, :reboot)
                                returning *
                                """)
                        .param("uid", UUID.randomUUID())
                        .param("group", target.groupId())
                        .param("application", target.applicationId())
                        .param("arch", target.arch())
                        .param("package", packageId)
                        .param("previous", stable == null ? null : stable.packageId())
                        .param("downgrade", policy.offersDowngrade())
                        .param("now", RolloutRows.time(now))
                        .param("by", caller.who())
                        .param("ramp", PolicyText.ramp(policy.ramp()).toString())
                        .param("since", RolloutRows.time(time.runningSince()))
                        .param("once", policy.limits().atOnce())
                        .param("per", policy.limits().perPeriod())
                        .param("period", policy.limits().period().toSeconds())
                        .param("canaries", policy.canaries().rule().hosts())
                        .param("soak", policy.canaries().rule().soak().toSeconds())
                        .param("allowed", policy.halt().allowed())
                        .param("sample", policy.halt().minimumSample())
                        .param("confidence", policy.halt().confidence().probability())
                        .param("lease", policy.leases().progress().toSeconds())
                        .param("reboot", policy.leases().reboot().toSeconds())
                        .query(RolloutRows::rollout)
                        .single();
        history.write(begun.id(), now, RolloutEvent.What.CREATED, caller, null);
        changes.audit(caller, "rollout.create", "rollout/" + begun.id(), null, begun);
    }
}
