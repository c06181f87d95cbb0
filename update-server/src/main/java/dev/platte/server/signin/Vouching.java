package dev.platte.server.signin;

import dev.platte.db.access.SignIns;
import dev.platte.db.access.Vouched;
import dev.platte.db.verb.RefusedException;
import dev.platte.server.edge.RequestId;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserService;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Turns what the identity provider says of somebody into a person of this server. */
final class Vouching implements OAuth2UserService<OidcUserRequest, OidcUser> {

    private final OidcSettings settings;
    private final SignIns signIns;
    private final OidcUserService provider = new OidcUserService();

    Vouching(OidcSettings settings, SignIns signIns) {
        this.settings = settings;
        this.signIns = signIns;
    }

    @Override
    public OidcUser loadUser(OidcUserRequest request) {
        OidcUser said = provider.loadUser(request);
        List<String> groups = said.getClaimAsStringList(settings.groupsClaim());
        String name = said.getClaimAsString(settings.nameClaim());
        if (name == null || said.getIssuer() == null || said.getSubject() == null) {
            throw refused(
                    "claim-missing",
                    "The identity provider did not say the claim " + settings.nameClaim() + ".");
        }
        try {
            return new VouchedUser(
                    said.getIdToken(),
                    signIns.vouched(
                            new Vouched(
                                    said.getIssuer().toString(),
                                    said.getSubject(),
                                    name.toLowerCase(Locale.ROOT),
                                    verifiedEmail(said),
                                    settings.grants(groups == null ? List.of() : groups)),
                            requestId()));
        } catch (RefusedException e) {
            throw refused(e.code(), String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable String verifiedEmail(OidcUser said) {
        return Boolean.TRUE.equals(said.getEmailVerified()) ? said.getEmail() : null;
    }

    private static @Nullable String requestId() {
        return RequestContextHolder.getRequestAttributes()
                        instanceof ServletRequestAttributes attributes
                ? RequestId.of(attributes.getRequest())
                : null;
    }

    private static OAuth2AuthenticationException refused(String code, String message) {
        return new OAuth2AuthenticationException(new OAuth2Error(code, message, null), message);
    }
}
