package dev.platte.web.people;

import dev.platte.db.access.Grant;
import dev.platte.db.access.Role;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.web.form.FieldException;
import dev.platte.web.form.Sent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Roles as fields: one for everything, and one for each application. */
final class PersonForms {

    private PersonForms() {}

    /**
     * A field in which a role is chosen.
     *
     * @param name of the field
     * @param label where the role counts
     * @param chosen the role there is; empty: none
     */
    public record RoleField(String name, String label, String chosen) {}

    static List<RoleField> fields(List<ApplicationSnapshot> applications, List<Grant> grants) {
        List<RoleField> fields = new ArrayList<>();
        fields.add(new RoleField("role", "Everywhere", chosen(grants, null)));
        for (ApplicationSnapshot one : applications) {
            fields.add(
                    new RoleField(
                            "role-" + one.application().id(),
                            one.application().name(),
                            chosen(grants, one.application().key())));
        }
        return fields;
    }

    private static String chosen(List<Grant> grants, @Nullable String application) {
        return grants.stream()
                .filter(grant -> Objects.equals(grant.application(), application))
                .map(grant -> grant.role().name())
                .findFirst()
                .orElse("");
    }

    /**
     * The roles that were sent.
     *
     * @param before what the form does not show stays: applications that are not seen
     */
    static List<Grant> read(Sent sent, List<ApplicationSnapshot> applications, List<Grant> before) {
        List<Grant> grants = new ArrayList<>();
        add(grants, sent, "role", null);
        for (ApplicationSnapshot one : applications) {
            add(grants, sent, "role-" + one.application().id(), one.application().key());
        }
        before.stream()
                .filter(grant -> grant.application() != null)
                .filter(
                        grant ->
                                applications.stream()
                                        .noneMatch(
                                                one ->
                                                        one.application()
                                                                .key()
                                                                .equals(grant.application())))
                .forEach(grants::add);
        return grants;
    }

    private static void add(
            List<Grant> grants, Sent sent, String field, @Nullable String application) {
        String said = sent.text(field);
        if (!said.isEmpty()) {
            grants.add(new Grant(role(field, said), application));
        }
    }

    static Role role(String field, String said) {
        try {
            return Role.valueOf(said);
        } catch (IllegalArgumentException e) {
            throw new FieldException(field, "Choose a role.");
        }
    }
}
