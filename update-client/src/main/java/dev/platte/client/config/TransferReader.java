package dev.platte.client.config;

import dev.platte.client.config.Transfer.ClientFiles;
import dev.platte.client.config.Transfer.Credentials;
import dev.platte.client.config.Transfer.Hop;
import dev.platte.client.config.Transfer.Patience;
import dev.platte.client.config.Transfer.Pin;
import dev.platte.client.config.Transfer.Proxy;
import dev.platte.client.config.Transfer.Rates;
import dev.platte.client.config.Transfer.Retries;
import dev.platte.client.config.Transfer.Tls;
import java.net.URI;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The keys about the network. */
final class TransferReader {
    /** Where distributions keep the authorities that a host trusts. */
    private static final List<String> SYSTEM_AUTHORITIES =
            List.of(
                    "etc/ssl/certs/ca-certificates.crt",
                    "etc/pki/tls/certs/ca-bundle.crt",
                    "etc/ssl/ca-bundle.pem",
                    "etc/ssl/cert.pem");

    private static final int HEX_LENGTH = 64;
    private static final int BASE64_LENGTH = 44;

    private final Values values;
    private final Paths paths;
    private final Map<String, String> environment;

    TransferReader(Values values, Paths paths, Map<String, String> environment) {
        this.values = values;
        this.paths = paths;
        this.environment = environment;
    }

    Transfer read() {
        return new Transfer(
                credentials(Keys.DOWNLOAD_USER, Keys.DOWNLOAD_PASSWORD),
                new Patience(
                        values.of(Keys.CONNECT_TIMEOUT),
                        values.of(Keys.REQUEST_TIMEOUT),
                        values.of(Keys.STALL_TIMEOUT),
                        values.of(Keys.STALL_RATE)),
                new Retries(
                        Math.toIntExact(values.of(Keys.DOWNLOAD_RETRIES)),
                        values.of(Keys.DOWNLOAD_RETRY_DELAY)),
                proxy(),
                tls(),
                new Rates(values.of(Keys.DOWNLOAD_RATE), values.of(Keys.DISK_RATE)));
    }

    private Optional<Credentials> credentials(Key<String> user, Key<String> password) {
        String name = values.of(user);
        return name.isEmpty()
                ? Optional.empty()
                : Optional.of(new Credentials(name, values.of(password)));
    }

    private Proxy proxy() {
        Optional<Credentials> who = credentials(Keys.PROXY_USER, Keys.PROXY_PASSWORD);
        List<String> except =
                values.given(Keys.NO_PROXY).isPresent()
                        ? values.of(Keys.NO_PROXY)
                        : ProxyEnvironment.except(environment);
        if (values.given(Keys.PROXY).isEmpty()) {
            return new Proxy(
                    ProxyEnvironment.plain(environment).map(hop -> as(hop, who)),
                    ProxyEnvironment.secure(environment).map(hop -> as(hop, who)),
                    except);
        }
        Optional<URI> named = values.of(Keys.PROXY);
        Optional<Hop> hop = named.map(uri -> Hop.of(uri, who));
        return new Proxy(hop, hop, except);
    }

    /** What the file says of us is stronger than what the environment says. */
    private static Hop as(Hop hop, Optional<Credentials> who) {
        return who.isPresent() ? new Hop(hop.host(), hop.port(), who) : hop;
    }

    private Tls tls() {
        values.requireTogether(Keys.TLS_CLIENT_CERT, Keys.TLS_CLIENT_KEY);
        List<Path> own = paths.of(Keys.TLS_CA);
        Optional<Path> certificate = paths.of(Keys.TLS_CLIENT_CERT).stream().findFirst();
        Optional<Path> key = paths.of(Keys.TLS_CLIENT_KEY).stream().findFirst();
        return new Tls(
                own.isEmpty() ? SYSTEM_AUTHORITIES.stream().map(paths::below).toList() : own,
                !own.isEmpty(),
                certificate.flatMap(c -> key.map(k -> new ClientFiles(c, k))),
                values.of(Keys.TLS_PINS).stream().map(TransferReader::pin).toList());
    }

    /** {@code sha256/} and base64 as HPKP writes it, {@code sha256//} as curl does, or hex. */
    private static Pin pin(String text) {
        boolean hex = text.length() == HEX_LENGTH;
        return new Pin(
                hex
                        ? text.toLowerCase(Locale.ROOT)
                        : HexFormat.of()
                                .formatHex(
                                        Base64.getDecoder()
                                                .decode(
                                                        text.substring(
                                                                text.length() - BASE64_LENGTH))));
    }
}
