package dev.platte.ctl.api;

import dev.platte.ctl.json.Json;
import dev.platte.ctl.json.JsonObject;
import dev.platte.ctl.json.MalformedJsonException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a server answered when it did as it was asked.
 *
 * @param text the body
 * @param value the body as JSON; null when it is empty or of another type
 * @param etag the revision of what it shows
 * @param next where the next page is, as the header {@code Link} says (RFC 8288)
 */
public record Answer(
        String text, @Nullable Object value, Optional<String> etag, Optional<String> next) {
    private static final Pattern NEXT = Pattern.compile("<([^>]*)>\\s*;\\s*rel=\"?next\"?");

    static Answer of(HttpResponse<?> response, String text) throws ApiException {
        boolean json =
                response.headers().firstValue("Content-Type").orElse("").contains("json")
                        && !text.isBlank();
        try {
            return new Answer(
                    text,
                    json ? Json.read(text) : null,
                    response.headers().firstValue("ETag"),
                    response.headers().allValues("Link").stream()
                            .map(NEXT::matcher)
                            .filter(Matcher::find)
                            .map(link -> link.group(1))
                            .findFirst());
        } catch (MalformedJsonException e) {
            throw new ApiException(
                    "the answer of %s is no JSON: %s".formatted(response.uri(), e.getMessage()));
        }
    }

    /** The body as an object. */
    public JsonObject object() {
        return JsonObject.of(value);
    }

    /** The body as a list of objects. */
    public List<JsonObject> objects() {
        return JsonObject.list(value);
    }
}
