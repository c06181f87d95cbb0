package dev.platte.server.edge;

import java.util.Locale;
import java.util.Objects;
import org.springframework.http.HttpStatus;

/**
 * What a caller is told when a request fails (RFC 9457, with the members {@code code} and {@code
 * requestId}).
 *
 * @param status the HTTP status, 400 to 599
 * @param code what went wrong, for programs: lower case, words joined by hyphens, never changed
 *     once published
 * @param detail what went wrong, where, and what to do, for people; holds no secret
 */
public record Problem(int status, String code, String detail) {

    public Problem {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("a problem's status is 400 to 599, not " + status);
        }
        if (!code.matches("[a-z][a-z0-9-]{1,63}")) {
            throw new IllegalArgumentException("not a problem code: " + code);
        }
        Objects.requireNonNull(detail);
    }

    /** The problem of a status that carries no more news than itself, such as 404. */
    static Problem of(int status) {
        HttpStatus known = HttpStatus.resolve(status);
        if (known == null) {
            return new Problem(status, "status-" + status, "The server answered " + status + ".");
        }
        return new Problem(status, codeOf(known), known.getReasonPhrase() + ".");
    }

    /** {@code 404} is {@code not-found}, {@code 405} is {@code method-not-allowed}. */
    static String codeOf(HttpStatus status) {
        return status.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The status in words, as RFC 9457 wants for {@code about:blank}. */
    String title() {
        HttpStatus known = HttpStatus.resolve(status);
        return known == null ? "Error" : known.getReasonPhrase();
    }
}
