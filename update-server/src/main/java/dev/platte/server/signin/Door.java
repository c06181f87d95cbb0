package dev.platte.server.signin;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.util.UriComponentsBuilder;

/** The page where people sign in, and the ways there and on from there. */
final class Door {

    private static final String PAGE = "/signin";

    /** A path of this server: no other host, and nothing that a browser takes for one. */
    private static final Pattern HERE =
            Pattern.compile("/(?![/\\\\])[\\x21-\\x5b\\x5d-\\x7e]{0,1000}");

    private Door() {}

    /** Whether a browser asks for a page to show. */
    static boolean isForPeople(HttpServletRequest request) {
        String accepted = request.getHeader("Accept");
        return request.getMethod().equals("GET")
                && accepted != null
                && accepted.contains("text/html")
                && request.getHeader("HX-Request") == null;
    }

    /** The door, with the way back to what was asked for. */
    static String address(HttpServletRequest request) {
        String query = request.getQueryString();
        String to = request.getRequestURI() + (query == null ? "" : "?" + query);
        UriComponentsBuilder door = UriComponentsBuilder.fromPath(PAGE);
        return to.equals("/") || !HERE.matcher(to).matches()
                ? PAGE
                : door.queryParam("to", "{to}").encode().build(to).toString();
    }

    /** The door again, with why it did not open. */
    static ResponseEntity<Void> shut(String why) {
        return to(PAGE + "?failed=" + why);
    }

    /** On to where somebody wanted to go. */
    static ResponseEntity<Void> open(@Nullable String to) {
        return to(to != null && HERE.matcher(to).matches() ? to : "/");
    }

    static ResponseEntity<Void> to(String location) {
        return ResponseEntity.status(303).location(URI.create(location)).build();
    }
}
