package dev.platte.db.rollout;

import dev.platte.db.access.Changes;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.catalog.Channel;
import dev.platte.db.feed.EventKind;
import dev.platte.db.feed.Feed;
import dev.platte.db.feed.News;
import dev.platte.db.verb.Caller;
import dev.platte.db.verb.RefusedException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Groups of hosts and the policy they share. */
@Service
public final class Groups {

    private static final Duration SHORTEST_POLL = Duration.ofMinutes(1);
    private static final Duration LONGEST_POLL = Duration.ofDays(1);

    private final GroupRepository groups;
    private final Catalog catalog;
    private final Changes changes;
    private final Moves moves;
    private final Policies policies;
    private final Feed feed;

    Groups(
            GroupRepository groups,
            Catalog catalog,
            Changes changes,
            Moves moves,
            Policies policies,
            Feed feed) {
        this.groups = groups;
        this.catalog = catalog;
        this.changes = changes;
        this.moves = moves;
        this.policies = policies;
        this.feed = feed;
    }

    /**
     * Makes a group that runs; where its channel points to something, a rollout begins.
     *
     * @throws RefusedException {@code application-unknown}, {@code channel-unknown}, {@code
     *     group-exists}, {@code track-invalid}
     */
    public Group create(NewGroup wanted, Caller caller) {
        return create(wanted, GroupPolicy.USUAL, caller);
    }

    /** The same with a policy, by which already its first rollout goes. */
    public Group create(NewGroup wanted, GroupPolicy policy, Caller caller) {
        String track = wanted.track().strip();
        if (track.isEmpty() || track.length() > 256 || track.chars().anyMatch(c -> c < ' ')) {
            throw RefusedException.invalid(
                    "track-invalid", "A track has 1 to 256 characters on one line.");
        }
        NewGroup made =
                new NewGroup(
                        wanted.applicationId(),
                        track,
                        checkedDescription(wanted.description()),
                        wanted.channel(),
                        wanted.uid());
        return changes.change(
                caller,
                () -> {
                    if (catalog.application(made.applicationId()).isEmpty()) {
                        throw RefusedException.notFound(
                                "application-unknown",
                                "There is no application " + made.applicationId() + ".");
                    }
                    requireChannel(made.applicationId(), made.channel());
                    UUID uid = made.uid() == null ? UUID.randomUUID() : made.uid();
                    if (find(made.applicationId(), track).isPresent() || groups.existsByUid(uid)) {
                        throw RefusedException.conflict(
                                "group-exists",
                                "There is a group with the track "
                                        + track
                                        + " or that id already.");
                    }
                    Group after =
                            groups.saveAndFlush(new GroupEntity(made, uid, changes.now())).view();
                    if (!policy.equals(GroupPolicy.USUAL)) {
                        policies.set(after.id(), policy, 0, caller);
                    }
                    moves.follow(
                            after.id(),
                            made.applicationId(),
                            targets(made.applicationId(), made.channel()),
                            caller);
                    changes.audit(caller, "group.create", "group/" + after.id(), null, after);
                    return after;
                });
    }

    /**
     * Stops every new offer to the group's hosts at once; needs a reason.
     *
     * @throws RefusedException {@code group-unknown}, {@code group-paused}, {@code
     *     changed-meanwhile}, {@code reason-required}
     */
    public Group pause(long id, long seen, Caller caller) {
        String reason = caller.requiredReason();
        return change(
                id,
                seen,
                "group.pause",
                caller,
                (entity, before) -> {
                    if (before.paused()) {
                        throw RefusedException.conflict(
                                "group-paused", "It is paused already: " + before.pausedReason());
                    }
                    entity.pause(reason);
                });
    }

    /**
     * Lets a paused group run again; needs a reason.
     *
     * @throws RefusedException {@code group-unknown}, {@code group-not-paused}, {@code
     *     changed-meanwhile}, {@code reason-required}
     */
    public Group resume(long id, long seen, Caller caller) {
        caller.requiredReason();
        return change(
                id,
                seen,
                "group.resume",
                caller,
                (entity, before) -> {
                    if (!before.paused()) {
                        throw RefusedException.conflict(
                                "group-not-paused", "The group is not paused.");
                    }
                    entity.resume();
                });
    }

    /**
     * Sets what a group is: what absence means is the caller's to decide, here each value counts.
     * Where another channel leads elsewhere, a rollout begins.
     *
     * @param channel the channel to follow, by name
     * @param pollInterval 1 minute to 1 day; absent: the server's own
     * @throws RefusedException {@code group-unknown}, {@code channel-unknown}, {@code
     *     poll-interval-invalid}, {@code changed-meanwhile}
     */
    public Group set(
            long id,
            String description,
            String channel,
            @Nullable Duration pollInterval,
            long seen,
            Caller caller) {
        String text = checkedDescription(description);
        if (pollInterval != null
                && (pollInterval.compareTo(SHORTEST_POLL) < 0
                        || pollInterval.compareTo(LONGEST_POLL) > 0)) {
            throw RefusedException.invalid(
                    "poll-interval-invalid",
                    "The poll interval is " + pollInterval + "; give PT1M to PT24H.");
        }
        return change(
                id,
                seen,
                "group.set",
                caller,
                (entity, before) -> {
                    requireChannel(before.applicationId(), channel);
                    if (!channel.equals(before.channel())) {
                        moves.follow(
                                id,
                                before.applicationId(),
                                targets(before.applicationId(), channel),
                                caller);
                    }
                    entity.describe(text);
                    entity.follow(channel);
                    entity.pollEvery(pollInterval);
                });
    }

    /** The groups of an application by track. */
    public List<Group> list(long applicationId) {
        return groups.findByApplicationIdOrderByTrack(applicationId).stream()
                .map(GroupEntity::view)
                .toList();
    }

    /** All groups of all applications. */
    public List<Group> all() {
        return groups.findAllByOrderById().stream().map(GroupEntity::view).toList();
    }

    public Optional<Group> find(long id) {
        return groups.findById(id).map(GroupEntity::view);
    }

    public Optional<Group> find(long applicationId, String track) {
        return groups.findByApplicationIdAndTrack(applicationId, track).map(GroupEntity::view);
    }

    private interface Step {
        void on(GroupEntity entity, Group before);
    }

    private Group change(long id, long seen, String verb, Caller caller, Step step) {
        return changes.change(
                caller,
                () -> {
                    GroupEntity entity =
                            groups.lock(id)
                                    .orElseThrow(
                                            () ->
                                                    RefusedException.notFound(
                                                            "group-unknown",
                                                            "There is no group " + id + "."));
                    Group before = entity.view();
                    Changes.expect("The group " + before.track(), seen, before.revision());
                    step.on(entity, before);
                    Group after = groups.saveAndFlush(entity).view();
                    changes.audit(caller, verb, "group/" + id, before, after);
                    if (before.paused() != after.paused()) {
                        tell(after, caller);
                    }
                    return after;
                });
    }

    private void tell(Group after, Caller caller) {
        EventKind kind = after.paused() ? EventKind.GROUP_PAUSED : EventKind.GROUP_RESUMED;
        feed.tell(new News(kind, after.applicationId(), after.track(), null, caller));
    }

    /** By architecture, where the channels of this name lead. */
    private Map<String, Long> targets(long applicationId, String channel) {
        Map<String, Long> targets = new TreeMap<>();
        for (Channel found : catalog.channels(applicationId)) {
            if (found.name().equals(channel) && found.packageId() != null) {
                targets.put(found.arch(), found.packageId());
            }
        }
        return targets;
    }

    private void requireChannel(long applicationId, String name) {
        if (catalog.channels(applicationId).stream().noneMatch(c -> c.name().equals(name))) {
            throw RefusedException.notFound(
                    "channel-unknown",
                    "The application has no channel " + name + "; make it first.");
        }
    }

    private static String checkedDescription(String text) {
        if (text.length() > 2000) {
            throw RefusedException.invalid(
                    "text-invalid",
                    "A description has at most 2000 characters; this has " + text.length() + ".");
        }
        return text.strip();
    }
}
