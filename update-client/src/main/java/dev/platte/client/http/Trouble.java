package dev.platte.client.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** What went wrong on the way, for people: with whom, which check, and what to do. */
final class Trouble {
    private static final Pattern TUNNEL = Pattern.compile("Tunnel failed, got: (\\d+)");

    private final String host;
    private final boolean secure;
    private final Optional<String> proxy;

    /**
     * With the host of that address.
     *
     * @param proxy on the way to it
     */
    Trouble(URI uri, Optional<String> proxy) {
        this.host = uri.getHost();
        this.secure = uri.getScheme().equalsIgnoreCase("https");
        this.proxy = proxy;
    }

    /** The same failure with words; a broken limit has them already. */
    IOException named(IOException e) {
        if (e instanceof HttpFailure) {
            return e;
        }
        if (causes(e).anyMatch(SSLException.class::isInstance)
                || causes(e).anyMatch(CertificateException.class::isInstance)) {
            HttpFailure failure = new HttpFailure(HttpFailure.Kind.TLS, 0, tls(e));
            failure.initCause(e);
            return failure;
        }
        return new IOException(plain(e), e);
    }

    private String plain(IOException e) {
        String via = proxy.map(hop -> " through the proxy " + hop).orElse("");
        if (causes(e).anyMatch(UnresolvedAddressException.class::isInstance)) {
            return "the name %s cannot be resolved; check DNS and the address"
                    .formatted(proxy.orElse(host));
        }
        Optional<String> tunnel = causes(e).flatMap(cause -> tunnel(cause).stream()).findFirst();
        if (tunnel.isPresent() && proxy.isPresent()) {
            return "the proxy %s does not connect us to %s (HTTP status %s)"
                    .formatted(proxy.get(), host, tunnel.get());
        }
        String words = said(e, e.getClass().getSimpleName());
        if (secure && words.contains("received no bytes")) {
            // With TLS 1.3 a server turns a client away after the handshake.
            return "%s closed the connection without an answer; it may want a client certificate (TLS_CLIENT_CERT)"
                    .formatted(host);
        }
        return switch (e) {
            case HttpConnectTimeoutException _ ->
                    "no connection to %s%s within CONNECT_TIMEOUT".formatted(host, via);
            case HttpTimeoutException _ ->
                    "no answer from %s%s within REQUEST_TIMEOUT".formatted(host, via);
            case ConnectException _ ->
                    "no connection to %s%s: %s".formatted(host, via, said(e, "refused"));
            default -> "%s%s: %s".formatted(host, via, said(e, e.getClass().getSimpleName()));
        };
    }

    /** What the proxy answered to CONNECT, as the runtime's client words it. */
    private static Optional<String> tunnel(Throwable cause) {
        Matcher words = TUNNEL.matcher(String.valueOf(cause.getMessage()));
        return words.find() ? Optional.of(words.group(1)) : Optional.empty();
    }

    private String tls(IOException e) {
        String check =
                causes(e).toList().reversed().stream()
                        .flatMap(cause -> check(cause).stream())
                        .findFirst()
                        .orElseGet(() -> said(e, "the handshake failed"));
        return "TLS with %s failed: %s".formatted(host, check);
    }

    /** The innermost words win over the outer ones: they name the check. */
    private Optional<String> check(Throwable cause) {
        String text = String.valueOf(cause.getMessage());
        if (cause instanceof PinnedTrust.UnknownKeyException) {
            return Optional.of(text);
        }
        if (cause instanceof CertificateExpiredException) {
            return Optional.of(
                    "its certificate has expired (%s); renew it, or set this host's clock"
                            .formatted(text));
        }
        if (cause instanceof CertificateNotYetValidException) {
            return Optional.of(
                    "its certificate is not valid yet (%s); set this host's clock".formatted(text));
        }
        if (cause instanceof CertPathValidatorException validator
                && validator.getReason()
                        == CertPathValidatorException.BasicReason.ALGORITHM_CONSTRAINED) {
            return Optional.of(
                    "its certificate is signed in a way that is not trusted any more (%s)"
                            .formatted(text));
        }
        if (text.contains("unable to find valid certification path")
                || text.contains("Path does not chain")) {
            return Optional.of(
                    "no authority that this host trusts signed its certificate; name yours with TLS_CA");
        }
        if (text.contains("subject alternative") || text.startsWith("No name matching")) {
            return Optional.of("its certificate is for another name (%s)".formatted(text));
        }
        if (text.contains("Received fatal alert")) {
            return Optional.of(
                    "it does not accept us (%s); it may want a client certificate (TLS_CLIENT_CERT)"
                            .formatted(text));
        }
        if (text.contains("plaintext connection")
                || text.contains("Unsupported or unrecognized SSL message")) {
            return Optional.of("it does not speak TLS on that port");
        }
        return Optional.empty();
    }

    private static String said(IOException e, String otherwise) {
        return causes(e)
                .map(Throwable::getMessage)
                .filter(message -> message != null && !message.isBlank())
                .findFirst()
                .orElse(otherwise);
    }

    private static Stream<Throwable> causes(Throwable e) {
        return Stream.iterate(e, cause -> cause != null, Throwable::getCause).limit(20);
    }
}
