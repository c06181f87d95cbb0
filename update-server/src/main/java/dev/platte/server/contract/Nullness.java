package dev.platte.server.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Tells in the document what the types of our records tell: what can be null may be null or left
 * out, everything else is always there.
 */
@Component
final class Nullness implements ModelConverter {

    private final Map<String, Class<?>> named = new ConcurrentHashMap<>();

    @Override
    public @Nullable Schema<?> resolve(
            AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
        Schema<?> resolved = chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
        Class<?> raw = raw(type);
        if (JsonNode.class.isAssignableFrom(raw)) {
            return new Schema<>();
        }
        if (resolved == null || !raw.isRecord() || !raw.getName().startsWith("dev.platte.")) {
            return resolved;
        }
        Schema<?> model = resolved;
        if (resolved.get$ref() != null) {
            String name = name(resolved.get$ref());
            model = context.getDefinedModels().get(name);
            Class<?> other = named.putIfAbsent(name, raw);
            if (other != null && other != raw) {
                throw new IllegalStateException(other + " and " + raw + " are both " + name);
            }
        }
        if (model != null && model.getProperties() != null && model.getRequired() == null) {
            tell(raw, model);
        }
        return resolved;
    }

    private static void tell(Class<?> record, Schema<?> model) {
        JsonInclude include = record.getAnnotation(JsonInclude.class);
        boolean left = include != null && include.value() == JsonInclude.Include.NON_NULL;
        List<String> required = new ArrayList<>();
        for (RecordComponent component : record.getRecordComponents()) {
            JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
            JsonInclude own = component.getAccessor().getAnnotation(JsonInclude.class);
            String name = renamed == null ? component.getName() : renamed.value();
            Schema<?> property = (Schema<?>) model.getProperties().get(name);
            if (property == null) {
                continue;
            }
            boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            if (!nullable && own == null) {
                required.add(name);
            } else if (nullable && !left) {
                replace(model, name, orNull(property));
            }
        }
        model.setRequired(required);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // what swagger's model is made of
    private static void replace(Schema model, String name, Schema<?> property) {
        ((Map<String, Schema>) model.getProperties()).put(name, property);
    }

    private static Schema<?> orNull(Schema<?> property) {
        if (property.get$ref() == null && property.getEnum() == null) {
            if (property.getTypes() != null) {
                property.addType("null");
            }
            return property;
        }
        Schema<?> nothing = new Schema<>();
        nothing.addType("null");
        Schema<?> either = new Schema<>();
        either.setDescription(property.getDescription());
        either.addAnyOfItem(property);
        either.addAnyOfItem(nothing);
        return either;
    }

    private static String name(String ref) {
        return ref.substring(ref.lastIndexOf('/') + 1);
    }

    private static Class<?> raw(AnnotatedType type) {
        return Json.mapper().constructType(type.getType()).getRawClass();
    }
}
