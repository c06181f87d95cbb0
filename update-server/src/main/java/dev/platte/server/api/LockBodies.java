package dev.platte.server.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What requests about lock groups say. */
final class LockBodies {

    private static final String WHY = "The long weekend is over.";

    private LockBodies() {}

    /**
     * A lock group to be made.
     *
     * @param name what hosts say
     * @param description which hosts these are
     * @param rules what is left out is as usual
     * @param access who may ask for slots
     * @param covers update groups whose hosts it covers
     * @param reason for the audit trail
     */
    record NewLockGroup(
            @Schema(example = "default") String name,
            @Schema(example = "All but the lab.") @Nullable String description,
            @Nullable LockRulesPart rules,
            @Schema(example = "OPEN") @Nullable String access,
            @Nullable List<Covered> covers,
            @Schema(maxLength = 2000, example = WHY) @Nullable String reason) {}

    /**
     * What is to change of a lock group (a merge patch, RFC 7396).
     *
     * @param description which hosts these are
     * @param rules a merge patch of its own; a null part is as usual again
     * @param access who may ask for slots
     * @param covers update groups whose hosts it covers
     * @param reason for the audit trail
     */
    record LockGroupPatch(
            @Schema(example = "All but the lab.") @Nullable String description,
            @Nullable LockRulesPart rules,
            @Schema(example = "OPEN") @Nullable String access,
            @Nullable List<Covered> covers,
            @Schema(maxLength = 2000, example = WHY) @Nullable String reason) {}

    /**
     * The rules of a lock group.
     *
     * @param limit how many are down at once: a number of hosts, or a share such as 10%
     * @param hold how long a host may be down
     * @param settle how long it must be well before the next goes down
     * @param overdue what becomes of slots that are held too long
     * @param failureBudget how many may fail before nobody goes down any more
     * @param order who goes first
     * @param windows when hosts may go down
     * @param followsRollouts whether hosts of halted rollouts stay up
     */
    record LockRulesPart(
            @Schema(
                            types = {"integer", "string"},
                            example = "1")
                    @Nullable Object limit,
            @Schema(example = "PT30M") @Nullable String hold,
            @Schema(example = "PT5M") @Nullable String settle,
            @Nullable Overdue overdue,
            @Schema(minimum = "0", example = "3") @Nullable Integer failureBudget,
            @Nullable Order order,
            PolicyBodies.@Nullable Windows windows,
            @Schema(example = "true") @Nullable Boolean followsRollouts) {}

    /**
     * What becomes of slots that are held too long.
     *
     * @param rule HOLD, RECLAIM_RETIRED or RECLAIM_AFTER
     * @param late for RECLAIM_AFTER: how much longer
     */
    record Overdue(
            @Schema(example = "RECLAIM_AFTER") String rule,
            @Schema(example = "PT2H") @Nullable String late) {}

    /**
     * Who goes first.
     *
     * @param canaries hosts that go before all others
     * @param canariesNeeded how many of them must have come back
     * @param canarySoak how long they must be well
     * @param priorities of hosts; the highest go first
     */
    record Order(
            @Schema(example = "[\"node-1\"]") @Nullable List<String> canaries,
            @Schema(example = "1") @Nullable Integer canariesNeeded,
            @Schema(example = "PT1H") @Nullable String canarySoak,
            @Schema(example = "{\"node-1\": 10}") @Nullable Map<String, Integer> priorities) {}

    /**
     * An update group that is covered.
     *
     * @param application its appid
     * @param group its track
     */
    record Covered(
            @Schema(example = "e96281a6-d1af-4bde-9a0a-97b76e56dc57") String application,
            @Schema(example = "stable") String group) {}

    /**
     * What opens a lock group.
     *
     * @param host the only one that it opens it for; absent: all
     * @param note what it is for
     * @param expires when it ends; absent: never
     * @param reason for the audit trail
     */
    record NewLockToken(
            @Schema(example = "node-1") @Nullable String host,
            @Schema(example = "rack 7") @Nullable String note,
            @Schema(example = "2027-01-31T00:00:00Z") @Nullable String expires,
            @Schema(maxLength = 2000, example = WHY) @Nullable String reason) {}
}
