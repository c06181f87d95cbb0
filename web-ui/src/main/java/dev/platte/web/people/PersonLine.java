package dev.platte.web.people;

import dev.platte.db.access.User;
import dev.platte.web.page.Mark;
import java.util.List;

/**
 * A person in a table.
 *
 * @param roles in words
 */
record PersonLine(User user, Mark mark, List<String> roles) {

    PersonLine {
        roles = List.copyOf(roles);
    }

    static PersonLine of(User user, RoleNames names) {
        return new PersonLine(user, mark(user), user.grants().stream().map(names::words).toList());
    }

    private static Mark mark(User user) {
        if (user.disabled() != null) {
            return new Mark("failed", "Shut out", "Nothing of theirs opens anything.");
        }
        return user.lastSignIn() == null
                ? new Mark("idle", "Never came", "They have not signed in yet.")
                : new Mark("done", "Active", "They may sign in.");
    }
}
