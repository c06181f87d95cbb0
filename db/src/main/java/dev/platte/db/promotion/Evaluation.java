package dev.platte.db.promotion;

import dev.platte.db.approval.Approval;
import dev.platte.db.approval.ApprovalState;
import dev.platte.db.approval.Vote;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.catalog.Channel;
import dev.platte.db.catalog.ChannelHistory;
import dev.platte.db.catalog.Packages;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.promotion.Candidacy.Block;
import dev.platte.db.promotion.Candidacy.Phase;
import dev.platte.db.promotion.Candidacy.Verdict;
import dev.platte.db.rollout.Group;
import dev.platte.db.rollout.Rollout;
import dev.platte.db.rollout.RolloutState;
import dev.platte.db.rollout.Rollouts;
import dev.platte.omaha.value.Version;
import dev.platte.policy.health.PromotionRule;
import dev.platte.policy.health.PromotionRule.Check;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Looks how one rule stands; changes nothing. */
@Component
class Evaluation {

    private static final int ROLLOUTS = 100;
    private static final Set<Block> NOTHING_TO_DO =
            EnumSet.of(Block.FROM_EMPTY, Block.SAME, Block.NOT_NEWER);

    private final Catalog catalog;
    private final Packages packages;
    private final ChannelHistory history;
    private final Rollouts rollouts;
    private final Proposals proposals;
    private final InstantSource clock;

    Evaluation(
            Catalog catalog,
            Packages packages,
            ChannelHistory history,
            Rollouts rollouts,
            Proposals proposals,
            InstantSource clock) {
        this.catalog = catalog;
        this.packages = packages;
        this.history = history;
        this.rollouts = rollouts;
        this.proposals = proposals;
        this.clock = clock;
    }

    /** A group and its rule. */
    record Ruled(Group group, PromotionRule rule) {}

    /**
     * @param channel that is led on
     * @param from the channel that all these groups follow
     */
    Candidacy of(Channel channel, String from, List<Ruled> groups) {
        int needed = groups.stream().mapToInt(each -> each.rule().approvals()).max().orElse(0);
        Optional<UpdatePackage> release =
                catalog.channel(channel.applicationId(), channel.arch(), from)
                        .map(Channel::packageId)
                        .flatMap(packages::find);
        if (release.isEmpty()) {
            return new Candidacy(
                    from,
                    null,
                    null,
                    Phase.NOTHING,
                    null,
                    null,
                    needed,
                    null,
                    List.of(),
                    List.of(Block.FROM_EMPTY));
        }
        return of(channel, from, groups, release.get(), needed);
    }

    private Candidacy of(
            Channel channel, String from, List<Ruled> groups, UpdatePackage release, int needed) {
        Instant now = clock.instant();
        Optional<Approval> asked =
                needed == 0 ? Optional.empty() : proposals.latest(channel, release.id());
        List<Block> blocks = blocks(channel, release, asked);
        List<Verdict> verdicts = new ArrayList<>();
        List<Instant> begun = new ArrayList<>();
        for (Ruled ruled : groups) {
            Optional<Rollout> rollout = rollout(ruled.group(), release);
            rollout.map(Rollout::created).ifPresent(begun::add);
            verdicts.add(
                    new Verdict(
                            ruled.group().track(),
                            rollout.map(each -> checks(ruled, each, asked, now))
                                    .orElse(List.of())));
        }
        if (begun.size() < groups.size()) {
            blocks.add(Block.NOT_ROLLED);
        }
        List<Check> open =
                verdicts.stream()
                        .flatMap(verdict -> verdict.checks().stream())
                        .filter(check -> !(check instanceof PromotionRule.Approved))
                        .toList();
        boolean missing = open.stream().anyMatch(check -> !check.met());
        Phase phase = phase(blocks, missing, asked);
        return new Candidacy(
                from,
                release.version(),
                release.id(),
                phase,
                begun.size() < groups.size()
                        ? null
                        : begun.stream().max(Comparator.naturalOrder()).orElse(null),
                blocks.isEmpty() ? PromotionRule.earliest(open, now).orElse(null) : null,
                needed,
                asked.filter(each -> each.stateAt(now).open()).map(Approval::id).orElse(null),
                verdicts,
                blocks);
    }

    private List<Block> blocks(Channel channel, UpdatePackage release, Optional<Approval> asked) {
        List<Block> blocks = new ArrayList<>();
        if (Objects.equals(channel.packageId(), release.id())) {
            blocks.add(Block.SAME);
            return blocks;
        }
        if (!isNewer(release, channel.packageId())) {
            blocks.add(Block.NOT_NEWER);
        }
        if (!release.offerable()) {
            blocks.add(Block.NOT_OFFERED);
        }
        if (history.had(channel.id(), release.id())) {
            blocks.add(Block.TAKEN_BACK);
        }
        if (rollouts.current().stream()
                .anyMatch(each -> each.state() == RolloutState.HALTED && leads(channel, each))) {
            blocks.add(Block.TARGET_HALTED);
        }
        if (asked.filter(each -> each.state() == ApprovalState.REJECTED).isPresent()) {
            blocks.add(Block.REJECTED);
        }
        return blocks;
    }

    private static boolean leads(Channel channel, Rollout rollout) {
        return rollout.applicationId() == channel.applicationId()
                && rollout.arch().equals(channel.arch())
                && Long.valueOf(rollout.packageId()).equals(channel.packageId());
    }

    private boolean isNewer(UpdatePackage release, @Nullable Long current) {
        if (current == null) {
            return true;
        }
        return packages.find(current)
                .flatMap(now -> Version.of(now.version()).readable())
                .flatMap(
                        now ->
                                Version.of(release.version())
                                        .readable()
                                        .map(candidate -> candidate.isNewerThan(now)))
                .orElse(false);
    }

    private Optional<Rollout> rollout(Group group, UpdatePackage release) {
        return rollouts.list(group.applicationId(), group.id(), null, ROLLOUTS).stream()
                .filter(each -> each.packageId() == release.id())
                .findFirst();
    }

    private static List<Check> checks(
            Ruled ruled, Rollout rollout, Optional<Approval> asked, Instant now) {
        return ruled.rule()
                .checks(
                        new PromotionRule.Candidate(
                                rollout.created(),
                                stopped(ruled.group(), rollout),
                                rollout.counted().outcomes(),
                                asked.map(Approval::requestedBy).orElse(""),
                                asked.filter(each -> each.stateAt(now).open())
                                        .map(Evaluation::agreeing)
                                        .orElse(Set.of())),
                        now);
    }

    private static Set<String> agreeing(Approval asked) {
        return asked.votes().stream()
                .filter(Vote::approves)
                .map(Vote::who)
                .collect(Collectors.toSet());
    }

    private static @Nullable String stopped(Group group, Rollout rollout) {
        if (group.paused()) {
            return "its group is paused: " + group.pausedReason();
        }
        return switch (rollout.state()) {
            case RUNNING, COMPLETED -> null;
            case PAUSED, HALTED, SUPERSEDED -> {
                String why = rollout.stateReason();
                String state = rollout.state().name().toLowerCase(Locale.ROOT);
                yield why == null ? state : state + ": " + why;
            }
        };
    }

    private static Phase phase(List<Block> blocks, boolean missing, Optional<Approval> asked) {
        if (!blocks.isEmpty()) {
            return blocks.stream().anyMatch(NOTHING_TO_DO::contains)
                    ? Phase.NOTHING
                    : Phase.BLOCKED;
        }
        if (missing) {
            return Phase.WAITING;
        }
        return asked.filter(each -> each.state() == ApprovalState.PENDING).isPresent()
                ? Phase.PROPOSED
                : Phase.READY;
    }
}
