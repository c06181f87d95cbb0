package dev.platte.server.outgoing;

import dev.platte.server.edge.AddressRange;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an operator sets under {@code platte.outgoing.}
 *
 * @param privateTargets private addresses that webhooks are sent to and mirrors are looked at;
 *     others are refused, so that nobody reaches through this server what is behind it
 */
@ConfigurationProperties("platte.outgoing")
record OutgoingSettings(@DefaultValue List<String> privateTargets) {

    OutgoingSettings {
        for (String range : privateTargets) {
            try {
                AddressRange.parse(range);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "platte.outgoing.private-targets: " + e.getMessage(), e);
            }
        }
        privateTargets = List.copyOf(privateTargets);
    }
}
