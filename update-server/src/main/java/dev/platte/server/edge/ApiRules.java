package dev.platte.server.edge;

import dev.platte.db.access.Need;
import dev.platte.db.access.Role;
import dev.platte.db.access.VerbGroup;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What each address of the REST API needs, all of it on this page. Looking needs a viewer, changing
 * what the address is about: its last word that stands in the table.
 */
final class ApiRules {

    static final String BASE = "/api/v1/";
    private static final String APPLICATIONS = "applications";
    private static final String APPLICATION = APPLICATIONS + "/{app}";
    private static final Set<String> LOOKS = Set.of("GET", "HEAD", "OPTIONS");

    /**
     * Who they show what to, the handlers or verbs decide themselves, row by row: lists of what the
     * caller may see, requests of an application that only the row names.
     */
    private static final Set<String> FOR_EVERYBODY =
            Set.of(
                    "openapi.json",
                    "openapi.json.yaml",
                    "me",
                    "events",
                    "approvals",
                    "approvals/{id}");

    private static final Set<String> ANSWERED_BY_VERBS =
            Set.of("approvals/{id}/approve", "approvals/{id}/reject", "approvals/{id}/withdraw");

    private static final Map<String, VerbGroup> OF_APPLICATIONS =
            Map.ofEntries(
                    Map.entry("keys", VerbGroup.KEY),
                    Map.entry("packages", VerbGroup.PACKAGE),
                    Map.entry("channels", VerbGroup.CHANNEL),
                    Map.entry("floors", VerbGroup.CHANNEL),
                    Map.entry("promotions", VerbGroup.CHANNEL),
                    Map.entry("groups", VerbGroup.GROUP),
                    Map.entry("policy", VerbGroup.GROUP),
                    Map.entry("rollouts", VerbGroup.ROLLOUT),
                    Map.entry("hosts", VerbGroup.HOST),
                    Map.entry("duplicates", VerbGroup.HOST),
                    Map.entry("fleet", VerbGroup.HOST),
                    Map.entry("pins", VerbGroup.HOST),
                    Map.entry("locks", VerbGroup.LOCK));

    private static final Map<String, VerbGroup> OF_THE_SERVER =
            Map.ofEntries(
                    Map.entry(APPLICATIONS, VerbGroup.APPLICATION),
                    Map.entry("users", VerbGroup.USER),
                    Map.entry("tokens", VerbGroup.TOKEN),
                    Map.entry("webhooks", VerbGroup.WEBHOOK),
                    Map.entry("locks", VerbGroup.LOCK),
                    Map.entry("audit", VerbGroup.APPLICATION),
                    Map.entry("unknown", VerbGroup.INBOX),
                    Map.entry("malformed", VerbGroup.INBOX),
                    Map.entry("export", VerbGroup.APPLICATION),
                    Map.entry("apply", VerbGroup.APPLICATION));

    private ApiRules() {}

    /**
     * What a request needs.
     *
     * @param pattern of the handler, such as {@code /api/v1/applications/{app}/groups}
     * @param application key of the application that the address names
     * @return empty: every caller may, and what answers looks closer
     */
    static Optional<Need> need(String method, String pattern, @Nullable String application) {
        String place = place(pattern);
        boolean looks = LOOKS.contains(method);
        if (ANSWERED_BY_VERBS.contains(place)
                || (looks && (FOR_EVERYBODY.contains(place) || place.equals(APPLICATIONS)))) {
            return Optional.empty();
        }
        Optional<VerbGroup> known = rule(place);
        if (known.isEmpty()) {
            // What is not in the table is only for who may do everything.
            return Optional.of(new Need(Role.ADMIN, VerbGroup.APPLICATION, application));
        }
        VerbGroup group = known.get();
        return Optional.of(
                looks
                        ? new Need(group.looking(), lookGroup(group), application)
                        : new Need(group.changing(), group, application));
    }

    /** Whether the table knows this handler; a test holds it for all of them. */
    static boolean knows(String pattern) {
        String place = place(pattern);
        return FOR_EVERYBODY.contains(place)
                || ANSWERED_BY_VERBS.contains(place)
                || rule(place).isPresent();
    }

    /** Who only looks at tokens still needs a scope for tokens. */
    private static VerbGroup lookGroup(VerbGroup group) {
        return group.looking() == Role.VIEWER ? VerbGroup.READ : group;
    }

    private static Optional<VerbGroup> rule(String place) {
        if (!place.startsWith(APPLICATION)) {
            return Optional.ofNullable(OF_THE_SERVER.get(place.split("/", 2)[0]));
        }
        List<String> words = List.of(place.substring(APPLICATION.length()).split("/"));
        return words.reversed().stream()
                .filter(OF_APPLICATIONS::containsKey)
                .findFirst()
                .map(OF_APPLICATIONS::get)
                .or(
                        () ->
                                place.equals(APPLICATION)
                                        ? Optional.ofNullable(OF_THE_SERVER.get(APPLICATIONS))
                                        : Optional.empty());
    }

    private static String place(String pattern) {
        return pattern.startsWith(BASE) ? pattern.substring(BASE.length()) : pattern;
    }
}
