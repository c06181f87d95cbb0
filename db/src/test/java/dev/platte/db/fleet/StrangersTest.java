package dev.platte.db.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.platte.db.fixture.OnEachPostgres;
import dev.platte.db.fixture.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@OnEachPostgres
final class StrangersTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final Strangers strangers;

    StrangersTest(TestDatabase database) {
        this.strangers =
                new Strangers(
                        database.sql(),
                        new TransactionTemplate(new JdbcTransactionManager(database.dataSource())));
    }

    @BeforeEach
    void forget() {
        strangers.forgetUnknown();
    }

    @Test
    void newestSamplesAreKept() {
        for (int i = 0; i < Strangers.MAX_SAMPLES + 20; i++) {
            strangers.keep(
                    new MalformedSample(
                            NOON,
                            "10.0.0.1",
                            null,
                            "reason " + i,
                            "<x".repeat(8000).getBytes(StandardCharsets.UTF_8)));
        }
        List<MalformedSample> kept = strangers.malformed();
        assertThat(kept).hasSize(Strangers.MAX_SAMPLES);
        assertThat(kept.getFirst().reason()).isEqualTo("reason 119");
        assertThat(kept.getFirst().body()).hasSize(8192);
    }

    @Test
    void sameNameIsCountedAndNotRepeated() {
        strangers.count(List.of(ask("app", "beta"), ask("app", "beta"), ask("other", null)));
        strangers.count(List.of(ask("app", "beta")));
        assertThat(strangers.unknown())
                .extracting(UnknownCount::application, UnknownCount::track, UnknownCount::asked)
                .containsExactly(tuple("app", "beta", 3L), tuple("other", null, 1L));
    }

    @Test
    void namesAreBounded() {
        for (int round = 0; round < 6; round++) {
            int from = round * 250;
            strangers.count(
                    IntStream.range(from, from + 250)
                            .mapToObj(i -> ask("app-" + i, null))
                            .toList());
        }
        assertThat(strangers.unknown()).hasSize(Strangers.MAX_NAMES);
        strangers.count(List.of(ask("app-3", null)));
        assertThat(strangers.unknown())
                .filteredOn(count -> count.application().equals("app-3"))
                .singleElement()
                .satisfies(count -> assertThat(count.asked()).isEqualTo(2));
    }

    private static UnknownAsk ask(String application, @Nullable String track) {
        return new UnknownAsk(application, track, NOON, "10.0.0.1", "m1");
    }
}
