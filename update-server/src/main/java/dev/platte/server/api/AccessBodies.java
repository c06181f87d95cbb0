package dev.platte.server.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What requests about tokens, people and webhooks say. */
final class AccessBodies {

    private static final String WHY = "The long weekend is over.";
    private static final String APPID = "{e96281a6-d1af-4bde-9a0a-97b76e56dc57}";

    private AccessBodies() {}

    /**
     * A token to be made.
     *
     * @param name what it is for
     * @param role what it may at most: viewer, operator, approver or admin
     * @param scopes what it is limited to; empty: all that its role may
     * @param expires when it ends; absent: never
     * @param reason for the audit trail
     */
    record NewToken(
            @Schema(minLength = 1, maxLength = 100, example = "ci") String name,
            @Schema(example = "operator") String role,
            @Schema(example = "[\"app:e96281a6-d1af-4bde-9a0a-97b76e56dc57:package,channel\"]")
                    @Nullable List<String> scopes,
            @Schema(example = "2027-01-31T00:00:00Z") @Nullable String expires,
            @Schema(maxLength = 2000, example = WHY) @Nullable String reason) {}

    /**
     * A role of a person.
     *
     * @param role viewer, operator, approver or admin
     * @param application appid of the only one that it counts for; absent: everywhere
     */
    record RoleOf(
            @Schema(example = "operator") String role,
            @Schema(example = APPID) @Nullable String application) {}

    /**
     * Somebody to be let in.
     *
     * @param name what they sign in with
     * @param email where they are reached
     * @param password 12 characters at least; absent: a provider vouches for them
     * @param roles what they may
     * @param reason for the audit trail
     */
    record NewUser(
            @Schema(pattern = "^[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}$", example = "ann") String name,
            @Schema(example = "ann@example.com") @Nullable String email,
            @Schema(format = "password", example = "correct horse battery staple")
                    @Nullable String password,
            @Nullable List<RoleOf> roles,
            @Schema(maxLength = 2000, example = WHY) @Nullable String reason) {}

    /**
     * Another password; ends all sessions of its person.
     *
     * @param password 12 characters at least
     * @param reason for the audit trail
     */
    record NewPassword(
            @Schema(format = "password", example = "correct horse battery staple") String password,
            @Schema(maxLength = 2000, example = WHY) @Nullable String reason) {}

    /**
     * Other roles, instead of all there were.
     *
     * @param roles all of them
     * @param reason for the audit trail
     */
    record NewRoles(
            List<RoleOf> roles, @Schema(maxLength = 2000, example = WHY) @Nullable String reason) {}

    /**
     * Another system to be told what happens.
     *
     * @param name what people call it
     * @param url where messages go
     * @param application appid of the only one that it is told of; absent: all
     * @param kinds of events, or families of them; empty: all
     * @param reason for the audit trail
     */
    record NewWebhook(
            @Schema(pattern = "^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$", example = "pager") String name,
            @Schema(maxLength = 2000, example = "https://hooks.example.com/platte") String url,
            @Schema(example = APPID) @Nullable String application,
            @Schema(example = "[\"rollout.halted\", \"approval\"]") @Nullable List<String> kinds,
            @Schema(maxLength = 2000, example = WHY) @Nullable String reason) {}

    /**
     * What is to change of a webhook (a merge patch, RFC 7396).
     *
     * @param url where messages go
     * @param application appid of the only one that it is told of; null: all
     * @param kinds of events, or families of them; null or empty: all
     * @param reason for the audit trail
     */
    record WebhookPatch(
            @Schema(maxLength = 2000, example = "https://hooks.example.com/platte")
                    @Nullable String url,
            @Schema(example = APPID) @Nullable String application,
            @Schema(example = "[\"rollout.halted\"]") @Nullable List<String> kinds,
            @Schema(maxLength = 2000, example = WHY) @Nullable String reason) {}

    /**
     * How a secret is exchanged.
     *
     * @param overlap how long the one before stays valid, PT0S to P30D; absent: a day
     * @param reason for the audit trail
     */
    record Rotation(
            @Schema(example = "PT24H") @Nullable String overlap,
            @Schema(maxLength = 2000, example = WHY) @Nullable String reason) {}
}
