package dev.platte.server.edge;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Finds misspelt settings among the variables of the environment. A setting {@code
 * platte.public-url} is {@code PLATTE_PUBLICURL} or {@code PLATTE_PUBLIC_URL} there, an element of
 * a list or map has the rest of its name behind that.
 */
final class EnvironmentNames {

    private static final String ROOT = "PLATTE_";

    /** What our other programs read. */
    private static final Set<String> OTHERS =
            Set.of(
                    "PLATTE_URL",
                    "PLATTE_TOKEN",
                    "PLATTE_TOKEN_FILE",
                    "PLATTE_APP",
                    "PLATTE_CA_FILE",
                    "PLATTE_PROFILE",
                    "PLATTE_DB_PASSWORD");

    /**
     * What Kubernetes and linked containers tell of services whose names begin with {@code platte},
     * such as {@code PLATTE_SERVICE_HOST} and {@code PLATTE_DB_PORT_5432_TCP_ADDR}.
     */
    private static final Pattern SERVICES =
            Pattern.compile(
                    "PLATTE_([A-Z0-9_]+_)?(SERVICE_(HOST|PORT)(_[A-Z0-9_]+)?|PORT(_[0-9]+_(TCP|UDP|SCTP)(_[A-Z]+)?)?)");

    private final Map<ConfigurationPropertyName, Boolean> known;

    /**
     * @param known settings, and whether they have elements below them
     */
    EnvironmentNames(Map<ConfigurationPropertyName, Boolean> known) {
        this.known = known;
    }

    /**
     * @throws SettingException for the first one in the order of the alphabet
     */
    void check(Collection<String> names) {
        Optional<String> wrong =
                names.stream()
                        .filter(name -> name.toUpperCase(Locale.ROOT).startsWith(ROOT))
                        .filter(name -> !isKnown(name.toUpperCase(Locale.ROOT)))
                        .sorted()
                        .findFirst();
        if (wrong.isPresent()) {
            throw refusal(wrong.get());
        }
    }

    private boolean isKnown(String name) {
        return OTHERS.contains(name)
                || SERVICES.matcher(name).matches()
                || known.entrySet().stream()
                        .anyMatch(
                                each ->
                                        spellings(each.getKey())
                                                .anyMatch(
                                                        spelling ->
                                                                name.equals(spelling)
                                                                        || (each.getValue()
                                                                                && name.startsWith(
                                                                                        spelling
                                                                                                + "_"))));
    }

    private SettingException refusal(String name) {
        List<String> all =
                known.keySet().stream().flatMap(EnvironmentNames::spellings).distinct().toList();
        return new SettingException(
                "The environment has " + name + ", which is no setting of this server",
                Nearest.of(name.toUpperCase(Locale.ROOT), all)
                                .map(each -> "Is it " + each + "? ")
                                .orElse("")
                        + "Correct or unset it and start again; --help lists the settings.");
    }

    private static Stream<String> spellings(ConfigurationPropertyName key) {
        String dotted = key.toString().toUpperCase(Locale.ROOT).replace('.', '_');
        return Stream.of(dotted.replace("-", ""), dotted.replace('-', '_'));
    }
}
