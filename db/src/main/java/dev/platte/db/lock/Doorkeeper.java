package dev.platte.db.lock;

import dev.platte.db.lock.LockAsk.Credential;
import java.util.Map;
import java.util.Optional;

/** Whether a host has shown what its lock group wants to see. */
final class Doorkeeper {

    private Doorkeeper() {}

    /**
     * Why a request is not let in.
     *
     * @param opens what the tokens that were shown open, by their hashes
     * @return empty: it is
     */
    static Optional<String> against(
            LockGroup group, LockAsk ask, Map<String, LockTokens.Opens> opens) {
        if (group.access() == LockAccess.OPEN) {
            return Optional.empty();
        }
        return switch (ask.credential()) {
            case Credential.None() -> Optional.of("this group wants " + wanted(group.access()));
            case Credential.Token(String hash) -> {
                LockTokens.Opens token = opens.get(hash);
                boolean fits =
                        group.access().takesTokens()
                                && token != null
                                && token.groupId() == group.id()
                                && (token.host() == null || token.host().equals(ask.host()));
                yield fits
                        ? Optional.empty()
                        : Optional.of("the token does not open this group for this host");
            }
            case Credential.Certificate certificate -> {
                boolean fits =
                        group.access().takesCertificates()
                                && certificate.groups().contains(group.name())
                                && certificate.hosts().contains(ask.host());
                yield fits
                        ? Optional.empty()
                        : Optional.of("the certificate does not name this host and this group");
            }
        };
    }

    private static String wanted(LockAccess access) {
        return switch (access) {
            case OPEN -> "nothing";
            case TOKEN -> "a token: Authorization: Bearer ...";
            case CERTIFICATE -> "a client certificate";
            case TOKEN_OR_CERTIFICATE -> "a token or a client certificate";
        };
    }
}
