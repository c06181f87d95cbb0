package dev.platte.web.release;

import dev.platte.db.access.Audit;
import dev.platte.db.access.AuditRow;
import dev.platte.db.catalog.Channel;
import dev.platte.db.catalog.ChannelHistory;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.promotion.PromotionRules;
import dev.platte.db.rollout.Group;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.web.fleet.Counts;
import dev.platte.web.rollout.OpenRollouts;
import dev.platte.web.rollout.RolloutCard;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The channels of a board: what each points to, since when, who follows it, and what comes next.
 */
@Component
final class Lanes {

    private final ChannelHistory history;
    private final OpenRollouts open;
    private final PromotionRules rules;
    private final Audit audit;

    Lanes(ChannelHistory history, OpenRollouts open, PromotionRules rules, Audit audit) {
        this.history = history;
        this.open = open;
        this.rules = rules;
        this.audit = audit;
    }

    /** The channels of one architecture, as releases go through them. */
    List<Board.Column> of(
            ApplicationSnapshot owner, String arch, List<PackageCard> cards, Counts counts) {
        List<Channel> channels =
                owner.channels().stream().filter(channel -> channel.arch().equals(arch)).toList();
        Map<String, AuditRow> pointed =
                audit.last(
                        "channel.point",
                        channels.stream().map(channel -> "channel/" + channel.id()).toList());
        List<RolloutCard> rolling = open.of(owner, counts);
        return Board.Column.inOrder(
                channels.stream()
                        .map(
                                channel ->
                                        column(
                                                owner,
                                                channel,
                                                cards,
                                                pointed.get("channel/" + channel.id()),
                                                rolling,
                                                counts))
                        .toList());
    }

    private Board.Column column(
            ApplicationSnapshot owner,
            Channel channel,
            List<PackageCard> cards,
            @Nullable AuditRow pointed,
            List<RolloutCard> rolling,
            Counts counts) {
        List<Group> groups =
                owner.groups().stream()
                        .filter(group -> group.channel().equals(channel.name()))
                        .toList();
        return new Board.Column(
                channel,
                cards.stream()
                        .filter(card -> Objects.equals(card.release().id(), channel.packageId()))
                        .findFirst()
                        .orElse(null),
                pointed == null ? null : pointed.at(),
                pointed == null ? null : pointed.who(),
                groups,
                groups.stream()
                        .mapToLong(group -> counts.in(group.id(), channel.arch()).hosts())
                        .sum(),
                rolling.stream()
                        .filter(card -> card.rollout().arch().equals(channel.arch()))
                        .filter(card -> card.group() != null && groups.contains(card.group()))
                        .toList(),
                elsewhere(owner, channel),
                rules.of(channel),
                history.before(channel)
                        .flatMap(owner::findPackage)
                        .map(UpdatePackage::version)
                        .orElse(null));
    }

    private static List<Board.Elsewhere> elsewhere(ApplicationSnapshot owner, Channel channel) {
        String here = owner.target(channel).map(UpdatePackage::version).orElse("nothing");
        return owner.channels().stream()
                .filter(other -> other.name().equals(channel.name()))
                .filter(other -> !other.arch().equals(channel.arch()))
                .map(
                        other ->
                                new Board.Elsewhere(
                                        other.arch(),
                                        owner.target(other)
                                                .map(UpdatePackage::version)
                                                .orElse("nothing")))
                .filter(other -> !other.version().equals(here))
                .toList();
    }
}
