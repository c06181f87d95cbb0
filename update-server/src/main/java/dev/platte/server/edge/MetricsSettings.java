package dev.platte.server.edge;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who reads the metrics.
 *
 * @param metricsOpenTo addresses that may; they see names of groups and versions, and how many
 *     hosts there are
 */
@ConfigurationProperties("platte")
record MetricsSettings(@DefaultValue({"127.0.0.0/8", "::1"}) List<String> metricsOpenTo) {

    MetricsSettings {
        metricsOpenTo = List.copyOf(metricsOpenTo);
        for (String range : metricsOpenTo) {
            try {
                AddressRange.parse(range);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("platte.metrics-open-to: " + e.getMessage(), e);
            }
        }
    }
}
