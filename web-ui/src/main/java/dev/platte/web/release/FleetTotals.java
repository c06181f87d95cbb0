package dev.platte.web.release;

import dev.platte.web.fleet.Standing;
import java.util.List;
import java.util.function.ToLongFunction;

/** All hosts of all applications. */
record FleetTotals(long hosts, long current, long behind, long moving, long hurt) {

    static FleetTotals of(List<Summary> summaries) {
        return new FleetTotals(
                sum(summaries, summary -> summary.spread().hosts()),
                sum(summaries, summary -> summary.spread().hosts(Standing.CURRENT)),
                sum(summaries, summary -> summary.spread().hosts(Standing.BEHIND)),
                sum(summaries, summary -> summary.spread().moving()),
                sum(summaries, summary -> summary.spread().hurt()));
    }

    private static long sum(List<Summary> summaries, ToLongFunction<Summary> part) {
        return summaries.stream().mapToLong(part).sum();
    }
}
