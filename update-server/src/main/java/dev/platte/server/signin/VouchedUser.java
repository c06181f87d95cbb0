package dev.platte.server.signin;

import dev.platte.db.access.SignIn;
import java.util.List;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;

/** Somebody whom the identity provider knows, and who they are here. */
final class VouchedUser extends DefaultOidcUser {

    private static final long serialVersionUID = 1L;

    private final transient SignIn.Opened opened;

    VouchedUser(OidcIdToken token, SignIn.Opened opened) {
        super(List.of(), token);
        this.opened = opened;
    }

    SignIn.Opened opened() {
        return opened;
    }
}
