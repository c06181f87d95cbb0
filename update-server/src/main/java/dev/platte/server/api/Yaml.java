package dev.platte.server.api;

import dev.platte.server.edge.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.representer.Representer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** YAML of people, as plain data: no types, no aliases that grow, no key twice. */
final class Yaml {

    static final String TYPE = "application/yaml";

    /** About ten thousand groups. */
    private static final int MOST_BYTES = 4 * 1024 * 1024;

    private Yaml() {}

    /**
     * @throws ProblemException 413 if it is too long, 422 with the line if it cannot be read
     */
    static JsonNode read(HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            throw ProblemException.of(
                    413, "body-too-large", "The document has more than " + MOST_BYTES + " bytes.");
        }
        LoaderOptions limits = new LoaderOptions();
        limits.setAllowDuplicateKeys(false);
        limits.setMaxAliasesForCollections(10);
        limits.setNestingDepthLimit(20);
        limits.setCodePointLimit(MOST_BYTES);
        try {
            Object read =
                    new org.yaml.snakeyaml.Yaml(new SafeConstructor(limits))
                            .load(new String(body, StandardCharsets.UTF_8));
            return JsonMapper.shared().valueToTree(read);
        } catch (YAMLException e) {
            throw ProblemException.of(
                    422, "yaml-invalid", "The document is no YAML: " + e.getMessage());
        }
    }

    static String write(Object plain) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setSplitLines(false);
        // The same empty list in two places is no reason for an alias.
        options.setDereferenceAliases(true);
        return new org.yaml.snakeyaml.Yaml(new Representer(options), options).dump(plain);
    }
}
