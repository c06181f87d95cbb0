package dev.platte.server.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The policy of a group as one document, for the API's document; the verbs read it themselves. */
final class PolicyBodies {

    private PolicyBodies() {}

    /**
     * How the hosts of a group are moved; absent parts are as usual.
     *
     * @param ramp how a rollout opens
     * @param limits how many go at once, and in a period
     * @param windows when hosts may begin
     * @param canaries who goes first
     * @param halt when a rollout stops by itself
     * @param forcedPassesRamp whether somebody who asks on the host does not wait for the ramp
     * @param offersDowngrade whether hosts on a withdrawn version above the target are sent down
     * @param promotion where what the group runs goes next, and when
     * @param leases how long a host may be silent on its way
     * @param retireAfter how long a host is silent before it is counted no more, 1 to 3650 days;
     *     null: as long as the server says
     * @param reason for the audit trail; never in an answer
     */
    record Policy(
            @Nullable Ramp ramp,
            @Nullable Limits limits,
            @Nullable Windows windows,
            @Nullable Canaries canaries,
            @Nullable Halt halt,
            @Schema(example = "true") @Nullable Boolean forcedPassesRamp,
            @Schema(example = "false") @Nullable Boolean offersDowngrade,
            @Nullable Promotion promotion,
            @Nullable Leases leases,
            @Schema(example = "P14D") @Nullable String retireAfter,
            @Schema(maxLength = 2000, example = "Slower, over the weekend.")
                    @Nullable String reason) {}

    /**
     * How a rollout opens.
     *
     * @param first the percentage of the hosts at once
     * @param frames then, one after the other, in straight lines
     */
    record Ramp(
            @Schema(minimum = "0", maximum = "100", example = "1") @Nullable BigDecimal first,
            @Nullable List<Frame> frames) {}

    /**
     * A piece of a ramp.
     *
     * @param to the percentage at its end
     * @param over how long it takes, P0D to P3650D
     */
    record Frame(
            @Schema(minimum = "0", maximum = "100", example = "100") BigDecimal to,
            @Schema(example = "PT24H") String over) {}

    /**
     * Exact limits, with any number of servers.
     *
     * @param atOnce attempts under way; null: any number
     * @param perPeriod attempts that begin in each period; null: any number
     * @param period its length, PT1S to P366D
     */
    record Limits(
            @Schema(minimum = "0", example = "50") @Nullable Integer atOnce,
            @Schema(minimum = "0", example = "500") @Nullable Integer perPeriod,
            @Schema(example = "PT1H") @Nullable String period) {}

    /**
     * When hosts may begin.
     *
     * @param zone a time zone of the IANA database
     * @param weekly none: always
     * @param closed spans of dates on which nobody begins
     */
    record Windows(
            @Schema(example = "Europe/Berlin") @Nullable String zone,
            @Nullable List<Weekly> weekly,
            @Nullable List<Closed> closed) {}

    /**
     * A window of each week.
     *
     * @param days on which it opens
     * @param from when it opens
     * @param to when it closes; not after {@code from}: on the next day
     */
    record Weekly(
            @Schema(example = "[\"MONDAY\", \"TUESDAY\"]") List<String> days,
            @Schema(example = "22:00") String from,
            @Schema(example = "04:00") String to) {}

    /**
     * Dates on which nobody begins.
     *
     * @param first the first of them
     * @param last the last of them
     * @param why for all to see
     */
    record Closed(
            @Schema(example = "2026-12-20") String first,
            @Schema(example = "2027-01-03") String last,
            @Schema(maxLength = 500, example = "holidays") @Nullable String why) {}

    /**
     * Who goes first.
     *
     * @param hosts how many of them must have updated
     * @param soak how long they run before the others follow
     * @param machines their machine ids
     */
    record Canaries(
            @Schema(minimum = "0", maximum = "1000", example = "2") @Nullable Integer hosts,
            @Schema(example = "PT2H") @Nullable String soak,
            @Schema(example = "[\"5e1c0a1e9a3c4a0f8d1b2c3d4e5f6071\"]")
                    @Nullable List<String> machines) {}

    /**
     * When a rollout stops by itself.
     *
     * @param allowed the percentage of failures that is still well
     * @param minimumSample no halt before so many attempts have ended
     * @param confidence how sure one must be that more fail
     */
    record Halt(
            @Schema(minimum = "0", maximum = "100", example = "5") @Nullable BigDecimal allowed,
            @Schema(minimum = "1", example = "20") @Nullable Integer minimumSample,
            @Schema(minimum = "0.5", maximum = "0.9999", example = "0.95")
                    @Nullable Double confidence) {}

    /**
     * Where what the group runs goes next.
     *
     * @param to the channel that is moved, by name; null: people decide
     * @param soak how long a release must have run in the group
     * @param minUpdated how many hosts must have updated to it
     * @param allowed its failure rate must surely be at or below this percentage
     * @param confidence how sure
     * @param approvals how many people must agree
     */
    record Promotion(
            @Schema(maxLength = 100, example = "stable") @Nullable String to,
            @Schema(example = "P3D") @Nullable String soak,
            @Schema(minimum = "0", example = "50") @Nullable Integer minUpdated,
            @Schema(minimum = "0", maximum = "100", example = "2") @Nullable BigDecimal allowed,
            @Schema(minimum = "0.5", maximum = "0.9999", example = "0.95")
                    @Nullable Double confidence,
            @Schema(minimum = "0", maximum = "10", example = "1") @Nullable Integer approvals) {}

    /**
     * How long a host may be silent before its attempt is counted as timed out.
     *
     * @param progress until it has installed
     * @param reboot while it waits for its reboot
     */
    record Leases(
            @Schema(example = "PT6H") @Nullable String progress,
            @Schema(example = "P7D") @Nullable String reboot) {}
}
