package dev.platte.client.config;

import dev.platte.client.config.Transfer.Credentials;
import dev.platte.client.config.Transfer.Hop;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The usual variables, as curl reads them, which update_engine left them to: {@code http_proxy} (in
 * small letters only: the other is what a CGI client can set), {@code https_proxy}, {@code
 * all_proxy} and {@code no_proxy}, those also in capitals. What makes no sense there is as if it
 * were not set.
 */
final class ProxyEnvironment {
    private ProxyEnvironment() {}

    static Optional<Hop> plain(Map<String, String> environment) {
        return first(environment, "http_proxy", "all_proxy", "ALL_PROXY");
    }

    static Optional<Hop> secure(Map<String, String> environment) {
        return first(environment, "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY");
    }

    static List<String> except(Map<String, String> environment) {
        return Stream.of("no_proxy", "NO_PROXY")
                .map(name -> environment.getOrDefault(name, ""))
                .filter(value -> !value.isBlank())
                .findFirst()
                .map(value -> Stream.of(value.split("[,\\s]+")).filter(e -> !e.isEmpty()).toList())
                .orElse(List.of());
    }

    private static Optional<Hop> first(Map<String, String> environment, String... names) {
        return Stream.of(names)
                .map(name -> environment.getOrDefault(name, "").strip())
                .filter(value -> !value.isEmpty())
                .findFirst()
                .flatMap(ProxyEnvironment::hop);
    }

    private static Optional<Hop> hop(String value) {
        try {
            URI uri = new URI(value.contains("://") ? value : "http://" + value);
            boolean http = uri.getScheme().equalsIgnoreCase("http") && uri.getHost() != null;
            return http ? Optional.of(Hop.of(uri, credentials(uri))) : Optional.empty();
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Credentials> credentials(URI uri) {
        String user = uri.getRawUserInfo();
        if (user == null) {
            return Optional.empty();
        }
        int colon = user.indexOf(':');
        return Optional.of(
                colon < 0
                        ? new Credentials(decoded(user), "")
                        : new Credentials(
                                decoded(user.substring(0, colon)),
                                decoded(user.substring(colon + 1))));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
