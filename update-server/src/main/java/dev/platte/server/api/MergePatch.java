package dev.platte.server.api;

import dev.platte.server.edge.ProblemException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** RFC 7396: absent members stay, a null member goes. */
final class MergePatch {

    private MergePatch() {}

    /** A document as the patch changes it; both stay as they are. */
    static ObjectNode of(JsonNode document, JsonNode patch) {
        ObjectNode target = object(document).deepCopy();
        merge(target, object(patch));
        return target;
    }

    private static void merge(ObjectNode target, ObjectNode patch) {
        for (String name : patch.propertyNames()) {
            JsonNode change = patch.get(name);
            if (change.isNull()) {
                target.remove(name);
            } else if (change instanceof ObjectNode part
                    && target.get(name) instanceof ObjectNode before) {
                merge(before, part);
            } else {
                target.set(name, change);
            }
        }
    }

    private static ObjectNode object(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw ProblemException.of(422, "body-invalid", "The body is no JSON object.");
    }
}
