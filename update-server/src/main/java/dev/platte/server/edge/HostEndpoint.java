package dev.platte.server.edge;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/**
 * Where hosts come by the million. What is asked of pages and programs (tokens, sessions, filters,
 * the search for a handler) is not asked of them: their requests are answered at the door.
 */
public interface HostEndpoint {

    /** The addresses, decoded and without a query; nothing else on this server may have them. */
    Set<String> paths();

    /**
     * Answers a POST. What it throws is answered as everywhere on this server; the caller's address
     * and scheme are those before the trusted proxies.
     */
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException;
}
