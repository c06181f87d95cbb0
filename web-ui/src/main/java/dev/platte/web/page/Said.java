package dev.platte.web.page;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseCookie;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the next page says about what was done, once. It travels in a cookie that ends with that
 * page; it is shown as text, whoever wrote it.
 *
 * @param sentence one sentence
 * @param undo how to take it back; absent: there is no way, or no short one
 */
public record Said(String sentence, @Nullable Undo undo) {

    /**
     * A form that takes back what was done, without asking anything more.
     *
     * @param path what it is sent to, below the context path
     * @param seen the revision that it takes back
     * @param reason sent with it
     */
    public record Undo(String path, long seen, String reason) {

        public Undo {
            if (!path.matches("/[A-Za-z0-9][A-Za-z0-9/-]*")) {
                throw new IllegalArgumentException("no form of ours takes " + path);
            }
        }
    }

    private static final String COOKIE = "platte_said";
    private static final int MAX_LENGTH = 500;

    public Said {
        sentence = sentence.length() > MAX_LENGTH ? sentence.substring(0, MAX_LENGTH) : sentence;
    }

    /** The header that lays it into the browser. */
    public String cookie() {
        String json = JsonMapper.shared().writeValueAsString(this);
        return cookie(
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(json.getBytes(StandardCharsets.UTF_8)),
                60);
    }

    /** The header that takes it out again. */
    static String end() {
        return cookie("", 0);
    }

    static Optional<Said> of(HttpServletRequest request) {
        return Stream.ofNullable(request.getCookies())
                .flatMap(Arrays::stream)
                .filter(cookie -> cookie.getName().equals(COOKIE))
                .map(Cookie::getValue)
                .flatMap(value -> read(value).stream())
                .findFirst();
    }

    private static Optional<Said> read(String value) {
        try {
            return Optional.of(
                    JsonMapper.shared()
                            .readValue(Base64.getUrlDecoder().decode(value), Said.class));
        } catch (IllegalArgumentException | JacksonException e) {
            // Not ours, or cut off.
            return Optional.empty();
        }
    }

    private static String cookie(String value, long seconds) {
        return ResponseCookie.from(COOKIE, value)
                .path("/")
                .httpOnly(true)
                .sameSite("Strict")
                .maxAge(seconds)
                .build()
                .toString();
    }
}
