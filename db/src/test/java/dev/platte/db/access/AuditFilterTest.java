package dev.platte.db.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.db.catalog.Application;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.fixture.OnEachPostgres;
import dev.platte.db.fixture.TestStore;
import dev.platte.db.verb.Caller;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

@OnEachPostgres
final class AuditFilterTest {

    private static final Caller BORIS = new Caller("boris", null, null, null);
    private static final Caller CLARA = new Caller("clara", null, null, null);

    private final Audit audit;
    private final Catalog catalog;
    private final Tokens tokens;

    AuditFilterTest(TestStore store) {
        this.audit = store.get(Audit.class);
        this.catalog = store.get(Catalog.class);
        this.tokens = store.get(Tokens.class);
    }

    private List<String> found(AuditFilter filter) {
        return audit.search(filter, null, 100).stream()
                .map(row -> row.who() + " " + row.verb())
                .toList();
    }

    @Test
    void eachPartNarrowsAndAFamilyIsAllItsVerbs() {
        Application made = catalog.createApplication("filtered", "Filtered", "", BORIS);
        catalog.createChannel(made.id(), "amd64", "stable", BORIS);
        tokens.issue("ci", Role.VIEWER, List.of(), null, CLARA);
        AuditRow last = audit.newest(null, null, 1).getFirst();

        assertThat(found(new AuditFilter("boris", null, null, null, null)))
                .containsExactly("boris channel.create", "boris application.create");
        assertThat(found(new AuditFilter("boris", "channel", null, null, null)))
                .containsExactly("boris channel.create");
        assertThat(found(new AuditFilter("clara", "token.issue", null, null, null)))
                .containsExactly("clara token.issue");
        assertThat(found(new AuditFilter("boris", "chan", null, null, null)))
                .as("half a word")
                .isEmpty();
        assertThat(found(new AuditFilter(null, null, "application/" + made.id(), null, null)))
                .containsExactly("boris application.create");
        Instant after = last.at().plusSeconds(1);
        assertThat(found(new AuditFilter(null, null, null, after, null))).isEmpty();
        assertThat(found(new AuditFilter("clara", null, null, last.at(), after)))
                .containsExactly("clara token.issue");
        assertThat(found(new AuditFilter("clara", null, null, null, last.at())))
                .doesNotContain("clara token.issue");
    }
}
