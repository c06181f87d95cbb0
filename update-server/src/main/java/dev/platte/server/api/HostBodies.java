package dev.platte.server.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What requests about many hosts say. */
final class HostBodies {

    private static final String MACHINES = "[\"5e1c0a1e4f6e4b0c9a930f5b0a6a3b11\"]";

    private HostBodies() {}

    /**
     * Which hosts are meant, by their ids or by at least one mark, and how many there are.
     *
     * @param machines their machine ids, at most 10,000; instead of marks
     * @param group their track or id
     * @param version what they run
     * @param state such as installed, failed, fell-back
     * @param prefix what the machine id begins with
     * @param alias what the alias begins with, in any case
     * @param address what the address begins with that they last polled from
     * @param error the last error code they reported, whatever flags it came with
     * @param silentFor not seen for so long
     * @param retired those that are not counted any more, instead of those that are
     * @param atMost if more hosts match, nothing is done; a dry run says how many do, and needs it
     *     not, nor does who names them
     * @param reason for all to see, and for the audit trail
     */
    record ManyHosts(
            @Schema(example = MACHINES) @Nullable List<String> machines,
            @Schema(example = "lab") @Nullable String group,
            @Schema(example = "3760.2.0") @Nullable String version,
            @Schema(example = "timed-out") @Nullable String state,
            @Schema(example = "5e1c0a1e") @Nullable String prefix,
            @Schema(example = "rack-7") @Nullable String alias,
            @Schema(example = "10.2.") @Nullable String address,
            @Schema(minimum = "0", example = "37") @Nullable Long error,
            @Schema(example = "P30D") @Nullable String silentFor,
            @Nullable Boolean retired,
            @Schema(minimum = "1", maximum = "100000", example = "412") @Nullable Integer atMost,
            @Schema(minLength = 1, maxLength = 2000, example = "The lab moved.") String reason) {}

    /**
     * Which hosts are pinned, and to what.
     *
     * @param machines their machine ids, at most 10,000, also of hosts that were never seen;
     *     instead of marks
     * @param group their track or id
     * @param version what they run
     * @param state such as installed, failed, fell-back
     * @param prefix what the machine id begins with
     * @param alias what the alias begins with, in any case
     * @param address what the address begins with that they last polled from
     * @param error the last error code they reported, whatever flags it came with
     * @param silentFor not seen for so long
     * @param to version that they are aimed at, up or down; absent: they stay where they are
     * @param arch of those that have not said theirs; needless without to
     * @param until when it ends, at most 366 days from now
     * @param atMost if more hosts match, nothing is done; a dry run says how many do, and needs it
     *     not, nor does who names them
     * @param reason for all to see, and for the audit trail
     */
    record ManyNewPins(
            @Schema(example = MACHINES) @Nullable List<String> machines,
            @Schema(example = "lab") @Nullable String group,
            @Schema(example = "3760.2.0") @Nullable String version,
            @Schema(example = "timed-out") @Nullable String state,
            @Schema(example = "5e1c0a1e") @Nullable String prefix,
            @Schema(example = "rack-7") @Nullable String alias,
            @Schema(example = "10.2.") @Nullable String address,
            @Schema(minimum = "0", example = "37") @Nullable Long error,
            @Schema(example = "P30D") @Nullable String silentFor,
            @Schema(example = "3815.2.1") @Nullable String to,
            @Schema(example = "amd64") @Nullable String arch,
            @Schema(format = "date-time", example = "2027-01-31T00:00:00Z") String until,
            @Schema(minimum = "1", maximum = "10000", example = "412") @Nullable Integer atMost,
            @Schema(minLength = 1, maxLength = 2000, example = "The lab tests 3815.")
                    String reason) {}
}
