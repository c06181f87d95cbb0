package dev.platte.db.access;

import dev.platte.db.verb.Caller;
import dev.platte.db.verb.RefusedException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** The door for people: a password, or a provider that vouches for them. */
@Service
public final class SignIns {

    private static final Logger LOG = LoggerFactory.getLogger(SignIns.class);

    private final UserRows rows;
    private final Users users;
    private final Passwords passwords;
    private final SignInTries tries;
    private final Changes changes;

    SignIns(UserRows rows, Users users, Passwords passwords, SignInTries tries, Changes changes) {
        this.rows = rows;
        this.users = users;
        this.passwords = passwords;
        this.tries = tries;
        this.changes = changes;
    }

    /**
     * Signs in with a password. What is wrong takes as long for a name that nobody has.
     *
     * @param address where the request comes from
     */
    public SignIn password(
            String name, String password, String address, @Nullable String requestId) {
        String asked = name.strip().toLowerCase(Locale.ROOT);
        Optional<Duration> wait = tries.take(asked, address);
        if (wait.isPresent()) {
            return new SignIn.TooOften(wait.get());
        }
        Optional<User> user = rows.find(asked);
        UserRows.Secret secret =
                user.map(known -> rows.secret(known.id())).orElse(new UserRows.Secret(null, 0));
        boolean same = passwords.matches(password, secret.passwordHash());
        if (user.isEmpty() || !same || user.get().disabled() != null) {
            // Only a name that exists: others may be a password in the wrong field.
            LOG.info(
                    "sign-in from {} refused for {}",
                    address,
                    user.map(User::name).orElse("a name that nobody has"));
            return new SignIn.Refused();
        }
        tries.forgive(asked, address);
        renew(user.get().id(), password, secret.passwordHash());
        return open(user.get(), secret.epoch(), requestId);
    }

    private void renew(long id, String password, @Nullable String hash) {
        if (hash != null && passwords.outdated(hash)) {
            rows.rehash(id, hash, passwords.again(password));
        }
    }

    /**
     * Signs in whom a provider vouches for; makes them where they are new, and gives them the roles
     * that the provider's groups stand for now.
     *
     * @throws RefusedException {@code user-disabled}, {@code no-role}, {@code user-name-taken},
     *     {@code user-name-invalid}
     */
    public SignIn.Opened vouched(Vouched person, @Nullable String requestId) {
        if (person.grants().isEmpty()) {
            throw RefusedException.forbidden(
                    "no-role", "None of your groups has a role here; ask an administrator.");
        }
        Caller provider = new Caller("identity-provider", null, person.issuer(), requestId);
        User user =
                rows.find(person.issuer(), person.subject())
                        .map(known -> refreshed(known, person, provider))
                        .orElseGet(() -> made(person, provider));
        return open(user, rows.secret(user.id()).epoch(), requestId);
    }

    private User made(Vouched person, Caller provider) {
        NewUser user =
                new NewUser(
                        person.name().toLowerCase(Locale.ROOT),
                        person.email(),
                        null,
                        person.grants());
        return users.create(user, person.issuer(), person.subject(), provider);
    }

    /** Roles come and go with the groups, also those of the last administrator. */
    private User refreshed(User known, Vouched person, Caller provider) {
        if (known.disabled() != null) {
            throw RefusedException.forbidden(
                    "user-disabled", "You are shut out here; ask an administrator.");
        }
        if (new HashSet<>(known.grants()).equals(new HashSet<>(person.grants()))) {
            return known;
        }
        return changes.change(
                provider,
                () -> {
                    User before = rows.lock(known.id()).orElseThrow();
                    rows.replaceGrants(known.id(), person.grants());
                    rows.touch(known.id());
                    User after = rows.find(known.id()).orElseThrow();
                    changes.audit(provider, "user.roles", Users.subject(known.id()), before, after);
                    return after;
                });
    }

    SignIn.Opened open(User user, long epoch, @Nullable String requestId) {
        Caller self = new Caller(user.name(), null, null, requestId);
        return changes.change(
                self,
                () -> {
                    rows.signedIn(user.id(), changes.now().truncatedTo(ChronoUnit.SECONDS));
                    changes.audit(self, "user.sign-in", Users.subject(user.id()), null, null);
                    return new SignIn.Opened(user.id(), epoch);
                });
    }

    /** Who has this session, with the roles they have now; empty when it has ended. */
    public Optional<Identity> session(SignIn.Opened session) {
        return rows.find(session.userId())
                .filter(user -> user.disabled() == null)
                .filter(user -> rows.secret(user.id()).epoch() == session.epoch())
                .map(user -> new Identity(user.name(), user.id(), null, user.permissions()));
    }
}
