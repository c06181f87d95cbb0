package dev.platte.server.edge;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ContinueResponseTiming;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Stands before everything else and answers hosts itself: filters, the firewall for odd addresses,
 * sessions and the search for a handler took a quarter of what a poll cost the server. Whatever is
 * not for a {@link HostEndpoint} passes on untouched.
 */
final class HostValve extends ValveBase {

    private static final Logger LOG = LoggerFactory.getLogger(HostValve.class);

    private final ObjectProvider<HostEndpoint> endpoints;
    private final Proxies proxies;
    private final PlainRandom random;
    private volatile @Nullable Map<String, HostEndpoint> byPath;

    /**
     * @param endpoints asked for with the first request: this valve is there before they are
     */
    HostValve(ObjectProvider<HostEndpoint> endpoints, Proxies proxies, PlainRandom random) {
        super(true);
        this.endpoints = endpoints;
        this.proxies = proxies;
        this.random = random;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        // Null where the request line could not be read: the last valve answers that.
        String path = request.getDecodedRequestURI();
        HostEndpoint endpoint = path == null ? null : byPath().get(path);
        if (endpoint == null || response.isError()) {
            getNext().invoke(request, response);
            return;
        }
        String id = RequestId.assign(request, request.getHeader(RequestId.HEADER), random);
        response.setHeader(RequestId.HEADER, id);
        try {
            answer(endpoint, request, response);
        } catch (ClientAbortException e) {
            LOG.debug("the caller of request {} is gone", id, e);
        } catch (ProblemException e) {
            ProblemWriter.write(request, response, e.problem(), e.headers());
        } catch (RuntimeException e) {
            ProblemWriter.write(request, response, e);
        }
    }

    private void answer(HostEndpoint endpoint, Request request, Response response)
            throws IOException {
        if (!"POST".equals(request.getMethod())) {
            throw ProblemException.of(
                    405, "method-not-allowed", "Hosts send a POST here.", Map.of("Allow", "POST"));
        }
        proxies.caller(request).ifPresent(caller -> restore(request, caller));
        response.setHeader("X-Content-Type-Options", "nosniff");
        // curl asks whether it may send a body above 1 KiB; the container asks further inside.
        response.sendAcknowledgement(ContinueResponseTiming.IMMEDIATELY);
        endpoint.answer(request, response);
    }

    private static void restore(Request request, Proxies.Caller caller) {
        request.setRemoteAddr(caller.address());
        if (caller.scheme() != null) {
            request.getCoyoteRequest().scheme().setString(caller.scheme());
        }
    }

    private Map<String, HostEndpoint> byPath() {
        Map<String, HostEndpoint> known = byPath;
        if (known == null) {
            Map<String, HostEndpoint> made = new HashMap<>();
            endpoints.stream().forEach(one -> one.paths().forEach(path -> made.put(path, one)));
            known = Map.copyOf(made);
            byPath = known;
        }
        return known;
    }
}
