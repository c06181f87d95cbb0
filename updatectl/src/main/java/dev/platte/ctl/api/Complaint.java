package dev.platte.ctl.api;

import dev.platte.ctl.json.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;

/** One line for people of what went wrong with a request. */
final class Complaint {
    private Complaint() {}

    static String unreachable(URI server, IOException e) {
        String why =
                switch (e) {
                    case HttpConnectTimeoutException _ -> "it does not answer";
                    case ConnectException _ -> "nobody listens there, or the name is unknown";
                    case HttpTimeoutException _ -> "it took too long to answer";
                    case SSLException tls -> "no trusted TLS connection: " + why(tls);
                    default -> e.getMessage() == null ? e.toString() : e.getMessage();
                };
        return "cannot talk to %s: %s (is --url or PLATTE_URL right?)".formatted(server, why);
    }

    private static String why(SSLException tls) {
        Throwable cause = tls;
        while (cause != null) {
            switch (cause) {
                case CertificateExpiredException _ -> {
                    return "its certificate has expired";
                }
                case CertificateNotYetValidException _ -> {
                    return "its certificate is not valid yet; is the clock right here?";
                }
                case CertPathBuilderException _ -> {
                    return "nobody who is trusted here has signed its certificate;"
                            + " --ca-file FILE names an authority of your own";
                }
                default -> cause = cause.getCause();
            }
        }
        return String.valueOf(tls.getMessage());
    }

    /** What a problem document says (RFC 9457), with the code and the request's id for the log. */
    static ApiException refused(HttpRequest request, int status, JsonObject problem) {
        String code = problem.text("code");
        if (code.isEmpty()) {
            return new ApiException(
                    status,
                    "",
                    "%s %s was answered %d by something that is no Platte server; is --url or PLATTE_URL right?"
                            .formatted(request.method(), request.uri(), status));
        }
        String said =
                status == 412
                        ? "somebody changed it meanwhile; look at it again, then repeat"
                        : problem.optional("detail").orElse(problem.text("title"));
        return new ApiException(
                status,
                code,
                "%s (code %s, request %s)"
                        .formatted(
                                said.replaceAll("\\s+", " ").strip(),
                                code,
                                problem.optional("requestId").orElse("unknown")));
    }
}
