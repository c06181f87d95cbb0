package dev.platte.web.release;

import dev.platte.db.catalog.Channel;
import dev.platte.db.promotion.Candidacy;
import dev.platte.db.rollout.Group;
import dev.platte.omaha.value.ReadableVersion;
import dev.platte.omaha.value.Version;
import dev.platte.web.rollout.RolloutCard;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The release board of one architecture: packages on the way from the shelf through the channels.
 *
 * @param archs all architectures of the application
 * @param shelf packages that no channel points to, the newest first
 * @param more how many older ones are not among them
 * @param columns the channels, as releases go through them
 */
public record Board(
        String arch, List<String> archs, List<PackageCard> shelf, int more, List<Column> columns) {

    public Board {
        archs = List.copyOf(archs);
        shelf = List.copyOf(shelf);
        columns = List.copyOf(columns);
    }

    /**
     * One channel.
     *
     * @param card what it points to; absent: nothing
     * @param since when it came to point there; absent: never, or not known
     * @param by who did that
     * @param groups that follow it
     * @param hosts in these groups, on this architecture
     * @param rollouts of these groups to what it points to, that are not completed
     * @param elsewhere what it points to on other architectures, where that is another version
     * @param rules how the rules stand that lead to it
     * @param before the package that it pointed to before; absent: there is none to go back to
     */
    public record Column(
            Channel channel,
            @Nullable PackageCard card,
            @Nullable Instant since,
            @Nullable String by,
            List<Group> groups,
            long hosts,
            List<RolloutCard> rollouts,
            List<Elsewhere> elsewhere,
            List<Candidacy> rules,
            @Nullable String before) {

        /** The names that releases pass in most houses, in their order. */
        private static final List<String> USUAL =
                List.of("nightly", "edge", "canary", "alpha", "beta", "candidate", "stable", "lts");

        private static final Comparator<Column> NEWEST_FIRST =
                Comparator.comparing(
                                Column::version,
                                Comparator.nullsLast(Comparator.<ReadableVersion>reverseOrder()))
                        .thenComparing(column -> column.channel().name());

        public Column {
            groups = List.copyOf(groups);
            rollouts = List.copyOf(rollouts);
            elsewhere = List.copyOf(elsewhere);
            rules = List.copyOf(rules);
        }

        /**
         * As releases go through them: by the usual names where all have one, so that a channel
         * keeps its place whatever it points to; else the one with the newest version first.
         */
        static List<Column> inOrder(List<Column> columns) {
            boolean usual =
                    columns.stream().allMatch(column -> USUAL.contains(column.channel().name()));
            return columns.stream()
                    .sorted(
                            usual
                                    ? Comparator.comparing(
                                            column -> USUAL.indexOf(column.channel().name()))
                                    : NEWEST_FIRST)
                    .toList();
        }

        private @Nullable ReadableVersion version() {
            return card == null
                    ? null
                    : Version.of(card.release().version()).readable().orElse(null);
        }
    }

    /** What a channel of the same name points to on another architecture. */
    public record Elsewhere(String arch, String version) {}
}
