package dev.platte.db.feed;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened. As JSON it is what programs get, over whatever way.
 *
 * @param id grows in the order in which events became visible; what has a higher id came later; 0
 *     and absent from the JSON: it is not kept
 * @param application appid as it was written; absent: it touches the whole server
 * @param group track of the group it is about, if it is about one
 * @param who a person, a token, or {@code system} where a rule did it
 * @param rollout there for {@code rollout.*}, as the others are for theirs; {@code group.*} has
 *     none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FeedEvent(
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long id,
        Instant at,
        EventKind kind,
        @Nullable String application,
        @Nullable String group,
        String who,
        @Nullable String reason,
        Subject.@Nullable RolloutNews rollout,
        @JsonProperty("package") Subject.@Nullable PackageNews release,
        Subject.@Nullable ChannelNews channel,
        Subject.@Nullable ApprovalNews approval,
        Subject.@Nullable WebhookNews webhook,
        Subject.@Nullable LockNews lock) {

    /** One that is not kept. */
    public static FeedEvent passing(Instant at, String application, News news) {
        return of(0, at, application, news);
    }

    static FeedEvent of(long id, Instant at, @Nullable String application, News news) {
        @Nullable Subject about = news.about();
        return new FeedEvent(
                id,
                at,
                news.kind(),
                application,
                news.group(),
                news.caller().who(),
                news.caller().reason(),
                about instanceof Subject.RolloutNews rollout ? rollout : null,
                about instanceof Subject.PackageNews release ? release : null,
                about instanceof Subject.ChannelNews channel ? channel : null,
                about instanceof Subject.ApprovalNews approval ? approval : null,
                about instanceof Subject.WebhookNews webhook ? webhook : null,
                about instanceof Subject.LockNews lock ? lock : null);
    }

    /** The rollout it is about, if it is about one. */
    public @Nullable UUID rolloutId() {
        return rollout == null ? null : rollout.id();
    }
}
