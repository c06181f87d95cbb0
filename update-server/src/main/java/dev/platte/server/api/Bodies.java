package dev.platte.server.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What requests say: each record is a body, its components are the fields that there are. The verbs
 * behind hold their bounds; here they are told to callers.
 */
final class Bodies {

    private static final String WHY = "The long weekend is over.";
    private static final String TIME = "2027-01-31T00:00:00Z";
    private static final String DURATION = "PT45M";
    private static final String APPID = "{e96281a6-d1af-4bde-9a0a-97b76e56dc57}";

    private Bodies() {}

    /**
     * Why something is done, where a reason may be left out.
     *
     * @param reason for the audit trail
     */
    record Why(@Schema(maxLength = 2000, example = WHY) @Nullable String reason) {}

    /**
     * Why something is done that others will ask about.
     *
     * @param reason for all to see, and for the audit trail
     */
    record Reason(@Schema(minLength = 1, maxLength = 2000, example = WHY) String reason) {}

    /**
     * An application to be made.
     *
     * @param appid what hosts say; kept byte for byte
     * @param name what people say
     * @param description what it is
     * @param reason for the audit trail
     */
    record NewApplication(
            @Schema(minLength = 1, maxLength = 256, example = APPID) String appid,
            @Schema(minLength = 1, maxLength = 100, example = "Our OS") String name,
            @Schema(maxLength = 2000, example = "What our edge machines run.")
                    @Nullable String description,
            @Schema(maxLength = 2000, example = WHY) @Nullable String reason) {}

    /**
     * A key to be trusted for payloads.
     *
     * @param name what people call it
     * @param pem the public key
     * @param reason for the audit trail
     */
    record NewKey(
            @Schema(minLength = 1, maxLength = 100, example = "release 2027") String name,
            @Schema(
                            maxLength = 8192,
                            example =
                                    "-----BEGIN PUBLIC KEY-----\nMIIBIjANBg...\n-----END PUBLIC KEY-----\n")
                    String pem,
            @Schema(maxLength = 2000, example = WHY) @Nullable String reason) {}

    /**
     * A channel to be made, which points to nothing yet.
     *
     * @param name what groups follow
     * @param arch in any of its names: {@code x86_64} and {@code amd64-usr} are {@code amd64}
     * @param reason for the audit trail
     */
    record NewChannel(
            @Schema(pattern = "^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$", example = "stable") String name,
            @Schema(maxLength = 32, example = "amd64") String arch,
            @Schema(maxLength = 2000, example = WHY) @Nullable String reason) {}

    /**
     * Where a channel is to point (a merge patch, RFC 7396).
     *
     * @param version of a published package; null: to nothing; absent: where it does
     * @param reason for the audit trail
     */
    record ChannelPatch(
            @Schema(maxLength = 128, example = "3815.2.0") @Nullable String version,
            @Schema(maxLength = 2000, example = "release 3815.2.0") @Nullable String reason) {}

    /**
     * What a channel is to go back to.
     *
     * @param version of a published package below; absent: what the channel pointed to before
     * @param offerDowngrade whether hosts that run what is taken back are sent down
     * @param reason what is wrong with it, for all to see
     */
    record RollbackTo(
            @Schema(maxLength = 128, example = "3760.2.0") @Nullable String version,
            @Schema(example = "true") @Nullable Boolean offerDowngrade,
            @Schema(minLength = 1, maxLength = 2000, example = "It loses the network.")
                    String reason) {}

    /**
     * A move that others are asked about.
     *
     * @param version of a published package
     * @param reason for who is asked
     */
    record Proposal(
            @Schema(maxLength = 128, example = "3815.2.0") String version,
            @Schema(maxLength = 2000, example = "It soaked a week in beta.")
                    @Nullable String reason) {}

    /**
     * A group to be made.
     *
     * @param track what its hosts say
     * @param channel by name
     * @param description which hosts these are
     * @param id the id it had elsewhere; absent: a new one
     * @param reason for the audit trail
     */
    record NewGroup(
            @Schema(minLength = 1, maxLength = 256, example = "stable") String track,
            @Schema(maxLength = 100, example = "stable") String channel,
            @Schema(maxLength = 2000, example = "All but the lab.") @Nullable String description,
            @Schema(example = "9a2deb70-37be-4026-853f-bfdd6b347bbe") @Nullable UUID id,
            @Schema(maxLength = 2000, example = WHY) @Nullable String reason) {}

    /**
     * What is to change of a group (a merge patch, RFC 7396).
     *
     * @param channel another to follow, by name
     * @param description which hosts these are
     * @param pollInterval how often its hosts ask, PT1M to PT24H; null: the server's own
     * @param reason for the audit trail
     */
    record GroupPatch(
            @Schema(maxLength = 100, example = "stable") @Nullable String channel,
            @Schema(maxLength = 2000, example = "All but the lab.") @Nullable String description,
            @Schema(example = DURATION) @Nullable String pollInterval,
            @Schema(maxLength = 2000, example = WHY) @Nullable String reason) {}

    /**
     * A package to be made, as a draft.
     *
     * @param version numeric parts of any count, pre-release and build metadata as in SemVer
     * @param arch in any of its names
     * @param notes what is new
     * @param mirrors directories where its files also lie, in the order in which hosts try them
     * @param reason for the audit trail
     */
    record NewPackage(
            @Schema(minLength = 1, maxLength = 128, example = "3815.2.0") String version,
            @Schema(maxLength = 32, example = "amd64") String arch,
            @Schema(maxLength = 100000, example = "A new kernel.") @Nullable String notes,
            @Schema(maxLength = 16, example = "[\"https://mirror.example.com/os/3815.2.0/\"]")
                    @Nullable List<String> mirrors,
            @Schema(maxLength = 2000, example = WHY) @Nullable String reason) {}

    /**
     * What is to change of a package (a merge patch, RFC 7396).
     *
     * @param notes what is new
     * @param mirrors directories where its files also lie, in the order in which hosts try them
     * @param ownStore whether hosts are also sent to this server, after the mirrors
     * @param reason for the audit trail
     */
    record PackagePatch(
            @Schema(maxLength = 100000, example = "A new kernel.") @Nullable String notes,
            @Schema(example = "[\"https://mirror.example.com/os/3815.2.0/\"]")
                    @Nullable List<String> mirrors,
            @Schema(example = "true") @Nullable Boolean ownStore,
            @Schema(maxLength = 2000, example = WHY) @Nullable String reason) {}

    /**
     * A file beside a payload that only mirrors have.
     *
     * @param size in bytes
     * @param sha256 64 lower-case hex digits
     * @param sha1 40 lower-case hex digits
     * @param required whether a host's update fails without it
     * @param reason for the audit trail
     */
    record ElsewhereFile(
            @Schema(minimum = "1", example = "382137917") long size,
            @Schema(
                            pattern = "^[0-9a-f]{64}$",
                            example =
                                    "12a61f4e173fb3a11c05d6471f74728f76231b4a5fcd9667cef3af87a3ae4dc2")
                    String sha256,
            @Schema(
                            pattern = "^[0-9a-f]{40}$",
                            example = "9801739daae44ec5293d4e1f53d3f4d2d426d91c")
                    String sha1,
            @Schema(example = "false") @Nullable Boolean required,
            @Schema(maxLength = 2000, example = WHY) @Nullable String reason) {}

    /**
     * What an operator decides for one host.
     *
     * @param until when it ends, at most a year from now
     * @param version what the host is aimed at; absent: it stays where it is
     * @param arch needless once the host has been seen
     * @param reason for all to see
     */
    record NewPin(
            @Schema(example = TIME) String until,
            @Schema(maxLength = 128, example = "3760.2.0") @Nullable String version,
            @Schema(maxLength = 32, example = "amd64") @Nullable String arch,
            @Schema(minLength = 1, maxLength = 2000, example = "customer demo") String reason) {}
}
