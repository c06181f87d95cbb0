package dev.platte.server.signin;

import dev.platte.db.access.Grant;
import dev.platte.db.access.Role;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The identity provider that people sign in through (OpenID Connect, code flow with PKCE).
 *
 * @param issuer its address, where {@code .well-known/openid-configuration} lies; absent: none
 * @param clientId what it calls this server
 * @param clientSecret what this server proves that with; best given in the environment
 * @param scopes what is asked for
 * @param nameClaim the claim that people are called by here
 * @param groupsClaim the claim with their groups
 * @param roles what its groups stand for: {@code viewer}, or {@code operator@com.example.os} for
 *     one application; the highest of one place counts
 */
@ConfigurationProperties("platte.oidc")
record OidcSettings(
        @Nullable URI issuer,
        @Nullable String clientId,
        @Nullable String clientSecret,
        @DefaultValue({"openid", "profile", "email"}) List<String> scopes,
        @DefaultValue("preferred_username") String nameClaim,
        @DefaultValue("groups") String groupsClaim,
        @DefaultValue Map<String, String> roles) {

    OidcSettings {
        if (issuer != null && (clientId == null || clientSecret == null || roles.isEmpty())) {
            throw new IllegalArgumentException(
                    "platte.oidc.issuer needs platte.oidc.client-id, platte.oidc.client-secret and at"
                            + " least one platte.oidc.roles.GROUP=ROLE");
        }
        scopes = List.copyOf(scopes);
        roles = Map.copyOf(roles);
        roles.forEach(OidcSettings::grant);
    }

    /** What these groups stand for; of several roles in one place the highest. */
    List<Grant> grants(Collection<String> groups) {
        Map<String, Grant> best = new HashMap<>();
        for (String group : groups) {
            String role = roles.get(group);
            if (role != null) {
                Grant grant = grant(group, role);
                best.merge(
                        String.valueOf(grant.application()),
                        grant,
                        (one, two) -> one.role().covers(two.role()) ? one : two);
            }
        }
        return new ArrayList<>(best.values());
    }

    private static Grant grant(String group, String text) {
        int at = text.indexOf('@');
        String role = at < 0 ? text : text.substring(0, at);
        try {
            return new Grant(
                    Role.valueOf(role.strip().toUpperCase(Locale.ROOT)),
                    at < 0 ? null : text.substring(at + 1).strip().toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "platte.oidc.roles."
                            + group
                            + " is "
                            + text
                            + "; give viewer, operator, approver or admin, alone or with @APPID",
                    e);
        }
    }

    /** Leaves the secret out. */
    @Override
    public String toString() {
        return "OidcSettings[" + issuer + ", " + clientId + "]";
    }
}
