package dev.platte.server.api;

import dev.platte.db.catalog.Application;
import dev.platte.db.rollout.Group;
import dev.platte.db.rollout.Groups;
import dev.platte.db.rollout.NewGroup;
import dev.platte.db.verb.Caller;
import dev.platte.server.contract.Gives;
import dev.platte.server.contract.Guarded;
import dev.platte.server.contract.Takes;
import dev.platte.server.edge.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Groups and the policy of their hosts. */
@RestController
@RequestMapping(Answers.BASE + "/applications/{app}/groups")
final class GroupController {

    /** A group as it is shown. */
    record GroupView(
            UUID id,
            String track,
            String description,
            String channel,
            boolean paused,
            @Nullable String pausedReason,
            @Nullable String pollInterval,
            Instant created) {

        static GroupView of(Group group) {
            Duration interval = group.pollInterval();
            return new GroupView(
                    group.uid(),
                    group.track(),
                    group.description(),
                    group.channel(),
                    group.paused(),
                    group.pausedReason(),
                    interval == null ? null : interval.toString(),
                    group.created());
        }
    }

    private final Groups groups;
    private final Lookup lookup;

    GroupController(Groups groups, Lookup lookup) {
        this.groups = groups;
        this.lookup = lookup;
    }

    /** All groups of an application. */
    @GetMapping
    List<GroupView> list(@PathVariable String app) {
        return groups.list(lookup.application(app).id()).stream().map(GroupView::of).toList();
    }

    /** Makes a group. */
    @PostMapping
    @Gives(201)
    ResponseEntity<GroupView> create(
            @PathVariable String app,
            @Takes(Bodies.NewGroup.class) Fields fields,
            HttpServletRequest request) {
        Application application = lookup.application(app);
        Caller caller = ApiRequest.caller(request, fields.reason());
        Group made =
                groups.create(
                        new NewGroup(
                                application.id(),
                                fields.required("track"),
                                fields.optional("description").orElse(""),
                                fields.required("channel"),
                                fields.optional("id").map(GroupController::uid).orElse(null)),
                        caller);
        return Answers.created(
                caller.dryRun(),
                GroupView.of(made),
                made.revision(),
                "applications",
                application.key(),
                "groups",
                made.uid().toString());
    }

    /** One group. */
    @GetMapping("/{group}")
    ResponseEntity<GroupView> get(@PathVariable String app, @PathVariable String group) {
        Group found = lookup.group(lookup.application(app), group);
        return Answers.shown(GroupView.of(found), found.revision());
    }

    /** Absent fields stay; {@code pollInterval: null} gives the group the server's own. */
    @PatchMapping("/{group}")
    @Guarded
    ResponseEntity<GroupView> patch(
            @PathVariable String app,
            @PathVariable String group,
            @Takes(Bodies.GroupPatch.class) Fields fields,
            HttpServletRequest request) {
        Group found = lookup.group(lookup.application(app), group);
        Duration interval =
                fields.has("pollInterval")
                        ? fields.optional("pollInterval")
                                .map(GroupController::duration)
                                .orElse(null)
                        : found.pollInterval();
        Group after =
                groups.set(
                        found.id(),
                        fields.has("description")
                                ? fields.optional("description").orElse("")
                                : found.description(),
                        fields.optional("channel").orElse(found.channel()),
                        interval,
                        ApiRequest.seen(request, found.revision()),
                        ApiRequest.caller(request, fields.reason()));
        return Answers.shown(GroupView.of(after), after.revision());
    }

    /** Gives the hosts of a group nothing until it is resumed. */
    @PostMapping("/{group}/pause")
    @Guarded
    ResponseEntity<GroupView> pause(
            @PathVariable String app,
            @PathVariable String group,
            @Takes(Bodies.Reason.class) Fields fields,
            HttpServletRequest request) {
        Group found = lookup.group(lookup.application(app), group);
        Group after =
                groups.pause(
                        found.id(),
                        ApiRequest.seen(request, found.revision()),
                        ApiRequest.caller(request, fields.reason()));
        return Answers.shown(GroupView.of(after), after.revision());
    }

    /** Gives the hosts of a group updates again. */
    @PostMapping("/{group}/resume")
    @Guarded
    ResponseEntity<GroupView> resume(
            @PathVariable String app,
            @PathVariable String group,
            @Takes(Bodies.Reason.class) Fields fields,
            HttpServletRequest request) {
        Group found = lookup.group(lookup.application(app), group);
        Group after =
                groups.resume(
                        found.id(),
                        ApiRequest.seen(request, found.revision()),
                        ApiRequest.caller(request, fields.reason()));
        return Answers.shown(GroupView.of(after), after.revision());
    }

    static UUID uid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(422, "group-id-invalid", "The field id is no UUID.");
        }
    }

    static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw ProblemException.of(
                    422,
                    "poll-interval-invalid",
                    "The field pollInterval is no duration; write PT45M for 45 minutes.");
        }
    }
}
