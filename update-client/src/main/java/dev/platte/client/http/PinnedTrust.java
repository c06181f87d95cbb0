package dev.platte.client.http;

import dev.platte.client.config.Transfer.Pin;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Believes what the usual rules believe, and of one host also demands a known public key. The pin
 * is of the server's own certificate, as curl's: the rest of what a server sends proves nothing by
 * itself. Payloads may come from other hosts; their signature is what counts.
 */
final class PinnedTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager usual;
    private final String host;
    private final List<Pin> pins;

    PinnedTrust(X509ExtendedTrustManager usual, String host, List<Pin> pins) {
        this.usual = usual;
        this.host = host;
        this.pins = pins;
    }

    /** The server's key is none of the known ones. */
    static final class UnknownKeyException extends CertificateException {
        private static final long serialVersionUID = 1L;

        UnknownKeyException(String host, String key) {
            super(
                    "the public key of %s is sha256 %s, which is none of TLS_PINS"
                            .formatted(host, key));
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        usual.checkServerTrusted(chain, type, engine);
        if (!host.equalsIgnoreCase(engine.getPeerHost())) {
            return;
        }
        String key = sha256(chain[0].getPublicKey().getEncoded());
        if (pins.stream().noneMatch(pin -> pin.sha256().equals(key))) {
            throw new UnknownKeyException(host, key);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Nobody here speaks TLS over plain sockets: without the host's name nothing is checked. */
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        throw new CertificateException("not a connection of ours");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        throw new CertificateException("not a connection of ours");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        throw new CertificateException("we are the client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("we are the client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        throw new CertificateException("we are the client");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return usual.getAcceptedIssuers();
    }
}
