package dev.platte.web.people;

import dev.platte.db.access.NewToken;
import dev.platte.db.access.Scope;
import dev.platte.db.access.VerbGroup;
import dev.platte.db.catalog.Application;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.web.form.FieldException;
import dev.platte.web.form.Sent;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A token to be, as a form: its role, and one limit made of an application and of parts. */
final class TokenForm {

    private TokenForm() {}

    /** A part that a token may be limited to. */
    public record Part(String value, String word) {}

    /** Looking comes with every other. */
    static List<Part> parts() {
        return Stream.of(VerbGroup.values())
                .filter(group -> group != VerbGroup.READ)
                .map(group -> new Part(group.name(), words(group)))
                .toList();
    }

    private static String words(VerbGroup group) {
        return switch (group) {
            case READ -> "looking";
            case APPLICATION -> "applications";
            case KEY -> "keys";
            case PACKAGE -> "packages";
            case CHANNEL -> "channels";
            case GROUP -> "groups";
            case ROLLOUT -> "rollouts";
            case HOST -> "hosts";
            case INBOX -> "the inbox";
            case LOCK -> "reboots";
            case APPROVAL -> "approvals";
            case WEBHOOK -> "webhooks";
            case TOKEN -> "tokens";
            case USER -> "people";
        };
    }

    static NewToken read(
            Sent sent, List<ApplicationSnapshot> applications, @Nullable Instant expires) {
        return new NewToken(
                sent.text("name"),
                PersonForms.role("role", sent.text("role")),
                sent.optional("owner").orElse(null),
                scopes(sent, applications),
                expires);
    }

    private static List<String> scopes(Sent sent, List<ApplicationSnapshot> applications) {
        Set<VerbGroup> groups = EnumSet.noneOf(VerbGroup.class);
        for (String part : sent.all("parts")) {
            groups.add(group(part));
        }
        String id = sent.text("application");
        if (id.isEmpty() && groups.isEmpty()) {
            return List.of();
        }
        return List.of(
                new Scope(
                                id.isEmpty() ? null : key(id, applications),
                                groups.isEmpty() ? EnumSet.allOf(VerbGroup.class) : groups)
                        .toString());
    }

    private static String key(String id, List<ApplicationSnapshot> applications) {
        return applications.stream()
                .map(ApplicationSnapshot::application)
                .filter(app -> id.equals(Long.toString(app.id())))
                .map(Application::key)
                .findFirst()
                .orElseThrow(() -> new FieldException("application", "Choose an application."));
    }

    private static VerbGroup group(String said) {
        try {
            return VerbGroup.valueOf(said.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new FieldException("parts", "There is no part " + said + ".");
        }
    }
}
