package dev.platte.server.api;

import dev.platte.db.lock.LockAccess;
import dev.platte.db.lock.LockGroup;
import dev.platte.db.lock.LockGroups;
import dev.platte.db.lock.LockSettings;
import dev.platte.db.verb.Caller;
import dev.platte.policy.lock.LockRules;
import dev.platte.server.contract.Gives;
import dev.platte.server.contract.Guarded;
import dev.platte.server.contract.Takes;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Lock groups: hosts that take turns to reboot. */
@RestController
@RequestMapping(Answers.BASE + "/locks")
final class LockController {

    private interface Verb {
        LockGroup on(long id, long seen, Caller caller);
    }

    private final LockGroups groups;
    private final LockPlaces places;

    LockController(LockGroups groups, LockPlaces places) {
        this.groups = groups;
        this.places = places;
    }

    /** All lock groups. */
    @GetMapping
    List<LockView.Group> list() {
        return groups.list().stream().map(places::view).toList();
    }

    /** What is left out of {@code rules} is as usual. */
    @PostMapping
    @Gives(201)
    ResponseEntity<LockView.Group> create(
            @Takes(LockBodies.NewLockGroup.class) Fields fields, HttpServletRequest request) {
        Caller caller = caller(request, fields);
        LockGroup made =
                groups.create(
                        fields.required("name"),
                        new LockSettings(
                                fields.optional("description").orElse(""),
                                fields.node("rules").map(LockGroups::parse).orElse(LockRules.USUAL),
                                fields.optional("access")
                                        .map(LockPlaces::access)
                                        .orElse(LockAccess.OPEN),
                                places.covers(fields)),
                        caller);
        return Answers.created(
                caller.dryRun(), places.view(made), made.revision(), "locks", made.name());
    }

    /** One lock group and how it stands. */
    @GetMapping("/{lock}")
    ResponseEntity<LockView.Group> get(@PathVariable String lock) {
        return shown(places.find(lock));
    }

    /** Absent fields stay; {@code rules} is a merge patch of its own, a null part is as usual. */
    @PatchMapping("/{lock}")
    @Guarded
    ResponseEntity<LockView.Group> patch(
            @PathVariable String lock,
            @Takes(LockBodies.LockGroupPatch.class) Fields fields,
            HttpServletRequest request) {
        LockGroup found = places.find(lock);
        LockRules rules =
                fields.node("rules")
                        .map(
                                patch ->
                                        LockGroups.parse(
                                                MergePatch.of(
                                                        LockGroups.document(found.rules()), patch)))
                        .orElse(found.rules());
        LockSettings settings =
                new LockSettings(
                        fields.has("description")
                                ? fields.optional("description").orElse("")
                                : found.description(),
                        rules,
                        fields.optional("access").map(LockPlaces::access).orElse(found.access()),
                        fields.has("covers") ? places.covers(fields) : found.covers());
        return shown(
                groups.set(
                        found.id(),
                        settings,
                        ApiRequest.seen(request, found.revision()),
                        caller(request, fields)));
    }

    /** Only while nobody holds a slot. Needs {@code reason}, as a parameter. */
    @DeleteMapping("/{lock}")
    @Guarded
    @Gives(204)
    ResponseEntity<Void> delete(
            @PathVariable String lock,
            @RequestParam(required = false) @Nullable String reason,
            HttpServletRequest request) {
        LockGroup found = places.find(lock);
        groups.delete(
                found.id(),
                ApiRequest.seen(request, found.revision()),
                ApiRequest.caller(request, reason));
        return ResponseEntity.noContent().build();
    }

    /** Nobody goes down until it is thawed. */
    @PostMapping("/{lock}/freeze")
    @Guarded
    ResponseEntity<LockView.Group> freeze(
            @PathVariable String lock,
            @Takes(Bodies.Reason.class) Fields fields,
            HttpServletRequest request) {
        return act(lock, fields, request, groups::freeze);
    }

    /** Lets hosts of a frozen lock group go down again. */
    @PostMapping("/{lock}/thaw")
    @Guarded
    ResponseEntity<LockView.Group> thaw(
            @PathVariable String lock,
            @Takes(Bodies.Why.class) Fields fields,
            HttpServletRequest request) {
        return act(lock, fields, request, groups::thaw);
    }

    /** Forgives what failed until now. */
    @PostMapping("/{lock}/resume")
    @Guarded
    ResponseEntity<LockView.Group> resume(
            @PathVariable String lock,
            @Takes(Bodies.Why.class) Fields fields,
            HttpServletRequest request) {
        return act(lock, fields, request, groups::resume);
    }

    private ResponseEntity<LockView.Group> act(
            String lock, Fields fields, HttpServletRequest request, Verb verb) {
        LockGroup found = places.find(lock);
        Caller caller = caller(request, fields);
        return shown(verb.on(found.id(), ApiRequest.seen(request, found.revision()), caller));
    }

    private ResponseEntity<LockView.Group> shown(LockGroup group) {
        LockView.Group view = places.view(group);
        return Answers.counted(view, group.revision(), view);
    }

    static Caller caller(HttpServletRequest request, Fields fields) {
        return ApiRequest.caller(request, fields.reason());
    }
}
