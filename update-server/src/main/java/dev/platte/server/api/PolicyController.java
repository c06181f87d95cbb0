package dev.platte.server.api;

import dev.platte.db.rollout.Group;
import dev.platte.db.rollout.Policies;
import dev.platte.server.contract.Gives;
import dev.platte.server.contract.Guarded;
import dev.platte.server.contract.Takes;
import dev.platte.server.edge.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How the hosts of a group are moved: one document, shares and rates in percent. */
@RestController
@RequestMapping(Answers.BASE + "/applications/{app}/groups/{group}/policy")
final class PolicyController {

    private final Policies policies;
    private final Lookup lookup;

    PolicyController(Policies policies, Lookup lookup) {
        this.policies = policies;
        this.lookup = lookup;
    }

    /** The whole policy of a group. */
    @GetMapping
    @Gives(as = PolicyBodies.Policy.class)
    ResponseEntity<JsonNode> get(@PathVariable String app, @PathVariable String group) {
        return shown(policies.of(lookup.group(lookup.application(app), group).id()));
    }

    /**
     * The whole policy; what is left out is as usual. {@code reason} beside it is for the audit.
     */
    @PutMapping
    @Guarded
    @Gives(as = PolicyBodies.Policy.class)
    ResponseEntity<JsonNode> put(
            @PathVariable String app,
            @PathVariable String group,
            @Takes(PolicyBodies.Policy.class) JsonNode body,
            HttpServletRequest request) {
        Group found = lookup.group(lookup.application(app), group);
        return set(found, object(body), policies.of(found.id()), request);
    }

    /** A merge patch (RFC 7396): absent parts stay, a null part is as usual again. */
    @PatchMapping
    @Guarded
    @Gives(as = PolicyBodies.Policy.class)
    ResponseEntity<JsonNode> patch(
            @PathVariable String app,
            @PathVariable String group,
            @Takes(PolicyBodies.Policy.class) JsonNode body,
            HttpServletRequest request) {
        Group found = lookup.group(lookup.application(app), group);
        Policies.Stored before = policies.of(found.id());
        ObjectNode document = MergePatch.of(Policies.document(before.policy()), body);
        return set(found, document, before, request);
    }

    private ResponseEntity<JsonNode> set(
            Group group, ObjectNode document, Policies.Stored before, HttpServletRequest request) {
        JsonNode reason = document.remove("reason");
        return shown(
                policies.set(
                        group.id(),
                        Policies.parse(document),
                        ApiRequest.seen(request, before.revision()),
                        ApiRequest.caller(request, text(reason))));
    }

    private static ObjectNode object(@Nullable JsonNode body) {
        if (body instanceof ObjectNode object) {
            return object.deepCopy();
        }
        throw ProblemException.of(422, "body-invalid", "The body is no JSON object.");
    }

    private static @Nullable String text(@Nullable JsonNode reason) {
        if (reason == null || reason.isNull()) {
            return null;
        }
        if (!reason.isString()) {
            throw ProblemException.of(422, "field-invalid", "The field reason is no text.");
        }
        return reason.stringValue();
    }

    private static ResponseEntity<JsonNode> shown(Policies.Stored stored) {
        return Answers.shown(Policies.document(stored.policy()), stored.revision());
    }
}
