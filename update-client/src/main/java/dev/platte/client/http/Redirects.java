package dev.platte.client.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Where a redirect leads, and whether it may. */
final class Redirects {
    private Redirects() {}

    static boolean is(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    /**
     * The address that a redirect names.
     *
     * @param location as the server wrote it, absolute or relative; empty when it wrote none
     * @throws HttpFailure it is no web address, or leads from https to http
     */
    static URI target(URI from, int status, String location) throws HttpFailure {
        URI to;
        try {
            to = from.resolve(new URI(location));
        } catch (URISyntaxException e) {
            throw unusable(from, status);
        }
        String scheme = String.valueOf(to.getScheme()).toLowerCase(Locale.ROOT);
        boolean web = scheme.equals("http") || scheme.equals("https");
        if (location.isEmpty() || !web || to.getHost() == null) {
            throw unusable(from, status);
        }
        if (from.getScheme().equalsIgnoreCase("https") && !scheme.equals("https")) {
            throw new HttpFailure(
                    HttpFailure.Kind.DOWNGRADE,
                    status,
                    "%s redirects from https to %s; refused"
                            .formatted(Http.shown(from), Http.shown(to)));
        }
        return to;
    }

    /** Whether what was meant for one may be told the other: same scheme, host and port. */
    static boolean isSameOrigin(URI one, URI other) {
        return one.getScheme().equalsIgnoreCase(other.getScheme())
                && one.getHost().equalsIgnoreCase(other.getHost())
                && one.getPort() == other.getPort();
    }

    private static HttpFailure unusable(URI from, int status) {
        return new HttpFailure(
                HttpFailure.Kind.REDIRECTS,
                status,
                "%s redirects to no usable address".formatted(Http.shown(from)));
    }
}
