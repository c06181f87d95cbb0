package dev.platte.ctl.simulate;

import dev.platte.ctl.json.JsonObject;

/**
 * A rollout as the server says it is.
 *
 * @param atOnce the most that may be under way; {@link Long#MAX_VALUE}: no limit
 * @param open how many are
 */
record RolloutView(
        String id, Grants.Move move, String state, Limits limits, long open, long grantedInPeriod) {

    record Limits(long atOnce, long perPeriod) {}

    static RolloutView of(JsonObject rollout) {
        JsonObject pace = rollout.object("pace");
        JsonObject counts = rollout.object("counts");
        return new RolloutView(
                rollout.text("id"),
                new Grants.Move(rollout.text("group"), rollout.text("version")),
                rollout.text("state"),
                new Limits(limit(pace, "atOnce"), limit(pace, "perPeriod")),
                Long.parseLong(counts.text("open")),
                Long.parseLong(counts.text("grantedInPeriod")));
    }

    private static long limit(JsonObject pace, String name) {
        return pace.optional(name).map(Long::parseLong).orElse(Long.MAX_VALUE);
    }

    boolean isHalted() {
        return state.equalsIgnoreCase("halted");
    }
}
