package dev.platte.server.contract;

import dev.platte.db.access.Need;
import dev.platte.server.edge.ApiNeeds;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.converter.ResolvedSchema;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import io.swagger.v3.oas.models.tags.Tag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the OpenAPI document says beside the operations. */
@Configuration(proxyBeanMethods = false)
class ContractDocument {

    private static final String TOKEN = "token";

    private static final String RULES =
            """
            Times are RFC 3339, durations ISO 8601, shares and rates percentages. Everything wants the header
            `Authorization: Bearer TOKEN`.

            * A change of something names what was seen of it: `If-Match` with the ETag of the answer (428 without, 412 if
              somebody was quicker), so that nobody overwrites what they have not seen.
            * A POST with an `Idempotency-Key` happens once, however often it is sent.
            * `dryRun=true` checks everything and answers as if it were done.
            * Long lists come in pages: the header `Link` names the next (`rel="next"`).
            * PATCH takes a merge patch (RFC 7396): absent fields stay, null ones go. Fields that nobody knows are refused by
              their name.
            * What goes wrong is a problem document (RFC 9457) with `code`, for programs, and `requestId`, which the server's
              log repeats.

            | code | status | what it means |
            |---|---|---|
            """;

    @Bean
    OpenAPI openApi() {
        return new OpenAPI()
                .info(new Info().title("Platte").version("v1").description(RULES + codes()))
                .servers(List.of(new Server().url("/")))
                .components(
                        new Components()
                                .addSecuritySchemes(
                                        TOKEN,
                                        new SecurityScheme()
                                                .type(SecurityScheme.Type.HTTP)
                                                .scheme("bearer"))
                                .addSchemas("Problem", problem()))
                .addSecurityItem(new SecurityRequirement().addList(TOKEN));
    }

    private static String codes() {
        return ProblemCodes.all().entrySet().stream()
                .map(
                        each ->
                                "| `%s` | %s | %s |"
                                        .formatted(
                                                each.getKey(),
                                                each.getValue().statuses().stream()
                                                        .map(String::valueOf)
                                                        .collect(Collectors.joining(", ")),
                                                each.getValue().sentence()))
                .collect(Collectors.joining("\n"));
    }

    private static Schema<?> problem() {
        StringSchema code = new StringSchema();
        code.setEnum(List.copyOf(ProblemCodes.all().keySet()));
        Schema<?> problem = new Schema<>();
        problem.addType("object");
        problem.setDescription("Why a request was not served (RFC 9457).");
        problem.addProperty("type", text("about:blank: the code says all"));
        problem.addProperty("title", text("the status in words"));
        problem.addProperty("status", new IntegerSchema().description("the HTTP status"));
        problem.addProperty("detail", text("what went wrong, where, and what to do"));
        problem.addProperty("code", code.description("what went wrong, for programs"));
        problem.addProperty("requestId", text("as the server's log has it"));
        problem.setRequired(List.of("type", "title", "status", "detail", "code", "requestId"));
        return problem;
    }

    private static Schema<?> text(String description) {
        return new StringSchema().description(description);
    }

    /** After all operations are known. */
    @Bean
    GlobalOpenApiCustomizer wholeDocument(Operations operations) {
        return document -> {
            for (Class<?> body : operations.shown()) {
                add(document, body);
            }
            tidy(document);
            tags(document);
            document.getPaths()
                    .forEach(
                            (path, item) ->
                                    item.readOperationsMap()
                                            .forEach(
                                                    (verb, each) ->
                                                            needs(verb.name(), path, each)));
        };
    }

    /** Who may: for people in words, for programs as {@code x-needs}. */
    private static void needs(String verb, String path, Operation operation) {
        String said = Optional.ofNullable(operation.getDescription()).orElse("");
        Optional<Need> need = ApiNeeds.of(verb, path);
        if (need.isEmpty()) {
            operation.setDescription(
                    said
                            + "\n\nEverybody may ask; what the caller may see or do is decided for each row.");
            return;
        }
        String role = need.get().role().name().toLowerCase(Locale.ROOT);
        String scope = need.get().group().word();
        operation.setDescription(
                said
                        + "\n\nNeeds the role `%s` or a higher one%s, of a limited token the scope `%s`."
                                .formatted(
                                        role,
                                        path.contains("{app}") ? " in the application" : "",
                                        scope));
        operation.addExtension("x-needs", Map.of("role", role, "scope", scope));
    }

    private static void add(OpenAPI document, Class<?> body) {
        ResolvedSchema resolved =
                ModelConverters.getInstance(true)
                        .resolveAsResolvedSchema(new AnnotatedType(body).resolveAsRef(true));
        if (resolved != null && resolved.referencedSchemas != null) {
            resolved.referencedSchemas.forEach(
                    (name, schema) -> document.getComponents().addSchemas(name, schema));
        }
    }

    private static void tidy(OpenAPI document) {
        document.getComponents()
                .getSchemas()
                .forEach(
                        (name, schema) -> {
                            describe(schema);
                            Map<?, ?> properties = schema.getProperties();
                            if (properties != null) {
                                properties.values().forEach(each -> describe((Schema<?>) each));
                            }
                        });
    }

    private static void describe(Schema<?> schema) {
        Optional.ofNullable(schema.getDescription())
                .map(Markdown::of)
                .ifPresent(schema::setDescription);
    }

    private static void tags(OpenAPI document) {
        Map<String, Tag> tags = new TreeMap<>();
        for (Tag tag : Optional.ofNullable(document.getTags()).orElse(List.of())) {
            String name = room(tag.getName());
            tags.put(
                    name,
                    new Tag()
                            .name(name)
                            .description(
                                    Markdown.of(
                                            Optional.ofNullable(tag.getDescription()).orElse(""))));
        }
        List<Tag> all = new ArrayList<>(tags.values());
        all.sort(Comparator.comparing(Tag::getName));
        document.setTags(all);
    }

    /** {@code audit-proof-controller} is {@code auditProof}. */
    private static String room(String tag) {
        String[] words = tag.replaceFirst("-controller$", "").split("-");
        StringBuilder room = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            room.append(words[i].substring(0, 1).toUpperCase(Locale.ROOT))
                    .append(words[i].substring(1));
        }
        return room.toString();
    }
}
