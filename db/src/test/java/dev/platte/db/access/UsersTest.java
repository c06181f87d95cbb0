package dev.platte.db.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.platte.db.fixture.OnEachPostgres;
import dev.platte.db.fixture.TestStore;
import dev.platte.db.verb.Caller;
import dev.platte.db.verb.RefusedException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@OnEachPostgres
final class UsersTest {

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final String PASSWORD = "seventeen green bottles";
    private static final Caller ROOT = new Caller("root", null, "test", "r-1");

    private final TestStore store;
    private final Users users;
    private final Tokens tokens;

    UsersTest(TestStore store) {
        this.store = store;
        this.users = store.get(Users.class);
        this.tokens = store.get(Tokens.class);
    }

    private User make(Role role) {
        String name = "user-" + NUMBER.incrementAndGet();
        return users.create(
                new NewUser(name, name + "@example.com", PASSWORD, List.of(Grant.everywhere(role))),
                ROOT);
    }

    private String stored(User user) {
        return store.database()
                .sql()
                .sql("select row_to_json(a)::text from account a where id = ?")
                .param(user.id())
                .query(String.class)
                .single();
    }

    private static String codeOf(Runnable verb) {
        RefusedException refused = catchThrowableOfType(RefusedException.class, verb::run);
        return refused == null ? "nothing refused" : refused.code();
    }

    @Test
    void passwordsAreKeptAsArgon2idAndNowhereElse() {
        User anna = make(Role.VIEWER);
        assertThat(stored(anna))
                .contains("$argon2id$v=19$m=19456,t=2,p=1$")
                .doesNotContain(PASSWORD);
        AuditRow row = store.get(Audit.class).newest(Users.subject(anna.id()), null, 1).getFirst();
        assertThat(row.verb()).isEqualTo("user.create");
        assertThat(row.after())
                .contains(anna.name())
                .doesNotContain("argon2")
                .doesNotContain(PASSWORD);
        assertThat(new NewUser("a", null, PASSWORD, List.of()).toString()).doesNotContain(PASSWORD);
    }

    @Test
    void aNewPasswordReplacesTheOldOne() {
        User anna = make(Role.VIEWER);
        String before = stored(anna);
        User after = users.setPassword(anna.id(), "another long password", 0, ROOT);
        assertThat(after.revision()).isEqualTo(1);
        assertThat(stored(anna)).isNotEqualTo(before);
        assertThat(codeOf(() -> users.setPassword(anna.id(), PASSWORD, 0, ROOT)))
                .isEqualTo("changed-meanwhile");
    }

    @Test
    void whatIsNotAcceptableIsRefused() {
        String taken = make(Role.VIEWER).name();
        assertThat(refusal(taken, null, PASSWORD, List.of())).isEqualTo("user-name-taken");
        assertThat(refusal("Anna", null, PASSWORD, List.of())).isEqualTo("user-name-invalid");
        assertThat(refusal("system", null, PASSWORD, List.of())).isEqualTo("user-name-invalid");
        assertThat(refusal("bob", "no address", PASSWORD, List.of())).isEqualTo("email-invalid");
        assertThat(refusal("bob", null, "short", List.of())).isEqualTo("password-invalid");
        assertThat(refusal("bob.the.builder", null, "bob.the.builder1", List.of()))
                .isEqualTo("password-invalid");
        assertThat(refusal("bob", null, PASSWORD, List.of(new Grant(Role.VIEWER, "no.such.app"))))
                .isEqualTo("application-unknown");
        assertThat(
                        refusal(
                                "bob",
                                null,
                                PASSWORD,
                                List.of(
                                        Grant.everywhere(Role.VIEWER),
                                        Grant.everywhere(Role.ADMIN))))
                .isEqualTo("roles-invalid");
    }

    private String refusal(String name, String email, String password, List<Grant> grants) {
        return codeOf(() -> users.create(new NewUser(name, email, password, grants), ROOT));
    }

    @Test
    void theLastAdministratorStays() {
        User first = make(Role.ADMIN);
        for (User user : users.list()) {
            if (user.id() != first.id() && user.disabled() == null) {
                users.disable(user.id(), user.revision(), ROOT);
            }
        }
        assertThat(codeOf(() -> users.disable(first.id(), 0, ROOT)))
                .isEqualTo("last-administrator");
        assertThat(
                        codeOf(
                                () ->
                                        users.setRoles(
                                                first.id(),
                                                List.of(Grant.everywhere(Role.APPROVER)),
                                                0,
                                                ROOT)))
                .isEqualTo("last-administrator");
        make(Role.ADMIN);
        assertThat(users.disable(first.id(), 0, ROOT).disabled()).isNotNull();
    }

    @Test
    void disablingEndsTheTokensOfAPerson() {
        make(Role.ADMIN);
        User bob = make(Role.OPERATOR);
        IssuedToken token =
                tokens.issue(
                        new NewToken("bob's ci", Role.ADMIN, bob.name(), List.of(), null), ROOT);
        Identity identity = tokens.identify(token.secret()).orElseThrow();
        assertThat(identity.userId()).isEqualTo(bob.id());
        assertThat(identity.permissions().allows(new Need(Role.OPERATOR, VerbGroup.GROUP, "a")))
                .isTrue();
        assertThat(identity.permissions().allows(new Need(Role.ADMIN, VerbGroup.USER, null)))
                .isFalse();
        assertThat(tokens.personOf(identity.caller(null, null, false)))
                .isEqualTo("user/" + bob.id());

        users.disable(bob.id(), 0, ROOT);
        assertThat(tokens.identify(token.secret())).isEmpty();
        users.enable(bob.id(), 1, ROOT);
        assertThat(tokens.identify(token.secret())).isPresent();
    }

    @Test
    void aTokenMadeThroughATokenBelongsToTheSamePerson() {
        User eve = make(Role.ADMIN);
        Caller signedIn = new Caller(eve.name(), null, null, null);
        Identity first =
                tokens.identify(tokens.issue("one", Role.ADMIN, List.of(), null, signedIn).secret())
                        .orElseThrow();
        Identity second =
                tokens.identify(
                                tokens.issue(
                                                "two",
                                                Role.APPROVER,
                                                List.of(),
                                                null,
                                                first.caller(null, null, false))
                                        .secret())
                        .orElseThrow();
        assertThat(tokens.personOf(second.caller(null, null, false)))
                .isEqualTo(tokens.personOf(signedIn))
                .isEqualTo("user/" + eve.id());
    }

    @Test
    void dryRunsChangeNothing() {
        String name = "user-" + NUMBER.incrementAndGet();
        users.create(
                new NewUser(name, null, null, List.of()),
                new Caller("root", null, null, null, true));
        assertThat(users.find(name)).isEmpty();
    }
}
