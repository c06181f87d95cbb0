package dev.platte.db.access;

import dev.platte.db.verb.Caller;
import dev.platte.db.verb.RefusedException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * People who sign in, and what they may do. A new password and disabling end their open sessions;
 * other roles count from the next request on.
 */
@Service
public final class Users {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@+-]{0,99}");
    private static final Pattern EMAIL = Pattern.compile("[^\\s@]{1,64}@[^\\s@]{1,189}");

    /** What stands in audit rows of no person. */
    private static final Set<String> TAKEN =
            Set.of("system", "passer-by", "identity-provider", "admin-link");

    private final UserRows rows;
    private final Passwords passwords;
    private final Changes changes;

    Users(UserRows rows, Passwords passwords, Changes changes) {
        this.rows = rows;
        this.passwords = passwords;
        this.changes = changes;
    }

    /**
     * Makes a person.
     *
     * @throws RefusedException {@code user-name-invalid}, {@code user-name-taken}, {@code
     *     email-invalid}, {@code password-invalid}, {@code application-unknown}, {@code
     *     roles-invalid}
     */
    public User create(NewUser user, Caller caller) {
        return create(user, null, null, caller);
    }

    User create(NewUser user, @Nullable String issuer, @Nullable String subject, Caller caller) {
        checkName(user.name());
        checkEmail(user.email());
        String password = user.password();
        // Outside the transaction: hashing is slow on purpose, and would hold a connection.
        String hash = password == null ? null : passwords.hash(user.name(), password);
        return changes.change(
                caller,
                () -> {
                    if (rows.find(user.name()).isPresent()) {
                        throw RefusedException.conflict(
                                "user-name-taken", "There is a user " + user.name() + " already.");
                    }
                    checkGrants(user.grants());
                    long id = rows.insert(user, hash, issuer, subject, changes.now(), caller.who());
                    rows.replaceGrants(id, user.grants());
                    User made = get(id);
                    changes.audit(caller, "user.create", subject(id), null, made);
                    return made;
                });
    }

    /**
     * Sets another password.
     *
     * @throws RefusedException {@code user-unknown}, {@code changed-meanwhile}, {@code
     *     password-invalid}
     */
    public User setPassword(long id, String password, long seen, Caller caller) {
        String hash = passwords.hash(get(id).name(), password);
        return change(id, seen, caller, "user.password", before -> rows.setPassword(id, hash));
    }

    /**
     * Gives other roles instead of those there were; an empty list leaves nothing to do or see.
     *
     * @throws RefusedException {@code user-unknown}, {@code changed-meanwhile}, {@code
     *     application-unknown}, {@code roles-invalid}, {@code last-administrator}
     */
    public User setRoles(long id, List<Grant> grants, long seen, Caller caller) {
        return change(
                id,
                seen,
                caller,
                "user.roles",
                before -> {
                    checkGrants(grants);
                    if (!grants.contains(Grant.everywhere(Role.ADMIN))) {
                        keepAnAdministrator(id);
                    }
                    rows.replaceGrants(id, grants);
                    rows.touch(id);
                });
    }

    /**
     * Shuts somebody out, with their tokens and sessions. Needs a reason.
     *
     * @throws RefusedException {@code user-unknown}, {@code changed-meanwhile}, {@code
     *     reason-required}, {@code last-administrator}
     */
    public User disable(long id, long seen, Caller caller) {
        caller.requiredReason();
        return change(
                id,
                seen,
                caller,
                "user.disable",
                before -> {
                    keepAnAdministrator(id);
                    if (before.disabled() == null) {
                        rows.setDisabled(id, changes.now());
                    }
                });
    }

    /** Lets somebody in again. */
    public User enable(long id, long seen, Caller caller) {
        return change(id, seen, caller, "user.enable", before -> rows.setDisabled(id, null));
    }

    /** All, the disabled ones too, by name. */
    public List<User> list() {
        return rows.all();
    }

    public Optional<User> find(long id) {
        return rows.find(id);
    }

    public Optional<User> find(String name) {
        return rows.find(name);
    }

    /** Whether anybody was ever made. */
    public boolean any() {
        return rows.any();
    }

    private User change(long id, long seen, Caller caller, String verb, Consumer<User> step) {
        return changes.change(
                caller,
                () -> {
                    User before = rows.lock(id).orElseThrow(() -> unknown(id));
                    Changes.expect("The user " + before.name(), seen, before.revision());
                    step.accept(before);
                    User after = get(id);
                    changes.audit(caller, verb, subject(id), before, after);
                    return after;
                });
    }

    private void keepAnAdministrator(long leaving) {
        if (rows.administrators().equals(List.of(leaving))) {
            throw RefusedException.conflict(
                    "last-administrator",
                    "This is the last user who administrates the server; make another one first.");
        }
    }

    private User get(long id) {
        return rows.find(id).orElseThrow(() -> unknown(id));
    }

    private void checkGrants(List<Grant> grants) {
        Set<String> places = new HashSet<>();
        for (Grant grant : grants) {
            String application = grant.application();
            if (!places.add(Objects.requireNonNullElse(application, ""))) {
                throw RefusedException.invalid(
                        "roles-invalid",
                        "Two roles are given for "
                                + (application == null ? "the whole server" : application)
                                + "; the higher one holds the lower one.");
            }
            if (application != null && !rows.applicationExists(application)) {
                throw RefusedException.invalid(
                        "application-unknown", "There is no application " + application + ".");
            }
        }
    }

    private static void checkName(String name) {
        if (!NAME.matcher(name).matches() || TAKEN.contains(name)) {
            throw RefusedException.invalid(
                    "user-name-invalid",
                    "A user's name has 1 to 100 of a-z, 0-9 and . _ @ + -, begins with a letter or"
                            + " digit, and is no word of this server.");
        }
    }

    private static void checkEmail(@Nullable String email) {
        if (email != null && !EMAIL.matcher(email).matches()) {
            throw RefusedException.invalid("email-invalid", "This is no e-mail address.");
        }
    }

    static RefusedException unknown(long id) {
        return RefusedException.notFound("user-unknown", "There is no user " + id + ".");
    }

    static String subject(long id) {
        return "user/" + id;
    }
}
