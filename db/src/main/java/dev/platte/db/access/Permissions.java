package dev.platte.db.access;

import dev.platte.db.verb.RefusedException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What somebody may do: the roles they have, cut down by the token they use. Every way in, REST and
 * pages, asks here.
 *
 * @param ceiling what the token allows at most; {@link Role#ADMIN} without a token
 * @param grants roles of the person, or of a token that belongs to nobody
 * @param scopes what the token is limited to; empty: no limit
 */
public record Permissions(Role ceiling, List<Grant> grants, List<Scope> scopes) {

    public Permissions {
        Objects.requireNonNull(ceiling);
        grants = List.copyOf(grants);
        scopes = List.copyOf(scopes);
    }

    /** Whether this is allowed. */
    public boolean allows(Need need) {
        return hasRole(need) && inScope(need);
    }

    /**
     * Refuses what is not allowed, saying what is missing.
     *
     * @throws RefusedException {@code role-too-low}, {@code scope-too-narrow}
     */
    public void require(Need need) {
        String place =
                need.application() == null
                        ? " for the whole server"
                        : " for the application " + need.application();
        if (!hasRole(need)) {
            throw RefusedException.forbidden(
                    "role-too-low",
                    "This needs the role "
                            + need.role().name().toLowerCase(Locale.ROOT)
                            + place
                            + "; ask an administrator.");
        }
        if (!inScope(need)) {
            throw RefusedException.forbidden(
                    "scope-too-narrow",
                    "The token's scopes do not hold this; it needs the scope "
                            + Scope.naming(need.group(), need.application())
                            + ".");
        }
    }

    /** Whether lists may show this application. */
    public boolean sees(String application) {
        return allows(new Need(Role.VIEWER, VerbGroup.READ, application));
    }

    private boolean hasRole(Need need) {
        return ceiling.covers(need.role())
                && grants.stream().anyMatch(g -> g.covers(need.role(), need.application()));
    }

    private boolean inScope(Need need) {
        return scopes.isEmpty()
                || scopes.stream().anyMatch(s -> s.admits(need.group(), need.application()));
    }
}
