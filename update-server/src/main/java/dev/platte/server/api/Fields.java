package dev.platte.server.api;

import dev.platte.server.edge.ProblemException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The fields of a JSON object, with a message that names the field. In a merge patch (RFC 7396) an
 * absent field stays, a null field goes.
 */
final class Fields {

    private final JsonNode object;

    private Fields(JsonNode object) {
        this.object = object;
    }

    /** Refuses what is no object, and fields that nobody knows: a misspelt one would do nothing. */
    static Fields of(@Nullable JsonNode body, Set<String> known) {
        if (body == null || !body.isObject()) {
            throw invalid("body-invalid", "The body is no JSON object.");
        }
        for (String name : body.propertyNames()) {
            if (!known.contains(name)) {
                throw invalid(
                        "field-unknown",
                        "There is no field "
                                + name
                                + "; there are "
                                + String.join(", ", known)
                                + ".");
            }
        }
        return new Fields(body);
    }

    /** The same, for the fields that this record has. */
    static Fields of(@Nullable JsonNode body, Class<? extends Record> shape) {
        return of(body, known(shape));
    }

    /** The names of the fields that a record stands for. */
    static Set<String> known(Class<? extends Record> shape) {
        return Stream.of(shape.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Why it is done. */
    @Nullable String reason() {
        return optional("reason").orElse(null);
    }

    boolean has(String name) {
        return object.has(name);
    }

    boolean isNull(String name) {
        return object.has(name) && object.get(name).isNull();
    }

    String required(String name) {
        return optional(name)
                .orElseThrow(() -> invalid("field-missing", "The field " + name + " is missing."));
    }

    /** Empty when it is absent or null. */
    Optional<String> optional(String name) {
        JsonNode value = object.get(name);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isString()) {
            throw invalid("field-invalid", "The field " + name + " is no text.");
        }
        return Optional.of(value.stringValue());
    }

    /** A whole number. */
    long number(String name) {
        JsonNode value = object.get(name);
        if (value == null || value.isNull()) {
            throw invalid("field-missing", "The field " + name + " is missing.");
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw invalid("field-invalid", "The field " + name + " is no whole number.");
        }
        return value.longValue();
    }

    /** False when it is absent or null. */
    boolean flag(String name) {
        JsonNode value = object.get(name);
        if (value == null || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw invalid("field-invalid", "The field " + name + " is neither true nor false.");
        }
        return value.booleanValue();
    }

    /** Empty when it is absent; a null is an empty list. */
    Optional<List<String>> texts(String name) {
        if (!object.has(name)) {
            return Optional.empty();
        }
        JsonNode value = object.get(name);
        List<String> texts = new ArrayList<>();
        if (value.isNull()) {
            return Optional.of(texts);
        }
        if (!value.isArray()) {
            throw invalid("field-invalid", "The field " + name + " is no list of texts.");
        }
        for (JsonNode each : value) {
            if (!each.isString()) {
                throw invalid("field-invalid", "The field " + name + " is no list of texts.");
            }
            texts.add(each.stringValue());
        }
        return Optional.of(texts);
    }

    /** Any value; empty when it is absent or null. */
    Optional<JsonNode> node(String name) {
        return Optional.ofNullable(object.get(name)).filter(value -> !value.isNull());
    }

    /** A list of objects that have no other fields than these; empty when it is absent or null. */
    List<Fields> objects(String name, Set<String> known) {
        JsonNode value = object.get(name);
        List<Fields> objects = new ArrayList<>();
        if (value == null || value.isNull()) {
            return objects;
        }
        if (!value.isArray()) {
            throw invalid("field-invalid", "The field " + name + " is no list.");
        }
        for (JsonNode each : value) {
            if (!each.isObject()) {
                throw invalid("field-invalid", "The field " + name + " is no list of objects.");
            }
            objects.add(of(each, known));
        }
        return objects;
    }

    private static ProblemException invalid(String code, String detail) {
        return ProblemException.of(422, code, detail);
    }
}
