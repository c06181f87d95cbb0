package dev.platte.server.api;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What requests about many hosts say. */
final class HostBodies {

    private HostBodies() {}

    /**
     * Which hosts are meant, at least one mark of them, and how many there are.
     *
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
     *     not
     * @param reason for all to see, and for the audit trail
     */
    record ManyHosts(
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
}
