package dev.platte.web.people;

import dev.platte.db.access.ApiToken;
import dev.platte.db.access.Scope;
import dev.platte.db.access.VerbGroup;
import dev.platte.web.page.Mark;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A token in a table.
 *
 * @param role in a word
 * @param owner absent: it belongs to nobody
 * @param limits what it is limited to, in words; empty: all its role may
 */
record TokenLine(
        ApiToken token,
        boolean usable,
        Mark mark,
        String role,
        @Nullable String owner,
        List<String> limits) {

    TokenLine {
        limits = List.copyOf(limits);
    }

    static TokenLine of(ApiToken token, Map<Long, String> owners, RoleNames names, Instant now) {
        return new TokenLine(
                token,
                token.usableAt(now),
                mark(token, now),
                RoleNames.word(token.role()),
                token.owner() == null ? null : owners.get(token.owner()),
                token.scopes().stream().map(text -> words(Scope.parse(text), names)).toList());
    }

    private static Mark mark(ApiToken token, Instant now) {
        if (token.revoked() != null) {
            return new Mark("failed", "Revoked", "A person ended it.");
        }
        return token.usableAt(now)
                ? new Mark("done", "Usable", "It opens what its role and limits allow.")
                : new Mark("idle", "Expired", "It has ended by itself.");
    }

    private static String words(Scope scope, RoleNames names) {
        String application = names.name(scope.application());
        return scope.groups().size() == VerbGroup.values().length
                ? application
                : scope.groups().stream()
                                .sorted()
                                .map(VerbGroup::word)
                                .collect(Collectors.joining(", "))
                        + " of "
                        + application;
    }
}
