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

    /**
     * What changes behind a word are.
     *
     * @param looking the least role that may look
     * @param changing the least role that may change
     */
    private record Rule(VerbGroup group, Role looking, Role changing) {}

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

    private static final Map<String, Rule> OF_APPLICATIONS =
            Map.ofEntries(
                    Map.entry("keys", rule(VerbGroup.KEY, Role.ADMIN)),
                    Map.entry("packages", rule(VerbGroup.PACKAGE, Role.OPERATOR)),
                    Map.entry("channels", rule(VerbGroup.CHANNEL, Role.OPERATOR)),
                    Map.entry("floors", rule(VerbGroup.CHANNEL, Role.OPERATOR)),
                    Map.entry("promotions", rule(VerbGroup.CHANNEL, Role.OPERATOR)),
                    Map.entry("groups", rule(VerbGroup.GROUP, Role.OPERATOR)),
                    Map.entry("policy", rule(VerbGroup.GROUP, Role.OPERATOR)),
                    Map.entry("rollouts", rule(VerbGroup.ROLLOUT, Role.OPERATOR)),
                    Map.entry("hosts", rule(VerbGroup.HOST, Role.OPERATOR)),
                    Map.entry("pins", rule(VerbGroup.HOST, Role.OPERATOR)),
                    Map.entry("locks", rule(VerbGroup.LOCK, Role.OPERATOR)));

    private static final Map<String, Rule> OF_THE_SERVER =
            Map.ofEntries(
                    Map.entry(APPLICATIONS, rule(VerbGroup.APPLICATION, Role.ADMIN)),
                    Map.entry("users", new Rule(VerbGroup.USER, Role.ADMIN, Role.ADMIN)),
                    Map.entry("tokens", new Rule(VerbGroup.TOKEN, Role.ADMIN, Role.ADMIN)),
                    Map.entry("webhooks", new Rule(VerbGroup.WEBHOOK, Role.ADMIN, Role.ADMIN)),
                    Map.entry("locks", rule(VerbGroup.LOCK, Role.OPERATOR)),
                    Map.entry("audit", rule(VerbGroup.APPLICATION, Role.ADMIN)),
                    Map.entry("unknown", rule(VerbGroup.APPLICATION, Role.ADMIN)),
                    Map.entry("export", rule(VerbGroup.APPLICATION, Role.ADMIN)),
                    Map.entry("apply", rule(VerbGroup.APPLICATION, Role.ADMIN)));

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
        // What is not in the table is only for who may do everything.
        Rule rule = rule(place).orElse(new Rule(VerbGroup.APPLICATION, Role.ADMIN, Role.ADMIN));
        return Optional.of(
                looks
                        ? new Need(rule.looking(), lookGroup(rule), application)
                        : new Need(rule.changing(), rule.group(), application));
    }

    /** Whether the table knows this handler; a test holds it for all of them. */
    static boolean knows(String pattern) {
        String place = place(pattern);
        return FOR_EVERYBODY.contains(place)
                || ANSWERED_BY_VERBS.contains(place)
                || rule(place).isPresent();
    }

    /** Who only looks at tokens still needs a scope for tokens. */
    private static VerbGroup lookGroup(Rule rule) {
        return rule.looking() == Role.VIEWER ? VerbGroup.READ : rule.group();
    }

    private static Optional<Rule> rule(String place) {
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

    private static Rule rule(VerbGroup group, Role changing) {
        return new Rule(group, Role.VIEWER, changing);
    }
}
