package dev.platte.client.config;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * How the network is used.
 *
 * @param credentials for the payload only
 * @param retries how often one payload transfer is taken up again after it broke
 */
public record Transfer(
        Optional<Credentials> credentials,
        Patience patience,
        Retries retries,
        Proxy proxy,
        Tls tls,
        Rates rates) {
    public Transfer {
        requireNonNull(credentials, "credentials");
        requireNonNull(patience, "patience");
        requireNonNull(retries, "retries");
        requireNonNull(proxy, "proxy");
        requireNonNull(tls, "tls");
        requireNonNull(rates, "rates");
    }

    /**
     * How long to wait.
     *
     * @param connect until a connection stands
     * @param request from a request to the first line of its answer
     * @param stall how long fewer than {@code stallRate} bytes per second are borne
     * @param stallRate bytes per second, 0 or more
     */
    public record Patience(Duration connect, Duration request, Duration stall, long stallRate) {
        public Patience {
            requirePositive(connect, "connect");
            requirePositive(request, "request");
            requirePositive(stall, "stall");
            if (stallRate < 0) {
                throw new IllegalArgumentException("stallRate " + stallRate);
            }
        }

        private static void requirePositive(Duration value, String name) {
            if (!value.isPositive()) {
                throw new IllegalArgumentException(name + " " + value);
            }
        }
    }

    /** How often a broken transfer is taken up again, and the pause before each time. */
    public record Retries(int times, Duration pause) {
        public Retries {
            if (times < 0 || pause.isNegative()) {
                throw new IllegalArgumentException("retries " + times + ", pause " + pause);
            }
        }
    }

    /** A name and its password; over https only, or to a proxy. */
    public record Credentials(String user, String password) {
        public Credentials {
            requireNonNull(user, "user");
            requireNonNull(password, "password");
        }

        /** The value of a header that tells them (RFC 7617), in UTF-8. */
        public String basic() {
            byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
            return "Basic " + Base64.getEncoder().encodeToString(both);
        }

        @Override
        public String toString() {
            return "Credentials[user=" + user + ", password=(hidden)]";
        }
    }

    /**
     * Who passes requests on.
     *
     * @param plain for http addresses
     * @param secure for https addresses, by CONNECT
     * @param except hosts that are reached without one: names, which also mean the names below
     *     them, addresses, networks such as {@code 10.0.0.0/8}, or {@code *}
     */
    public record Proxy(Optional<Hop> plain, Optional<Hop> secure, List<String> except) {
        /** Nobody. */
        public static final Proxy NONE = new Proxy(Optional.empty(), Optional.empty(), List.of());

        public Proxy {
            requireNonNull(plain, "plain");
            requireNonNull(secure, "secure");
            except = List.copyOf(except);
        }
    }

    /** A proxy, and who we are to it. */
    public record Hop(String host, int port, Optional<Credentials> credentials) {
        public Hop {
            requireNonNull(host, "host");
            requireNonNull(credentials, "credentials");
            if (port < 1 || port > 65535) {
                throw new IllegalArgumentException("port " + port);
            }
        }

        /** The proxy of an address such as {@code http://me:secret@proxy.example:3128}. */
        static Hop of(URI uri, Optional<Credentials> credentials) {
            int port = uri.getPort() < 0 ? 80 : uri.getPort();
            return new Hop(uri.getHost(), port, credentials);
        }

        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /**
     * Whose certificates are believed.
     *
     * @param authorities PEM files and directories of them; the first that exists counts where
     *     {@code own} is false, all of them where it is true
     * @param own whether the administrator named them
     * @param client who we are; empty: nobody
     * @param pins SHA-256 of the public keys (SubjectPublicKeyInfo), one of which the server's
     *     certificate must have; none: any
     */
    public record Tls(
            List<Path> authorities, boolean own, Optional<ClientFiles> client, List<Pin> pins) {
        public Tls {
            authorities = List.copyOf(authorities);
            requireNonNull(client, "client");
            pins = List.copyOf(pins);
        }
    }

    /** PEM files: the certificate with its chain, and its private key. */
    public record ClientFiles(Path certificate, Path key) {
        public ClientFiles {
            requireNonNull(certificate, "certificate");
            requireNonNull(key, "key");
        }
    }

    /** SHA-256 of a public key, lower-case hex. */
    public record Pin(String sha256) {
        public Pin {
            requireNonNull(sha256, "sha256");
        }
    }

    /** Bytes per second; 0 for no limit. */
    public record Rates(long network, long disk) {
        public Rates {
            if (network < 0 || disk < 0) {
                throw new IllegalArgumentException("rates " + network + ", " + disk);
            }
        }
    }
}
