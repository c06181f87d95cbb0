package dev.platte.server.edge;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What an operator sets under {@code platte.}, checked once at start.
 *
 * @param data directory of everything the server keeps outside the database (payloads, the embedded
 *     database, first token)
 * @param publicUrl where hosts reach this server, such as {@code https://updates.example.com}; a
 *     path is allowed; without it offers name the host that the poll was sent to
 * @param pollInterval how long hosts are asked to wait between polls, 1 s to 1 day; without it they
 *     keep their own rhythm
 * @param disablePayloadBackoff whether offers tell hosts to try a failed download again at once
 *     (update_engine's DisablePayloadBackoff)
 * @param cupKeys directory of private keys that sign answers, one {@code <id>.pem} each; none:
 *     answers are not signed
 * @param trustedProxies addresses whose X-Forwarded headers are believed
 * @param maxPayload the longest payload that is taken
 * @param catalogueCheck how long a change made through another replica may stay unnoticed when its
 *     notification is lost
 * @param eventRetention how long events are kept, whole days, 1 day to 10 years
 * @param pagesOpenTo addresses that may read the pages without signing in
 */
@ConfigurationProperties("platte")
public record ServerSettings(
        @DefaultValue(".platte") Path data,
        @Nullable URI publicUrl,
        @Nullable Duration pollInterval,
        @DefaultValue("true") boolean disablePayloadBackoff,
        @Nullable Path cupKeys,
        @DefaultValue List<String> trustedProxies,
        @DefaultValue("64GB") DataSize maxPayload,
        @DefaultValue("3s") Duration catalogueCheck,
        @DefaultValue("90d") Duration eventRetention,
        @DefaultValue({"127.0.0.0/8", "::1"}) List<String> pagesOpenTo) {

    private static final Duration LONGEST_POLL_INTERVAL = Duration.ofDays(1);

    public ServerSettings {
        data = data.toAbsolutePath().normalize();
        publicUrl = publicUrl == null ? null : base("platte.public-url", publicUrl);
        if (pollInterval != null
                && (pollInterval.compareTo(Duration.ofSeconds(1)) < 0
                        || pollInterval.compareTo(LONGEST_POLL_INTERVAL) > 0)) {
            throw new IllegalArgumentException(
                    "platte.poll-interval is " + pollInterval + "; give 1s to 1d, such as 45m");
        }
        if (maxPayload.toBytes() < 1) {
            throw new IllegalArgumentException(
                    "platte.max-payload is " + maxPayload + "; give a size such as 64GB");
        }
        if (catalogueCheck.compareTo(Duration.ofMillis(100)) < 0
                || catalogueCheck.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException(
                    "platte.catalogue-check is " + catalogueCheck + "; give 100ms to 10m");
        }
        if (eventRetention.toDays() < 1 || eventRetention.toDays() > 3650) {
            throw new IllegalArgumentException(
                    "platte.event-retention is " + eventRetention + "; give 1d to 3650d");
        }
        trustedProxies = ranges("platte.trusted-proxies", trustedProxies);
        pagesOpenTo = ranges("platte.pages-open-to", pagesOpenTo);
        if (cupKeys != null && publicUrl == null) {
            // A signed answer must not repeat what the Host header of an unsigned request says.
            throw new IllegalArgumentException(
                    "platte.cup-keys needs platte.public-url: a signed answer names a place that you chose");
        }
    }

    /** {@link #publicUrl} where it is set. */
    public Optional<URI> publicBase() {
        return Optional.ofNullable(publicUrl);
    }

    /** Whether people reach this server over TLS, by what the operator says of it. */
    public boolean overTls() {
        return publicUrl != null && "https".equalsIgnoreCase(publicUrl.getScheme());
    }

    /** Ends in a slash, so that whatever joins or appends a name means the same place. */
    private static URI base(String key, URI url) {
        if (url.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    key
                            + " carries a user or a password, which every host would get; leave it out");
        }
        boolean http =
                "http".equalsIgnoreCase(url.getScheme())
                        || "https".equalsIgnoreCase(url.getScheme());
        if (!http || url.getHost() == null || url.getQuery() != null || url.getFragment() != null) {
            throw new IllegalArgumentException(
                    key
                            + " is \""
                            + url
                            + "\"; give an http or https address such as https://updates.example.com");
        }
        return url.toString().endsWith("/") ? url : URI.create(url + "/");
    }

    private static List<String> ranges(String key, List<String> ranges) {
        for (String range : ranges) {
            try {
                AddressRange.parse(range);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
            }
        }
        return List.copyOf(ranges);
    }
}
