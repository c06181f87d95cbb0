package dev.platte.server.lock;

import dev.platte.db.lock.LockAsk.Credential;
import dev.platte.db.lock.LockTokens;
import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * What a host shows. A certificate, which TLS has verified against the authorities that the
 * operator named, says the host in its common name (or a DNS name) and its lock groups as
 * organizational units.
 */
final class Credentials {

    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    /** RFC 5280, GeneralName: dNSName. */
    private static final int DNS_NAME = 2;

    private Credentials() {}

    static Credential token(String secret) {
        return new Credential.Token(LockTokens.hash(secret));
    }

    static Credential certificate(HttpServletRequest request) {
        return request.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain
                        && chain.length > 0
                ? names(chain[0])
                : new Credential.None();
    }

    static Credential names(X509Certificate certificate) {
        Set<String> hosts = new HashSet<>();
        Set<String> groups = new HashSet<>();
        try {
            for (Rdn part :
                    new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                String value = String.valueOf(part.getValue());
                if (part.getType().equalsIgnoreCase("CN")) {
                    hosts.add(value);
                } else if (part.getType().equalsIgnoreCase("OU")) {
                    groups.add(value);
                }
            }
            for (List<?> name :
                    Optional.ofNullable(certificate.getSubjectAlternativeNames())
                            .map(Collection::stream)
                            .stream()
                            .flatMap(names -> names)
                            .toList()) {
                if (name.get(0) instanceof Integer type && type == DNS_NAME) {
                    hosts.add(String.valueOf(name.get(1)));
                }
            }
        } catch (InvalidNameException | CertificateParsingException e) {
            // A certificate whose names cannot be read names nobody.
            return new Credential.None();
        }
        return new Credential.Certificate(hosts, groups);
    }
}
