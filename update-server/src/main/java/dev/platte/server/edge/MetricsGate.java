package dev.platte.server.edge;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets those read the metrics whose addresses the operator named, and nobody else. */
final class MetricsGate extends OncePerRequestFilter {

    private final List<AddressRange> open;

    MetricsGate(MetricsSettings settings) {
        this.open = settings.metricsOpenTo().stream().map(AddressRange::parse).toList();
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String caller = request.getRemoteAddr();
        if (AddressRange.isLiteral(caller)
                && open.stream().anyMatch(one -> one.contains(AddressRange.address(caller)))) {
            chain.doFilter(request, response);
            return;
        }
        ProblemWriter.write(
                request,
                response,
                new Problem(
                        403,
                        "not-open",
                        "Metrics are read from the addresses in platte.metrics-open-to."),
                Map.of());
    }
}
