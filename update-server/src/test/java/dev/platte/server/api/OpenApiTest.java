package dev.platte.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.server.fixture.TestServer;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

final class OpenApiTest {

    private static final String BASE = "/api/v1/";

    private final TestServer server = TestServer.shared();

    @Test
    void documentAndServerHaveTheSameOperations() {
        assertThat(documented()).hasSizeGreaterThan(40).isEqualTo(served());
    }

    private Set<String> documented() {
        JsonNode paths = Rest.ok(server.get("/api/v1/openapi.json")).get("paths");
        Set<String> operations = new TreeSet<>();
        for (String path : paths.propertyNames()) {
            for (String method : paths.get(path).propertyNames()) {
                operations.add(method.toUpperCase(Locale.ROOT) + " " + path);
            }
        }
        return operations;
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
