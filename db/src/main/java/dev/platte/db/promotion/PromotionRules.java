package dev.platte.db.promotion;

import dev.platte.db.approval.Approval;
import dev.platte.db.approval.Approvals;
import dev.platte.db.approval.Vote;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.catalog.Channel;
import dev.platte.db.promotion.Candidacy.Phase;
import dev.platte.db.rollout.Group;
import dev.platte.db.rollout.GroupPolicy;
import dev.platte.db.rollout.Groups;
import dev.platte.db.rollout.Policies;
import dev.platte.db.verb.Caller;
import dev.platte.db.verb.RefusedException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * Moves channels by the rules of groups: what the groups of one channel have shown leads the next
 * channel on. Several groups that lead from the same channel must all be content. Any number of
 * servers may look at once: whoever moves the channel locks it, and the others see that it has
 * moved.
 */
@Service
public final class PromotionRules {

    private static final Logger LOG = LoggerFactory.getLogger(PromotionRules.class);
    private static final int LONGEST_REASON = 2000;

    private final Catalog catalog;
    private final Groups groups;
    private final Policies policies;
    private final Evaluation evaluation;
    private final Proposals proposals;
    private final Approvals approvals;

    PromotionRules(
            Catalog catalog,
            Groups groups,
            Policies policies,
            Evaluation evaluation,
            Proposals proposals,
            Approvals approvals) {
        this.catalog = catalog;
        this.groups = groups;
        this.policies = policies;
        this.evaluation = evaluation;
        this.proposals = proposals;
        this.approvals = approvals;
    }

    /** How the rules stand that lead to a channel, one for each channel that they lead from. */
    public List<Candidacy> of(Channel channel) {
        return leading(channel, policies.all()).entrySet().stream()
                .map(each -> evaluation.of(channel, each.getKey(), each.getValue()))
                .toList();
    }

    /** Groups whose rule leads to this channel, by the channel that they follow. */
    private Map<String, List<Evaluation.Ruled>> leading(
            Channel channel, Map<Long, GroupPolicy> all) {
        return groups.list(channel.applicationId()).stream()
                .filter(group -> all.containsKey(group.id()))
                .map(group -> new Evaluation.Ruled(group, all.get(group.id()).promotion().rule()))
                .filter(
                        ruled ->
                                channel.name().equals(all.get(ruled.group().id()).promotion().to()))
                .filter(ruled -> !ruled.group().channel().equals(channel.name()))
                .collect(
                        Collectors.groupingBy(
                                ruled -> ruled.group().channel(),
                                TreeMap::new,
                                Collectors.toList()));
    }

    /**
     * Moves what is to be moved, and proposes what others must agree to.
     *
     * @return how many channels were moved or proposed
     */
    public int act() {
        int acted = 0;
        for (Channel channel : ruled(policies.all())) {
            for (Candidacy candidacy : of(channel)) {
                if (candidacy.phase() == Phase.READY && act(channel, candidacy)) {
                    acted++;
                }
            }
        }
        for (Approval approval : approvals.agreed(Proposals.ACTION)) {
            if (carryOut(approval)) {
                acted++;
            }
        }
        return acted;
    }

    /** Channels that some rule leads to. */
    private List<Channel> ruled(Map<Long, GroupPolicy> all) {
        return all.entrySet().stream()
                .filter(each -> each.getValue().promotion().to() != null)
                .flatMap(each -> groups.find(each.getKey()).stream())
                .map(Group::applicationId)
                .distinct()
                .map(catalog::channels)
                .flatMap(Collection::stream)
                .filter(
                        channel ->
                                all.values().stream()
                                        .anyMatch(
                                                policy ->
                                                        channel.name()
                                                                .equals(policy.promotion().to())))
                .toList();
    }

    private boolean act(Channel channel, Candidacy candidacy) {
        Long target = candidacy.packageId();
        if (target == null) {
            return false;
        }
        Caller rule =
                Caller.system(
                        shortened(
                                "The rule that leads from %s to %s: %s"
                                        .formatted(
                                                candidacy.from(),
                                                channel.name(),
                                                candidacy.sentence())));
        try {
            if (candidacy.approvals() > 0) {
                proposals.propose(channel, target, rule);
            } else {
                catalog.point(channel.id(), target, channel.revision(), rule);
            }
            return true;
        } catch (RefusedException e) {
            // Another server was quicker, or somebody has moved it; the next look sees how it is.
            LOG.debug("channel {} was not moved: {}", channel.name(), e.getMessage());
            return false;
        }
    }

    /** A person's proposal is made as soon as enough agree; a rule's only while its rule holds. */
    private boolean carryOut(Approval approval) {
        long channelId = Long.parseLong(approval.subject().substring("channel/".length()));
        long packageId = Long.parseLong(approval.details().getFirst());
        Channel channel = catalog.channel(channelId).orElse(null);
        if (channel == null || (isOfARule(approval) && !stillHolds(channel, packageId))) {
            return false;
        }
        String who =
                approval.votes().stream()
                        .filter(Vote::approves)
                        .map(Vote::who)
                        .collect(Collectors.joining(", "));
        Caller caller =
                Caller.system(
                        shortened(
                                "Request %d of %s, agreed to by %s: %s"
                                        .formatted(
                                                approval.id(),
                                                approval.requestedBy(),
                                                who,
                                                approval.reason() == null
                                                        ? approval.summary()
                                                        : approval.reason())));
        try {
            catalog.point(channelId, packageId, channel.revision(), caller);
            return true;
        } catch (RefusedException e) {
            LOG.debug("request {} was not carried out: {}", approval.id(), e.getMessage());
            return false;
        }
    }

    private static boolean isOfARule(Approval approval) {
        return approval.requestedBy().equals("system");
    }

    private boolean stillHolds(Channel channel, long packageId) {
        return of(channel).stream()
                .filter(each -> Long.valueOf(packageId).equals(each.packageId()))
                .anyMatch(each -> each.phase() == Phase.READY || each.phase() == Phase.PROPOSED);
    }

    private static String shortened(String reason) {
        return reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason;
    }
}
