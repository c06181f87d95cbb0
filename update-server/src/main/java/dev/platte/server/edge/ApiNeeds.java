package dev.platte.server.edge;

import dev.platte.db.access.Need;
import java.util.Optional;

/** What the operations of the REST API need, for those who describe it. */
public final class ApiNeeds {

    private ApiNeeds() {}

    /**
     * @param pattern of the handler, such as {@code /api/v1/applications/{app}/groups}
     * @return empty: everybody with a token may ask, and what answers decides row by row
     */
    public static Optional<Need> of(String method, String pattern) {
        return ApiRules.need(method, pattern, null);
    }
}
