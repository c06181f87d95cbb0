package dev.platte.web.people;

import dev.platte.db.access.Grant;
import dev.platte.db.access.Role;
import dev.platte.db.snapshot.ApplicationSnapshot;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Roles as people call them.
 *
 * @param applications names of applications by their keys
 */
record RoleNames(Map<String, String> applications) {

    RoleNames {
        applications = Map.copyOf(applications);
    }

    static RoleNames of(List<ApplicationSnapshot> applications) {
        return new RoleNames(
                applications.stream()
                        .map(ApplicationSnapshot::application)
                        .collect(Collectors.toMap(app -> app.key(), app -> app.name())));
    }

    static String word(Role role) {
        return switch (role) {
            case VIEWER -> "viewer";
            case OPERATOR -> "operator";
            case APPROVER -> "approver";
            case ADMIN -> "administrator";
        };
    }

    /** What a role lets somebody do, each more than the one before. */
    static String meaning(Role role) {
        return switch (role) {
            case VIEWER -> "looks";
            case OPERATOR -> "publishes, promotes, pauses and resumes";
            case APPROVER -> "agrees to what a rule wants agreed to";
            case ADMIN -> "makes applications, keys, people and tokens";
        };
    }

    /** {@code operator}, {@code approver of Meadow Linux}. */
    String words(Grant grant) {
        String application = grant.application();
        return word(grant.role()) + (application == null ? "" : " of " + name(application));
    }

    /** One that is gone, or that they do not see, by its key. */
    String name(@Nullable String key) {
        return key == null ? "everything" : applications.getOrDefault(key, key);
    }
}
