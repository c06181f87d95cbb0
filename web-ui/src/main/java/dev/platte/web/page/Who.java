package dev.platte.web.page;

import dev.platte.db.access.Grant;
import dev.platte.db.access.Identity;
import dev.platte.db.access.Need;
import dev.platte.db.access.Role;
import dev.platte.db.access.VerbGroup;
import dev.platte.db.catalog.Application;
import dev.platte.db.verb.RefusedException;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who looks at a page, and what they may do there: what they may not is not drawn, and refused all
 * the same. Handlers take it as a parameter.
 */
public record Who(Identity identity) {

    /** The attribute of a request that says who asks; absent: a passer-by. */
    public static final String ATTRIBUTE = Identity.class.getName();

    public Who {
        Objects.requireNonNull(identity);
    }

    /** As the audit trail names them. */
    public String name() {
        return identity.name();
    }

    public boolean signedIn() {
        return identity.userId() != null;
    }

    /** The highest role that they have anywhere, as people call it. */
    public String rank() {
        return identity.permissions().grants().stream()
                .map(Grant::role)
                .max(Comparator.naturalOrder())
                .map(
                        role ->
                                switch (role) {
                                    case VIEWER -> "viewer";
                                    case OPERATOR -> "operator";
                                    case APPROVER -> "approver";
                                    case ADMIN -> "administrator";
                                })
                .orElse("no role yet");
    }

    /** Whether this application is shown to them at all. */
    public boolean sees(Application application) {
        return identity.permissions().sees(application.key());
    }

    /** Whether they may look at what belongs to no application. */
    public boolean seesServer(VerbGroup group) {
        return identity.permissions().allows(looking(group, null));
    }

    /** Whether they may change what this is about, in an application. */
    public boolean may(VerbGroup group, Application application) {
        return signedIn() && identity.permissions().allows(changing(group, application.key()));
    }

    /** Whether they may change what this is about, for the whole server. */
    public boolean mayServer(VerbGroup group) {
        return signedIn() && identity.permissions().allows(changing(group, null));
    }

    /** Whether they may answer requests of an application; absent: of the whole server. */
    public boolean mayAnswer(@Nullable String applicationKey) {
        return signedIn()
                && identity.permissions()
                        .allows(new Need(Role.APPROVER, VerbGroup.APPROVAL, applicationKey));
    }

    /**
     * Refuses who may not change it.
     *
     * @throws RefusedException {@code role-too-low}, {@code scope-too-narrow}
     */
    public void require(VerbGroup group, Application application) {
        identity.permissions().require(changing(group, application.key()));
    }

    /** Refuses who may not change it for the whole server. */
    public void requireServer(VerbGroup group) {
        identity.permissions().require(changing(group, null));
    }

    /** Refuses who may not look at what belongs to no application. */
    public void requireLook(VerbGroup group) {
        identity.permissions().require(looking(group, null));
    }

    private static Need looking(VerbGroup group, @Nullable String application) {
        boolean anybody = group.looking() == Role.VIEWER;
        return new Need(group.looking(), anybody ? VerbGroup.READ : group, application);
    }

    private static Need changing(VerbGroup group, @Nullable String application) {
        return new Need(group.changing(), group, application);
    }
}
