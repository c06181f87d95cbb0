package dev.platte.web.fleet;

import dev.platte.db.catalog.Channel;
import dev.platte.db.catalog.PackageState;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.fleet.HostState;
import dev.platte.db.fleet.VersionCount;
import dev.platte.db.rollout.Group;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.omaha.value.ReadableVersion;
import dev.platte.omaha.value.Version;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which versions the hosts of an application run, the newest first, and how they stand to what
 * their channels point to. Counts only: a fleet of any size is a few rows.
 */
public final class VersionSpread {

    private static final Comparator<Row> NEWEST_FIRST =
            Comparator.comparing(
                            (Row row) -> Version.of(row.version()).readable().orElse(null),
                            Comparator.nullsLast(Comparator.<ReadableVersion>reverseOrder()))
                    .thenComparing(Row::version);

    /** In percent; one host among millions can be seen. */
    private static final double THINNEST = 0.8;

    private final List<VersionCount> counts;
    private final Map<Long, List<ReadableVersion>> targets;
    private final List<Row> rows;
    private final Map<Standing, Long> standings = new EnumMap<>(Standing.class);
    private final Map<HostState, Long> states = new EnumMap<>(HostState.class);
    private final long hosts;

    /**
     * The hosts at one version.
     *
     * @param channels the channels that point to it, each once
     * @param withdrawn whether its package is withdrawn on any architecture
     * @param bar how they stand, without empty parts, in the order of {@link Standing}
     * @param hurt how many of them failed, fell back or timed out
     */
    public record Row(
            String version,
            List<String> channels,
            boolean withdrawn,
            List<Part> bar,
            long hosts,
            long hurt) {}

    /**
     * One part of a bar.
     *
     * @param from where it begins, in percent of the longest bar
     * @param width in percent of the longest bar
     */
    public record Part(Standing standing, long hosts, double from, double width) {}

    private VersionSpread(ApplicationSnapshot application, List<VersionCount> counts) {
        this.counts = List.copyOf(counts);
        this.targets = targets(application);
        Map<String, Map<Standing, Long>> byVersion = new HashMap<>();
        Map<String, Long> hurt = new HashMap<>();
        long all = 0;
        for (VersionCount count : counts) {
            Standing standing = standing(count, targets);
            byVersion
                    .computeIfAbsent(count.version(), version -> new EnumMap<>(Standing.class))
                    .merge(standing, count.hosts(), Long::sum);
            standings.merge(standing, count.hosts(), Long::sum);
            states.merge(count.state(), count.hosts(), Long::sum);
            if (isHurt(count.state())) {
                hurt.merge(count.version(), count.hosts(), Long::sum);
            }
            all += count.hosts();
        }
        this.hosts = all;
        long longest = byVersion.values().stream().mapToLong(VersionSpread::sum).max().orElse(1);
        Map<String, List<String>> pointing = pointing(application);
        Set<String> withdrawn = withdrawn(application);
        this.rows =
                byVersion.entrySet().stream()
                        .map(
                                found ->
                                        new Row(
                                                found.getKey(),
                                                pointing.getOrDefault(found.getKey(), List.of()),
                                                withdrawn.contains(found.getKey()),
                                                bar(found.getValue(), longest),
                                                sum(found.getValue()),
                                                hurt.getOrDefault(found.getKey(), 0L)))
                        .sorted(NEWEST_FIRST)
                        .toList();
    }

    public static VersionSpread of(ApplicationSnapshot application, List<VersionCount> counts) {
        return new VersionSpread(application, counts);
    }

    /** The newest first; versions that cannot be read last. */
    public List<Row> rows() {
        return rows;
    }

    public long hosts() {
        return hosts;
    }

    public long hosts(Standing standing) {
        return standings.getOrDefault(standing, 0L);
    }

    public long hosts(HostState state) {
        return states.getOrDefault(state, 0L);
    }

    /** How many hosts run exactly this version. */
    public long hosts(String version) {
        return hosts(count -> count.version().equals(version));
    }

    public long hosts(Group group) {
        return hosts(count -> Objects.equals(count.groupId(), group.id()));
    }

    public long hosts(Group group, Standing standing) {
        return hosts(
                count ->
                        Objects.equals(count.groupId(), group.id())
                                && standing(count, targets) == standing);
    }

    /** How many hosts match. */
    long hosts(Predicate<VersionCount> which) {
        return counts.stream().filter(which).mapToLong(VersionCount::hosts).sum();
    }

    /** All hosts as one bar. */
    public List<Part> whole() {
        return bar(standings, Math.max(1, hosts));
    }

    /** How many are on their way. */
    public long moving() {
        return states.entrySet().stream()
                .filter(state -> state.getKey().open())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** How many failed, fell back or timed out, and have not been seen well since. */
    public long hurt() {
        return states.entrySet().stream()
                .filter(state -> isHurt(state.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    static boolean isHurt(HostState state) {
        return switch (state) {
            case FAILED, FELL_BACK, TIMED_OUT -> true;
            case UNKNOWN, GRANTED, DOWNLOADING, DOWNLOADED, INSTALLED, COMPLETE, REPLACED -> false;
        };
    }

    /** How a version stands in a group, whichever of the group's architectures the host has. */
    public static Standing standing(
            ApplicationSnapshot application, @Nullable Long groupId, String version) {
        return standing(groupId, version, targets(application));
    }

    private static Standing standing(VersionCount count, Map<Long, List<ReadableVersion>> targets) {
        return standing(count.groupId(), count.version(), targets);
    }

    private static Standing standing(
            @Nullable Long groupId, String said, Map<Long, List<ReadableVersion>> targets) {
        List<ReadableVersion> wanted =
                groupId == null ? List.of() : targets.getOrDefault(groupId, List.of());
        Optional<ReadableVersion> version = Version.of(said).readable();
        if (wanted.isEmpty() || version.isEmpty()) {
            return Standing.APART;
        }
        if (wanted.stream().anyMatch(version.get()::standsWith)) {
            return Standing.CURRENT;
        }
        return wanted.stream().allMatch(version.get()::isNewerThan)
                ? Standing.AHEAD
                : Standing.BEHIND;
    }

    /** What each group's channel points to, one for each architecture. */
    private static Map<Long, List<ReadableVersion>> targets(ApplicationSnapshot application) {
        return application.groups().stream()
                .collect(Collectors.toMap(Group::id, group -> targets(application, group)));
    }

    private static List<ReadableVersion> targets(ApplicationSnapshot application, Group group) {
        return application.channels().stream()
                .filter(channel -> channel.name().equals(group.channel()))
                .flatMap(channel -> application.target(channel).stream())
                .flatMap(target -> Version.of(target.version()).readable().stream())
                .toList();
    }

    private static Map<String, List<String>> pointing(ApplicationSnapshot application) {
        Map<String, TreeSet<String>> names = new HashMap<>();
        Collection<Channel> channels = application.channels();
        for (Channel channel : channels) {
            application
                    .target(channel)
                    .map(UpdatePackage::version)
                    .ifPresent(
                            version ->
                                    names.computeIfAbsent(version, key -> new TreeSet<>())
                                            .add(channel.name()));
        }
        return names.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, name -> List.copyOf(name.getValue())));
    }

    private static Set<String> withdrawn(ApplicationSnapshot application) {
        return application.packages().stream()
                .filter(known -> known.state() == PackageState.WITHDRAWN)
                .map(UpdatePackage::version)
                .collect(Collectors.toSet());
    }

    private static List<Part> bar(Map<Standing, Long> parts, long longest) {
        double[] at = {0};
        return parts.entrySet().stream()
                .map(
                        part -> {
                            double width = Math.max(THINNEST, 100.0 * part.getValue() / longest);
                            Part drawn = new Part(part.getKey(), part.getValue(), at[0], width);
                            at[0] += width;
                            return drawn;
                        })
                .toList();
    }

    private static long sum(Map<Standing, Long> parts) {
        return parts.values().stream().mapToLong(Long::longValue).sum();
    }
}
