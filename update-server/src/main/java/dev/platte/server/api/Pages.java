package dev.platte.server.api;

import dev.platte.server.edge.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.springframework.http.ResponseEntity;
import org.springframework.web.util.UriComponentsBuilder;

/** Pages of long lists: a cursor that names the last one seen, and a Link to the next page. */
final class Pages {

    static final int MOST = 200;

    private Pages() {}

    static int checked(int limit) {
        if (limit < 1 || limit > MOST) {
            throw ProblemException.of(
                    400, "limit-invalid", "limit is 1 to " + MOST + ", not " + limit + ".");
        }
        return limit;
    }

    /**
     * @param found one more than the page has, if there are more
     * @param cursor of the last one on the page
     */
    static <R, V> ResponseEntity<List<V>> of(
            HttpServletRequest request,
            List<R> found,
            int limit,
            Function<R, V> view,
            Function<R, String> cursor) {
        return of(request, found, limit, all -> true, view, cursor);
    }

    /**
     * @param visible which the caller may see; a page can have fewer than its limit then
     */
    static <R, V> ResponseEntity<List<V>> of(
            HttpServletRequest request,
            List<R> found,
            int limit,
            Predicate<R> visible,
            Function<R, V> view,
            Function<R, String> cursor) {
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
        if (found.size() > limit) {
            String next =
                    UriComponentsBuilder.fromPath(request.getRequestURI())
                            .query(request.getQueryString())
                            .replaceQueryParam("cursor", cursor.apply(found.get(limit - 1)))
                            .build(true)
                            .toUriString();
            answer.header("Link", "<" + next + ">; rel=\"next\"");
        }
        return answer.body(found.stream().limit(limit).filter(visible).map(view).toList());
    }
}
