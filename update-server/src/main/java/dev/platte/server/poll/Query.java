package dev.platte.server.poll;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of a query string. Not the servlet container's: asked for parameters, it would eat the
 * body of a poll that came with the content type of a form.
 */
final class Query {

    private Query() {}

    /** The first value of a parameter, decoded where it can be; empty if it is not there. */
    static Optional<String> value(@Nullable String query, String name) {
        if (query == null) {
            return Optional.empty();
        }
        for (String pair : query.split("&")) {
            if (pair.startsWith(name + "=")) {
                return decoded(pair.substring(name.length() + 1));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> decoded(String value) {
        try {
            return Optional.of(URLDecoder.decode(value, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.of(value);
        }
    }
}
