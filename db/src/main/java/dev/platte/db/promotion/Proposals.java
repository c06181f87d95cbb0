package dev.platte.db.promotion;

import dev.platte.db.approval.Approval;
import dev.platte.db.approval.ApprovalState;
import dev.platte.db.approval.Approvals;
import dev.platte.db.approval.Change;
import dev.platte.db.catalog.AppIds;
import dev.platte.db.catalog.Application;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.catalog.Channel;
import dev.platte.db.catalog.ChannelHistory;
import dev.platte.db.catalog.ChannelMoved;
import dev.platte.db.catalog.ChannelMoving;
import dev.platte.db.catalog.PackageState;
import dev.platte.db.catalog.Packages;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.rollout.Group;
import dev.platte.db.rollout.GroupPolicy;
import dev.platte.db.rollout.Groups;
import dev.platte.db.rollout.Policies;
import dev.platte.db.verb.Caller;
import dev.platte.db.verb.RefusedException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Service;

/**
 * Moves that others must agree to. Where a rule that leads to a channel asks for approvals, nobody
 * moves the channel to a package that it never had without them: neither a rule, nor a person, nor
 * a document that is applied. The way back is always open.
 */
@Service
public final class Proposals {

    static final String ACTION = "channel.promote";
    private static final Duration LASTS = Duration.ofDays(14);

    private final Approvals approvals;
    private final Catalog catalog;
    private final ChannelHistory history;
    private final Packages packages;
    private final Groups groups;
    private final Policies policies;

    Proposals(
            Approvals approvals,
            Catalog catalog,
            ChannelHistory history,
            Packages packages,
            Groups groups,
            Policies policies) {
        this.approvals = approvals;
        this.catalog = catalog;
        this.history = history;
        this.packages = packages;
        this.groups = groups;
        this.policies = policies;
    }

    /** How many others must agree before the channel moves to a package that it never had. */
    public int needed(Channel channel) {
        Map<Long, GroupPolicy> all = policies.all();
        return groups.list(channel.applicationId()).stream()
                .map(Group::id)
                .filter(all::containsKey)
                .map(id -> all.get(id).promotion())
                .filter(promotion -> channel.name().equals(promotion.to()))
                .mapToInt(promotion -> promotion.rule().approvals())
                .max()
                .orElse(0);
    }

    /** The same for one package: none for one that the channel had before. */
    public int needed(Channel channel, long packageId) {
        return history.had(channel.id(), packageId) ? 0 : needed(channel);
    }

    /**
     * Asks others to agree to a move; once they do, the server makes it. Asking again gives the
     * open request.
     *
     * @throws RefusedException {@code package-unknown}, {@code package-not-published}, {@code
     *     channel-there-already}, {@code approval-needless}
     */
    public Approval propose(Channel channel, long packageId, Caller caller) {
        UpdatePackage target =
                packages.find(packageId)
                        .orElseThrow(
                                () ->
                                        RefusedException.notFound(
                                                "package-unknown",
                                                "There is no package " + packageId + "."));
        if (target.state() != PackageState.PUBLISHED) {
            throw RefusedException.conflict(
                    "package-not-published",
                    "Package %s is %s; only a published one can be offered."
                            .formatted(target.version(), target.state()));
        }
        if (Long.valueOf(packageId).equals(channel.packageId())) {
            throw RefusedException.conflict(
                    "channel-there-already",
                    "The channel points to " + target.version() + " already.");
        }
        int needed = needed(channel, packageId);
        if (needed == 0) {
            throw RefusedException.conflict(
                    "approval-needless",
                    "Nobody has to agree to this move; point the channel to "
                            + target.version()
                            + " yourself.");
        }
        Application application = catalog.application(channel.applicationId()).orElseThrow();
        return approvals.request(
                change(application, channel, packageId),
                "Point the channel %s (%s) of %s to %s."
                        .formatted(
                                channel.name(),
                                channel.arch(),
                                application.name(),
                                target.version()),
                needed,
                LASTS,
                caller);
    }

    /** The newest request for this move, in whatever state. */
    Optional<Approval> latest(Channel channel, long packageId) {
        Application application = catalog.application(channel.applicationId()).orElseThrow();
        return approvals.latest(change(application, channel, packageId));
    }

    /** Before anything is locked but the channel: the request's row is locked here. */
    @EventListener
    @Order(Ordered.HIGHEST_PRECEDENCE)
    void on(ChannelMoving move) {
        Long packageId = move.packageId();
        if (packageId == null
                || move.caller().dryRun()
                || packageId.equals(move.channel().packageId())) {
            return;
        }
        Channel channel = move.channel();
        int needed = needed(channel, packageId);
        if (needed == 0) {
            return;
        }
        Application application = catalog.application(channel.applicationId()).orElseThrow();
        Optional<Approval> open = approvals.open(change(application, channel, packageId));
        boolean agreed =
                open.filter(each -> each.state() == ApprovalState.APPROVED)
                        .filter(each -> each.needed() >= needed)
                        .isPresent();
        if (!agreed) {
            throw RefusedException.conflict(
                    "approval-missing",
                    "%s to agree before the channel %s moves there; %s."
                            .formatted(
                                    needed == 1 ? "Somebody else has" : needed + " others have",
                                    channel.name(),
                                    open.map(
                                                    each ->
                                                            each.agreed()
                                                                    + " have, in request "
                                                                    + each.id())
                                            .orElse("propose it first")));
        }
    }

    /** What was agreed to is used up, in the same transaction. */
    @EventListener
    void on(ChannelMoved move) {
        Long packageId = move.after().packageId();
        if (packageId == null) {
            return;
        }
        Application application = catalog.application(move.after().applicationId()).orElseThrow();
        Change change = change(application, move.after(), packageId);
        if (approvals.latest(change).filter(a -> a.state() == ApprovalState.APPROVED).isPresent()
                && approvals.open(change).isPresent()) {
            approvals.use(change, move.caller());
        }
    }

    static Change change(Application application, Channel channel, long packageId) {
        return new Change(
                AppIds.key(application.appid()),
                ACTION,
                "channel/" + channel.id(),
                List.of(Long.toString(packageId)));
    }
}
