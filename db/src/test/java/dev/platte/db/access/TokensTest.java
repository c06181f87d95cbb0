package dev.platte.db.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.platte.db.fixture.OnEachPostgres;
import dev.platte.db.fixture.TestClock;
import dev.platte.db.fixture.TestStore;
import dev.platte.db.verb.Caller;
import dev.platte.db.verb.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

@OnEachPostgres
final class TokensTest {

    private static final Caller ANNA = new Caller("anna", null, "ci", null);

    private final TestStore store;
    private final Tokens tokens;
    private final TestClock clock;

    TokensTest(TestStore store) {
        this.store = store;
        this.tokens = store.get(Tokens.class);
        this.clock = store.clock();
    }

    @Test
    void secretOpensAndIsStoredOnlyAsItsHash() {
        IssuedToken issued = tokens.issue("ci", Role.OPERATOR, List.of(), null, ANNA);
        assertThat(issued.secret()).matches("platte_[A-Za-z0-9_-]{43}");
        assertThat(issued.toString()).doesNotContain(issued.secret());
        assertThat(tokens.authenticate(issued.secret()))
                .hasValueSatisfying(
                        token -> {
                            assertThat(token.name()).isEqualTo("ci");
                            assertThat(token.role().covers(Role.VIEWER)).isTrue();
                            assertThat(token.role().covers(Role.ADMIN)).isFalse();
                        });
        String stored =
                store.database()
                        .sql()
                        .sql("select row_to_json(t)::text from api_token t where id = ?")
                        .param(issued.token().id())
                        .query(String.class)
                        .single();
        assertThat(stored).contains(Tokens.hash(issued.secret())).doesNotContain(issued.secret());
        String audited = store.get(Audit.class).newest(null, null, 1).getFirst().after();
        assertThat(audited)
                .doesNotContain(issued.secret())
                .doesNotContain(Tokens.hash(issued.secret()));
    }

    @Test
    void otherSecretsOpenNothing() {
        String secret = tokens.issue("ci", Role.VIEWER, List.of(), null, ANNA).secret();
        char last = secret.charAt(secret.length() - 1) == 'A' ? 'E' : 'A';
        assertThat(tokens.authenticate(secret.substring(0, secret.length() - 1) + last)).isEmpty();
        assertThat(tokens.authenticate("")).isEmpty();
        assertThat(tokens.authenticate(Tokens.hash(secret))).isEmpty();
    }

    @Test
    void expiredAndRevokedTokensOpenNothing() {
        Instant end = clock.instant().plus(Duration.ofHours(1));
        IssuedToken shortLived = tokens.issue("short", Role.VIEWER, List.of(), end, ANNA);
        assertThat(tokens.authenticate(shortLived.secret())).isPresent();
        clock.advance(Duration.ofHours(1));
        assertThat(tokens.authenticate(shortLived.secret())).isEmpty();

        IssuedToken lost = tokens.issue("lost", Role.VIEWER, List.of(), null, ANNA);
        tokens.revoke(lost.token().id(), ANNA);
        assertThat(tokens.authenticate(lost.secret())).isEmpty();
        assertThat(
                        catchThrowableOfType(RefusedException.class, () -> tokens.revoke(-1, ANNA))
                                .kind())
                .isEqualTo(RefusedException.Kind.NOT_FOUND);
    }

    @Test
    void useIsNotedOnceAMinute() {
        IssuedToken issued = tokens.issue("used", Role.VIEWER, List.of(), null, ANNA);
        Instant first = clock.instant();
        tokens.authenticate(issued.secret());
        clock.advance(Duration.ofSeconds(30));
        tokens.authenticate(issued.secret());
        assertThat(lastUse(issued)).isEqualTo(first);
        clock.advance(Duration.ofSeconds(31));
        tokens.authenticate(issued.secret());
        assertThat(lastUse(issued)).isEqualTo(clock.instant());
    }

    private Instant lastUse(IssuedToken issued) {
        return tokens.list().stream()
                .filter(token -> token.id() == issued.token().id())
                .findFirst()
                .orElseThrow()
                .lastUsed();
    }
}
