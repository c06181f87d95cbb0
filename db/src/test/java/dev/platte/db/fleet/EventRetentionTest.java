package dev.platte.db.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.platte.db.fixture.OnEachPostgres;
import dev.platte.db.fixture.TestStore;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@OnEachPostgres
final class EventRetentionTest {

    private final TestStore store;

    EventRetentionTest(TestStore store) {
        this.store = store;
    }

    @Test
    void startedServerHasPartitionsForTheNextDays() {
        assertThat(
                        store.database()
                                .sql()
                                .sql(
                                        "select count(*) from pg_class where relname in ('event_20260228', 'event_20260301', 'event_20260308')")
                                .query(Integer.class)
                                .single())
                .isEqualTo(3);
    }

    @Test
    void retentionUnderADayIsRefused() {
        assertThatThrownBy(
                        () ->
                                new EventRetention(
                                        store.get(Fleet.class),
                                        store.clock(),
                                        Duration.ofHours(23)))
                .hasMessageContaining("platte.event-retention");
    }
}
