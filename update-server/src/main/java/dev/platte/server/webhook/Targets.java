package dev.platte.server.webhook;

import dev.platte.db.verb.RefusedException;
import dev.platte.db.webhook.TargetCheck;
import dev.platte.server.edge.AddressRange;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Where messages may go: public addresses over TLS, and what the operator lets besides. Whoever may
 * make webhooks must not reach through this server what only it can reach: services of this machine
 * and its network, the cloud's metadata.
 */
@Component
final class Targets implements TargetCheck {

    /**
     * What is not the public internet (IANA's special-purpose registries, RFC 6890), and what leads
     * into it by translation.
     */
    private static final List<AddressRange> PRIVATE =
            Stream.of(
                            "0.0.0.0/8",
                            "10.0.0.0/8",
                            "100.64.0.0/10",
                            "127.0.0.0/8",
                            "169.254.0.0/16",
                            "172.16.0.0/12",
                            "192.0.0.0/24",
                            "192.0.2.0/24",
                            "192.88.99.0/24",
                            "192.168.0.0/16",
                            "198.18.0.0/15",
                            "198.51.100.0/24",
                            "203.0.113.0/24",
                            "224.0.0.0/3",
                            "::/3",
                            "4000::/2",
                            "8000::/1",
                            "2001::/23",
                            "2001:db8::/32",
                            "2002::/16",
                            "3fff::/20")
                    .map(AddressRange::parse)
                    .toList();

    private final WebhookSettings settings;
    private final List<AddressRange> allowed;

    Targets(WebhookSettings settings) {
        this.settings = settings;
        this.allowed = settings.privateTargets().stream().map(AddressRange::parse).toList();
    }

    /** Names are looked up when a message is sent, each time. */
    @Override
    public void require(URI target) {
        if (!"https".equals(target.getScheme()) && !settings.allowHttp()) {
            throw RefusedException.invalid(
                    "webhook-url-refused",
                    "Messages go over TLS only: give an https address, or have the operator set"
                            + " platte.webhooks.allow-http.");
        }
        String host = target.getHost();
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        if (AddressRange.isLiteral(bare) && !admits(AddressRange.address(bare))) {
            throw RefusedException.invalid(
                    "webhook-url-refused",
                    "The address "
                            + bare
                            + " is private; the operator can let messages go there with"
                            + " platte.webhooks.private-targets.");
        }
    }

    /** Whether a message may be sent to this address. */
    boolean admits(InetAddress address) {
        return PRIVATE.stream().noneMatch(range -> range.contains(address))
                || allowed.stream().anyMatch(range -> range.contains(address));
    }
}
