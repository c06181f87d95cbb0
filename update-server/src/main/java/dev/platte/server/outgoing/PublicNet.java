package dev.platte.server.outgoing;

import dev.platte.server.edge.AddressRange;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.springframework.stereotype.Component;

/**
 * Which addresses this server goes to on somebody's behalf: public ones, and what the operator lets
 * besides. Whoever may make webhooks or packages must not reach through this server what only it
 * can reach: services of this machine and its network, the cloud's metadata.
 */
@Component
public final class PublicNet {

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

    private final List<AddressRange> allowed;

    PublicNet(OutgoingSettings settings) {
        this.allowed = settings.privateTargets().stream().map(AddressRange::parse).toList();
    }

    /** Whether this server goes there. */
    public boolean admits(InetAddress address) {
        return PRIVATE.stream().noneMatch(range -> range.contains(address))
                || allowed.stream().anyMatch(range -> range.contains(address));
    }

    /**
     * The same for what stands in a URL: names are looked up when somebody goes there, each time.
     */
    public boolean admits(String host) {
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return !AddressRange.isLiteral(bare) || admits(AddressRange.address(bare));
    }

    /**
     * Looks names up, and judges the very addresses that are then connected to: a name that changes
     * its meaning between two looks gains nothing.
     */
    public DnsResolver resolver() {
        return new SystemDefaultDnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                InetAddress[] found = super.resolve(host);
                for (InetAddress address : found) {
                    if (!admits(address)) {
                        throw new UnknownHostException(
                                host
                                        + " is at the private address "
                                        + address.getHostAddress()
                                        + " (platte.outgoing.private-targets)");
                    }
                }
                return found;
            }
        };
    }
}
