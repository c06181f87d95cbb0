package dev.platte.db.rollout;

import dev.platte.db.access.Changes;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.catalog.Channel;
import dev.platte.db.catalog.ChannelHistory;
import dev.platte.db.catalog.Packages;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.verb.Caller;
import dev.platte.db.verb.RefusedException;
import dev.platte.omaha.value.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Takes a bad release back, in one transaction: withdrawn, the channel back on an earlier one. */
@Service
public final class Rollback {

    private final JdbcClient sql;
    private final Changes changes;
    private final Catalog catalog;
    private final Packages packages;
    private final ChannelHistory history;

    Rollback(
            JdbcClient sql,
            Changes changes,
            Catalog catalog,
            Packages packages,
            ChannelHistory history) {
        this.sql = sql;
        this.changes = changes;
        this.catalog = catalog;
        this.packages = packages;
        this.history = history;
    }

    /**
     * What was done.
     *
     * @param begun the rollouts that lead back, one for each group that follows the channel
     */
    public record Done(Channel channel, UpdatePackage withdrawn, List<Rollout> begun) {
        public Done {
            begun = List.copyOf(begun);
        }
    }

    /**
     * Withdraws what the channel points to and points it to an earlier package. Needs a reason.
     *
     * @param wanted the published package to go back to; absent: what the channel pointed to before
     * @param offerDowngrade hosts that run the withdrawn version are sent down, also where their
     *     group's policy would leave them
     * @param seen the channel's revision that the caller looked at
     * @throws RefusedException as {@link Catalog#point} and {@link Packages#withdraw}; {@code
     *     channel-empty}, {@code rollback-not-back}, {@code rollback-nowhere}
     */
    public Done to(
            long channelId,
            @Nullable Long wanted,
            boolean offerDowngrade,
            long seen,
            Caller caller) {
        caller.requiredReason();
        return changes.change(
                caller,
                () -> {
                    UpdatePackage bad = lockPointed(channelId);
                    long packageId = wanted == null ? before(channelId) : wanted;
                    UpdatePackage back =
                            packages.find(packageId)
                                    .orElseThrow(
                                            () ->
                                                    RefusedException.notFound(
                                                            "package-unknown",
                                                            "There is no package "
                                                                    + packageId
                                                                    + "."));
                    requireEarlier(back, bad);
                    Channel channel = catalog.point(channelId, packageId, seen, caller);
                    if (offerDowngrade) {
                        sendDown(channel, packageId);
                    }
                    UpdatePackage withdrawn = packages.withdraw(bad.id(), bad.revision(), caller);
                    return new Done(channel, withdrawn, leadingTo(channel, packageId));
                });
    }

    private long before(long channelId) {
        return catalog.channel(channelId)
                .flatMap(history::before)
                .orElseThrow(
                        () ->
                                RefusedException.conflict(
                                        "rollback-nowhere",
                                        "The channel has pointed to nothing before that is published; say where to go back to."));
    }

    /**
     * The channel's row and its package's before anything that {@link Catalog#point} locks after
     * the channel: withdrawing locks the package before the catalogue's version, too.
     */
    private UpdatePackage lockPointed(long channelId) {
        sql.sql("select id from channel where id = ? for update")
                .param(channelId)
                .query(Long.class)
                .optional();
        Channel channel =
                catalog.channel(channelId)
                        .orElseThrow(
                                () ->
                                        RefusedException.notFound(
                                                "channel-unknown",
                                                "There is no channel " + channelId + "."));
        Long pointed = channel.packageId();
        if (pointed == null) {
            throw RefusedException.conflict(
                    "channel-empty",
                    "The channel "
                            + channel.name()
                            + " points to nothing; there is nothing to take back.");
        }
        sql.sql("select id from package where id = ? for update")
                .param(pointed)
                .query(Long.class)
                .optional();
        return packages.find(pointed).orElseThrow();
    }

    private static void requireEarlier(UpdatePackage back, UpdatePackage bad) {
        boolean earlier =
                Version.of(bad.version())
                        .readable()
                        .flatMap(
                                from ->
                                        Version.of(back.version())
                                                .readable()
                                                .map(from::isNewerThan))
                        .orElse(back.id() != bad.id());
        if (!earlier) {
            throw RefusedException.conflict(
                    "rollback-not-back",
                    "The channel points to "
                            + bad.version()
                            + "; a rollback goes to a version below it, not to "
                            + back.version()
                            + ".");
        }
    }

    private void sendDown(Channel channel, long packageId) {
        sql.sql(
                        """
                        update rollout r set offers_downgrade = true, revision = r.revision + 1
                        from host_group g
                        where g.id = r.group_id and g.application_id = :application
                          and g.channel = :channel and r.arch = :arch and r.package_id = :package
                          and r.place = 'ROLLING' and not r.offers_downgrade
                        """)
                .param("application", channel.applicationId())
                .param("channel", channel.name())
                .param("arch", channel.arch())
                .param("package", packageId)
                .update();
    }

    private List<Rollout> leadingTo(Channel channel, long packageId) {
        return sql.sql(
                        """
                        select r.* from rollout r join host_group g on g.id = r.group_id
                        where g.application_id = :application and g.channel = :channel
                          and r.arch = :arch and r.package_id = :package and r.place = 'ROLLING'
                        order by r.id
                        """)
                .param("application", channel.applicationId())
                .param("channel", channel.name())
                .param("arch", channel.arch())
                .param("package", packageId)
                .query(RolloutRows::rollout)
                .list();
    }
}
