package dev.platte.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.platte.server.contract.ProblemCodes;
import dev.platte.server.fixture.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the API's document promises; that answers keep it is checked wherever tests call the API.
 */
final class OpenApiTest {

    private static final String BASE = "/api/v1/";

    private final TestServer server = TestServer.shared();
    private final JsonNode document = Rest.ok(server.get("/api/v1/openapi.json"));

    /** An operation of the document, as {@code METHOD /path}. */
    private record Operation(String name, JsonNode node) {}

    @Test
    void documentAndServerHaveTheSameOperations() {
        assertThat(operations().map(Operation::name))
                .hasSizeGreaterThan(100)
                .containsExactlyInAnyOrderElementsOf(served());
    }

    @Test
    void everyOperationAndParameterSaysWhatItIs() {
        List<String> silent = new ArrayList<>();
        operations()
                .forEach(
                        each -> {
                            requireWords(silent, each.name(), each.node().path("summary"));
                            for (JsonNode parameter : each.node().path("parameters")) {
                                requireWords(
                                        silent,
                                        each.name() + " " + parameter.get("name").stringValue(),
                                        parameter.path("description"));
                            }
                        });
        for (JsonNode tag : document.get("tags")) {
            requireWords(silent, "tag " + tag.get("name").stringValue(), tag.path("description"));
        }
        assertThat(silent).isEmpty();
    }

    @Test
    void operationsHaveIdsOfTheirOwn() {
        assertThat(operations().map(each -> each.node().get("operationId").stringValue()))
                .doesNotHaveDuplicates();
    }

    @Test
    void everyFieldOfABodyIsDescribedWithAnExampleThatFits() {
        List<String> wrong = new ArrayList<>();
        for (String name : bodies()) {
            JsonNode schema = document.at("/components/schemas/" + name);
            requireWords(wrong, name, schema.path("description"));
            ObjectNode example = JsonMapper.shared().createObjectNode();
            for (String field : schema.get("properties").propertyNames()) {
                JsonNode property = schema.get("properties").get(field);
                requireWords(wrong, name + "." + field, property.path("description"));
                if (property.has("example")) {
                    example.set(field, property.get("example"));
                } else if (!speaksForItself(property)) {
                    wrong.add(name + "." + field + " has no example");
                }
            }
            wrong.addAll(complaints(name, example));
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyProblemCodeIsListedWithItsStatus() {
        String text = document.at("/info/description").stringValue();
        JsonNode codes = document.at("/components/schemas/Problem/properties/code/enum");
        assertThat(codes.valueStream().map(JsonNode::stringValue))
                .containsExactlyElementsOf(ProblemCodes.all().keySet());
        assertThat(ProblemCodes.all().keySet())
                .allSatisfy(code -> assertThat(text).contains("| `" + code + "` | "));
    }

    private Stream<Operation> operations() {
        JsonNode paths = document.get("paths");
        return paths.propertyStream()
                .flatMap(
                        path ->
                                path.getValue()
                                        .propertyStream()
                                        .map(
                                                verb ->
                                                        new Operation(
                                                                verb.getKey()
                                                                                .toUpperCase(
                                                                                        Locale.ROOT)
                                                                        + " "
                                                                        + path.getKey(),
                                                                verb.getValue())));
    }

    /** The schemas that bodies of requests have, and those within them. */
    private Set<String> bodies() {
        Set<String> names = new TreeSet<>();
        operations().forEach(each -> refer(each.node().path("requestBody").path("content"), names));
        return names;
    }

    private void refer(JsonNode node, Set<String> names) {
        if (node.path("$ref").isString()) {
            String name = node.get("$ref").stringValue().replaceFirst(".*/", "");
            if (names.add(name)) {
                refer(document.at("/components/schemas/" + name), names);
            }
        }
        node.forEach(each -> refer(each, names));
    }

    /** Its parts have examples, or there is little to choose. */
    private static boolean speaksForItself(JsonNode property) {
        return property.has("$ref")
                || property.has("anyOf")
                || property.path("items").has("$ref")
                || property.has("enum")
                || property.toString().contains("boolean");
    }

    private List<String> complaints(String name, ObjectNode example) {
        ObjectNode schema = document.at("/components/schemas/" + name).deepCopy().asObject();
        // Fields that are objects have their examples in their own shapes.
        ArrayNode required = schema.putArray("required");
        example.propertyNames().forEach(required::add);
        schema.set("components", document.get("components"));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema)
                .validate(example)
                .stream()
                .map(error -> name + ": " + error)
                .toList();
    }

    private static void requireWords(List<String> silent, String what, JsonNode words) {
        if (!words.isString() || words.stringValue().isBlank()) {
            silent.add(what + " says nothing");
        }
    }

    private Set<String> served() {
        Set<String> operations = new TreeSet<>();
        server.get(DispatcherServlet.class).getHandlerMappings().stream()
                .filter(RequestMappingHandlerMapping.class::isInstance)
                .map(RequestMappingHandlerMapping.class::cast)
                .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                .forEach(mapping -> add(operations, mapping));
        return operations;
    }

    private static void add(Set<String> operations, RequestMappingInfo mapping) {
        for (String path : mapping.getPatternValues()) {
            if (path.startsWith(BASE) && !path.startsWith(BASE + "openapi.json")) {
                mapping.getMethodsCondition()
                        .getMethods()
                        .forEach(method -> operations.add(method + " " + path));
            }
        }
    }
}
