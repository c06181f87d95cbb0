package dev.platte.web.fleet;

import dev.platte.db.fleet.Census;
import dev.platte.db.fleet.HostState;
import dev.platte.db.fleet.VersionCount;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * How many hosts of an application are where: some rows, however many hosts.
 *
 * @param rows hosts by group, architecture, version and state
 */
public record Counts(List<Census.StateCount> rows) {

    public Counts {
        rows = List.copyOf(rows);
    }

    /** Those of some applications, by application; those without hosts too. */
    public static Map<Long, Counts> of(Census census, Collection<Long> applicationIds) {
        Map<Long, List<Census.StateCount>> found =
                census.states(applicationIds).stream()
                        .collect(Collectors.groupingBy(Census.StateCount::applicationId));
        return applicationIds.stream()
                .collect(
                        Collectors.toMap(
                                id -> id, id -> new Counts(found.getOrDefault(id, List.of()))));
    }

    public static Counts of(Census census, long applicationId) {
        return new Counts(census.states(List.of(applicationId)));
    }

    /** Without the architectures. */
    public List<VersionCount> versions() {
        return rows.stream()
                .map(
                        row ->
                                new VersionCount(
                                        row.kind().groupId(),
                                        row.kind().version(),
                                        row.state(),
                                        row.hosts()))
                .toList();
    }

    /** Those of a group on an architecture. */
    public Counts in(long groupId, String arch) {
        return where(
                row ->
                        Objects.equals(row.kind().groupId(), groupId)
                                && arch.equals(row.kind().arch()));
    }

    public Counts in(long groupId) {
        return where(row -> Objects.equals(row.kind().groupId(), groupId));
    }

    public Counts at(String version) {
        return where(row -> row.kind().version().equals(version));
    }

    public Counts where(Predicate<Census.StateCount> which) {
        return new Counts(rows.stream().filter(which).toList());
    }

    /** All of them. */
    public long hosts() {
        return rows.stream().mapToLong(Census.StateCount::hosts).sum();
    }

    /** Those in a state. */
    public long hosts(HostState state) {
        return where(row -> row.state() == state).hosts();
    }

    /** Those on their way. */
    public long moving() {
        return where(row -> row.state().open()).hosts();
    }

    /** Those that failed, fell back or timed out, and have not been seen well since. */
    public long hurt() {
        return where(row -> VersionSpread.isHurt(row.state())).hosts();
    }
}
