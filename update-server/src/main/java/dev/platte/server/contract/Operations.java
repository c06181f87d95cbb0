package dev.platte.server.contract;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.BooleanSchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;

/**
 * Says of each operation what its handler declares. Two handlers of one address, which differ in
 * the types that they take or give, are one operation, and what both say is said of it.
 */
@Component
final class Operations implements OperationCustomizer {

    private static final String JSON = "application/json";
    private static final String PATCH = "application/merge-patch+json";

    /** What is called the same in all addresses is the same. */
    private static final Map<String, String> USUAL =
            Map.ofEntries(
                    Map.entry("app", "appid of the application, with or without braces"),
                    Map.entry("arch", "architecture, in any of its names"),
                    Map.entry("group", "track or id of the group"),
                    Map.entry("version", "version, exactly as it was given"),
                    Map.entry("name", "its name"),
                    Map.entry("machineId", "machine id of the host, as the host says it"),
                    Map.entry("rollout", "id of the rollout"),
                    Map.entry("id", "its id"),
                    Map.entry("lock", "name of the lock group"),
                    Map.entry("host", "the host, as it calls itself"),
                    Map.entry("fingerprint", "SHA-256 of the key, 64 hex digits"),
                    Map.entry("cursor", "of the page before, as its header Link says"),
                    Map.entry("limit", "rows of the page, 1 to 200"),
                    Map.entry("reason", "why, for the audit trail"),
                    Map.entry("state", "only in this state"),
                    Map.entry("Upload-Offset", "where the bytes belong in the whole file"),
                    Map.entry("Upload-Complete", "whether the file is whole then: ?1 or ?0"),
                    Map.entry("Last-Event-ID", "id of the event that was seen last"));

    /** What handlers name beside their types. */
    private final Set<Class<?>> shown = ConcurrentHashMap.newKeySet();

    Set<Class<?>> shown() {
        return shown;
    }

    @Override
    public Operation customize(Operation operation, HandlerMethod handler) {
        Declared declared = Declared.of(handler);
        Stream.of(declared.body(), declared.answer())
                .filter(each -> each != null)
                .forEach(shown::add);
        words(operation, declared);
        body(operation, declared);
        parameters(operation, declared);
        Outcomes.say(operation, declared);
        return operation;
    }

    private static void words(Operation operation, Declared declared) {
        String before = operation.getOperationId();
        boolean second = before != null && before.indexOf('.') > 0;
        if (!second) {
            int end = declared.words().indexOf(". ");
            operation.setOperationId(declared.id());
            operation.setTags(List.of(declared.room()));
            operation.setSummary(
                    (end < 0 ? declared.words() : declared.words().substring(0, end))
                            .replaceFirst("\\.$", ""));
            operation.setDescription(declared.words());
        } else {
            operation.setDescription(operation.getDescription() + "\n\n" + declared.words());
        }
    }

    private static void body(Operation operation, Declared declared) {
        Content content = new Content();
        boolean required = false;
        if (declared.body() != null) {
            String schema = declared.body().getSimpleName();
            content.addMediaType(JSON, Declared.shape(schema));
            if (declared.verb() == RequestMethod.PATCH) {
                content.addMediaType(PATCH, Declared.shape(schema));
            }
            required =
                    Stream.of(declared.body().getRecordComponents())
                            .anyMatch(
                                    each ->
                                            !each.getAnnotatedType()
                                                    .isAnnotationPresent(Nullable.class));
        } else if (!declared.consumes().isEmpty()) {
            declared.consumes().forEach(type -> content.addMediaType(type, Declared.opaque(type)));
            required = true;
        }
        RequestBody before = operation.getRequestBody();
        if (!content.isEmpty()) {
            operation.setRequestBody(
                    new RequestBody()
                            .content(
                                    Declared.merged(
                                            before == null ? null : before.getContent(), content))
                            .required(required));
        }
    }

    private static void parameters(Operation operation, Declared declared) {
        List<Parameter> all =
                new ArrayList<>(Optional.ofNullable(operation.getParameters()).orElse(List.of()));
        // What the reader of the body fills is no parameter.
        all.removeIf(each -> "fields".equals(each.getName()) || "body".equals(each.getName()));
        for (Parameter each : all) {
            String said = Optional.ofNullable(each.getDescription()).orElse("");
            each.setDescription(
                    said.isEmpty() ? USUAL.getOrDefault(each.getName(), "") : Markdown.of(said));
        }
        if (declared.guarded()) {
            add(
                    all,
                    header("If-Match", "the ETag that was seen, or * for whatever there is", true));
        }
        if (declared.verb() != RequestMethod.GET) {
            add(
                    all,
                    new Parameter()
                            .in("query")
                            .name("dryRun")
                            .description("whether only to answer as if it were done")
                            .schema(new BooleanSchema()));
        }
        if (declared.verb() == RequestMethod.POST) {
            add(
                    all,
                    header(
                            "Idempotency-Key",
                            "makes it happen once, however often it is sent",
                            false));
        }
        operation.setParameters(all);
    }

    private static void add(List<Parameter> all, Parameter parameter) {
        if (all.stream().noneMatch(each -> each.getName().equals(parameter.getName()))) {
            all.add(parameter);
        }
    }

    private static Parameter header(String name, String text, boolean required) {
        return new Parameter()
                .in("header")
                .name(name)
                .description(text)
                .required(required)
                .schema(new StringSchema());
    }
}
