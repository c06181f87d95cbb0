package dev.platte.client.http;

import dev.platte.client.config.Transfer;
import dev.platte.client.config.Transfer.Hop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which proxy an address is reached through, as curl decides it. */
final class ProxyRules extends ProxySelector {
    private final Transfer.Proxy proxy;

    ProxyRules(Transfer.Proxy proxy) {
        this.proxy = proxy;
    }

    /** The proxy for that address; empty where it is reached directly. */
    Optional<Hop> hop(URI uri) {
        boolean secure = uri.getScheme().equalsIgnoreCase("https");
        Optional<Hop> hop = secure ? proxy.secure() : proxy.plain();
        String host = Networks.bare(uri.getHost()).toLowerCase(Locale.ROOT);
        boolean excepted =
                proxy.except().stream()
                        .anyMatch(rule -> matches(rule.toLowerCase(Locale.ROOT), host, uri));
        return excepted ? Optional.empty() : hop;
    }

    private static boolean matches(String rule, String host, URI uri) {
        if (rule.equals("*")) {
            return true;
        }
        if (rule.contains("/")) {
            return Networks.contains(rule, host);
        }
        String name = rule;
        int colon = rule.lastIndexOf(':');
        boolean port = colon > 0 && rule.indexOf(':') == colon;
        if (port) {
            if (!rule.substring(colon + 1).equals(Integer.toString(port(uri)))) {
                return false;
            }
            name = rule.substring(0, colon);
        }
        name = Networks.bare(name).replaceFirst("^\\*?\\.", "");
        return host.equals(name) || !name.isEmpty() && host.endsWith("." + name);
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }

    @Override
    public List<Proxy> select(URI uri) {
        return List.of(
                hop(uri).map(
                                hop ->
                                        new Proxy(
                                                Proxy.Type.HTTP,
                                                new InetSocketAddress(hop.host(), hop.port())))
                        .orElse(Proxy.NO_PROXY));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException e) {
        // Who asked hears of it.
    }
}
