package dev.platte.server.api;

import dev.platte.db.catalog.Application;
import dev.platte.db.rollout.Group;
import dev.platte.db.rollout.GroupPolicy;
import dev.platte.db.rollout.Groups;
import dev.platte.db.rollout.NewGroup;
import dev.platte.db.rollout.Policies;
import dev.platte.db.verb.Caller;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes groups what a document says.
 *
 * @param made takes the differences
 */
record GroupApply(
        Groups groups,
        Policies policies,
        Application application,
        Caller caller,
        List<Apply.Difference> made) {

    void apply(Fields one) {
        String track = one.required("track");
        GroupPolicy policy = one.node("policy").map(Policies::parse).orElse(null);
        Group group =
                groups.find(application.id(), track).orElseGet(() -> makeGroup(one, track, policy));
        Policies.Stored stored = policies.of(group.id());
        if (policy != null && !policy.equals(stored.policy())) {
            policies.set(group.id(), policy, stored.revision(), caller);
            differ(
                    "policy of " + track,
                    Policies.document(stored.policy()).toString(),
                    Policies.document(policy).toString());
        }
        pause(one, set(one, group));
    }

    private Group makeGroup(Fields one, String track, @Nullable GroupPolicy policy) {
        differ("group", null, track);
        return groups.create(
                new NewGroup(
                        application.id(),
                        track,
                        one.optional("description").orElse(""),
                        one.required("channel"),
                        one.optional("id").map(GroupController::uid).orElse(null)),
                policy == null ? GroupPolicy.USUAL : policy,
                caller);
    }

    private Group set(Fields one, Group group) {
        String channel = one.optional("channel").orElse(group.channel());
        String text =
                one.has("description")
                        ? one.optional("description").orElse("")
                        : group.description();
        Duration interval =
                one.has("pollInterval")
                        ? one.optional("pollInterval").map(GroupController::duration).orElse(null)
                        : group.pollInterval();
        if (channel.equals(group.channel())
                && text.strip().equals(group.description())
                && Objects.equals(interval, group.pollInterval())) {
            return group;
        }
        Group after = groups.set(group.id(), text, channel, interval, group.revision(), caller);
        differ("group " + group.track(), described(group), described(after));
        return after;
    }

    private void pause(Fields one, Group group) {
        if (!one.has("pausedReason")) {
            return;
        }
        Optional<String> why = one.optional("pausedReason");
        if (why.isPresent() && !group.paused()) {
            groups.pause(group.id(), group.revision(), caller.because(why.get()));
            differ("group " + group.track(), "running", "paused: " + why.get());
        } else if (why.isEmpty() && group.paused()) {
            groups.resume(group.id(), group.revision(), caller);
            differ("group " + group.track(), "paused", "running");
        }
    }

    private static String described(Group group) {
        return "%s, poll %s, %s"
                .formatted(group.channel(), group.pollInterval(), group.description());
    }

    private void differ(String what, @Nullable String before, @Nullable String after) {
        made.add(new Apply.Difference(application.appid(), what, before, after));
    }
}
