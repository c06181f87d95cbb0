package dev.platte.db.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.platte.db.access.Audit;
import dev.platte.db.fixture.OnEachPostgres;
import dev.platte.db.fixture.TestStore;
import dev.platte.db.inbox.Inbox;
import dev.platte.db.inbox.Letter;
import dev.platte.db.verb.Caller;
import dev.platte.db.verb.RefusedException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is kept of strangers, and what operators make of it. */
@OnEachPostgres
final class StrangersTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Caller ADA = new Caller("ada", null, "looked at", null);

    private final Strangers strangers;
    private final Inbox inbox;
    private final Audit audit;

    StrangersTest(TestStore store) {
        this.strangers = store.get(Strangers.class);
        this.inbox = store.get(Inbox.class);
        this.audit = store.get(Audit.class);
    }

    @BeforeEach
    void empty() {
        inbox.emptyUnknown(NOON.plusSeconds(9999), ADA);
        inbox.emptyMalformed(Long.MAX_VALUE, ADA);
    }

    private void keep(String reason) {
        strangers.keep(
                new MalformedSample(
                        NOON,
                        "10.0.0.1",
                        null,
                        reason,
                        "<x".repeat(8000).getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void newestSamplesAreKept() {
        for (int i = 0; i < Strangers.MAX_SAMPLES + 20; i++) {
            keep("reason " + i);
        }
        List<Letter> kept = inbox.malformed();
        assertThat(kept).hasSize(Strangers.MAX_SAMPLES);
        assertThat(kept.getFirst().sample().reason()).isEqualTo("reason 119");
        assertThat(kept.getFirst().sample().body()).hasSize(8192);
        assertThat(inbox.malformed(kept.getLast().id())).isEqualTo(kept.getLast());
    }

    @Test
    void whatComesInWhileSomebodyLooksIsNotClearedAway() {
        keep("one");
        keep("two");
        long seen = inbox.malformed().getFirst().id();
        keep("three");
        assertThat(inbox.emptyMalformed(seen, ADA)).isEqualTo(2);
        assertThat(inbox.malformed())
                .extracting(letter -> letter.sample().reason())
                .containsExactly("three");
        assertThat(audit.newest("inbox/malformed", null, 1).getFirst())
                .satisfies(
                        row -> {
                            assertThat(row.verb()).isEqualTo("inbox.empty");
                            assertThat(row.before()).contains("\"count\":2");
                            assertThat(row.reason()).isEqualTo("looked at");
                        });
        assertThatThrownBy(() -> inbox.malformed(seen))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.code()).isEqualTo("sample-unknown"));
    }

    @Test
    void namesThatAreAskedForLaterStay() {
        strangers.count(List.of(ask("old", null, NOON), ask("new", null, NOON.plusSeconds(1))));
        Caller dry = new Caller("ada", null, "looked at", null, true);
        assertThat(inbox.emptyUnknown(NOON, dry)).isEqualTo(1);
        assertThat(inbox.unknown()).hasSize(2);
        assertThat(inbox.emptyUnknown(NOON, ADA)).isEqualTo(1);
        assertThat(inbox.unknown()).extracting(UnknownCount::application).containsExactly("new");
    }

    @Test
    void nothingIsClearedAwayWithoutAReason() {
        keep("one");
        Caller silent = new Caller("ada", null, null, null);
        assertThatThrownBy(() -> inbox.emptyMalformed(Long.MAX_VALUE, silent))
                .hasMessageContaining("needs a reason");
        assertThat(inbox.malformed()).hasSize(1);
    }

    @Test
    void sameNameIsCountedAndNotRepeated() {
        strangers.count(List.of(ask("app", "beta"), ask("app", "beta"), ask("other", null)));
        strangers.count(List.of(ask("app", "beta")));
        assertThat(inbox.unknown())
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
        assertThat(inbox.unknown()).hasSize(Strangers.MAX_NAMES);
        strangers.count(List.of(ask("app-3", null)));
        assertThat(inbox.unknown())
                .filteredOn(count -> count.application().equals("app-3"))
                .singleElement()
                .satisfies(count -> assertThat(count.asked()).isEqualTo(2));
    }

    private static UnknownAsk ask(String application, @Nullable String track) {
        return ask(application, track, NOON);
    }

    private static UnknownAsk ask(String application, @Nullable String track, Instant at) {
        return new UnknownAsk(application, track, at, "10.0.0.1", "m1");
    }
}
