package dev.platte.server.signin;

import dev.platte.db.access.SignIns;
import dev.platte.server.edge.Problem;
import dev.platte.server.edge.ProblemWriter;
import dev.platte.server.edge.ServerSettings;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.SupplierClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.stereotype.Component;

/**
 * Signing in through an identity provider: {@code GET /oauth2/authorization/oidc} leads there,
 * {@code /login/oauth2/code/oidc} back. The provider is asked for its addresses when somebody first
 * signs in, so that this server starts without it.
 */
@Component
final class Provider {

    private static final Logger LOG = LoggerFactory.getLogger(Provider.class);
    private static final String NAME = "oidc";

    private final OidcSettings settings;
    private final ServerSettings server;
    private final SignIns signIns;

    Provider(OidcSettings settings, ServerSettings server, SignIns signIns) {
        this.settings = settings;
        this.server = server;
        this.signIns = signIns;
    }

    /** Adds the way in where a provider is set. */
    void addTo(HttpSecurity http) throws Exception {
        if (settings.issuer() == null) {
            return;
        }
        ClientRegistrationRepository provider =
                new SupplierClientRegistrationRepository(
                        () -> new InMemoryClientRegistrationRepository(registration()));
        http.oauth2Login(
                login ->
                        login.loginPage("/signin")
                                .clientRegistrationRepository(provider)
                                .authorizedClientRepository(new ForgetfulClients())
                                .userInfoEndpoint(
                                        user ->
                                                user.oidcUserService(
                                                        new Vouching(settings, signIns)))
                                .successHandler((request, response, who) -> welcome(response))
                                .failureHandler(Provider::refused));
    }

    private ClientRegistration registration() {
        String issuer = Objects.requireNonNull(settings.issuer()).toString();
        return ClientRegistrations.fromIssuerLocation(issuer)
                .registrationId(NAME)
                .clientId(Objects.requireNonNull(settings.clientId()))
                .clientSecret(Objects.requireNonNull(settings.clientSecret()))
                .scope(settings.scopes())
                .clientSettings(
                        ClientRegistration.ClientSettings.builder().requireProofKey(true).build())
                // Not what a Host header says, where the operator has said it.
                .redirectUri(
                        server.publicBase()
                                .map(base -> base + "login/oauth2/code/{registrationId}")
                                .orElse("{baseUrl}/login/oauth2/code/{registrationId}"))
                .build();
    }

    private static void welcome(HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", "/");
    }

    private static void refused(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException cause)
            throws IOException {
        String code = "sign-in-refused";
        String detail = "The identity provider's answer was not accepted; the log has the cause.";
        if (cause instanceof OAuth2AuthenticationException refusal
                && refusal.getError().getErrorCode().matches("[a-z]+(-[a-z]+)+")) {
            code = refusal.getError().getErrorCode();
            detail = Objects.requireNonNullElse(refusal.getError().getDescription(), detail);
        }
        LOG.info("sign-in through the identity provider refused: {}", cause.getMessage());
        if (Door.isForPeople(request)) {
            response.setStatus(HttpServletResponse.SC_SEE_OTHER);
            response.setHeader("Location", "/signin?failed=" + code);
            return;
        }
        ProblemWriter.write(request, response, new Problem(403, code, detail), Map.of());
    }

    /** The provider is asked who somebody is, and its tokens are for nothing else. */
    private static final class ForgetfulClients implements OAuth2AuthorizedClientRepository {

        @Override
        public <T extends OAuth2AuthorizedClient> @Nullable T loadAuthorizedClient(
                String id, @Nullable Authentication principal, HttpServletRequest request) {
            return null;
        }

        @Override
        public void saveAuthorizedClient(
                OAuth2AuthorizedClient client,
                @Nullable Authentication principal,
                HttpServletRequest request,
                HttpServletResponse response) {}

        @Override
        public void removeAuthorizedClient(
                String id,
                @Nullable Authentication principal,
                HttpServletRequest request,
                HttpServletResponse response) {}
    }
}
