package dev.platte.db.lock;

import dev.platte.db.fixture.TestStore;
import dev.platte.db.lock.LockAsk.Credential;
import dev.platte.db.lock.LockAsk.Kind;
import dev.platte.db.lock.LockAsk.Said;
import dev.platte.db.verb.Caller;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A lock group of its own, and hosts that ask for its slots. */
final class TestLock {

    static final Caller ANNA = new Caller("anna", null, "because", "req-1");

    private final TestStore store;
    private final LockTurns turns;
    final LockGroup group;
    private long seq;

    private TestLock(TestStore store, LockGroup group) {
        this.store = store;
        this.turns = store.get(LockTurns.class);
        this.group = group;
    }

    /** With rules as people write them, without the braces and with single quotes. */
    static TestLock with(TestStore store, String rules) {
        return with(store, rules, LockAccess.OPEN);
    }

    static TestLock with(TestStore store, String rules, LockAccess access) {
        LockSettings settings =
                new LockSettings(
                        "",
                        LockGroups.parse(
                                JsonMapper.shared().readTree("{" + rules.replace('\'', '"') + "}")),
                        access,
                        List.of());
        return new TestLock(
                store,
                store.get(LockGroups.class).create("g-" + UUID.randomUUID(), settings, ANNA));
    }

    LockGroup now() {
        return store.get(LockGroups.class).find(group.id()).orElseThrow();
    }

    LockBook.Standing standing() {
        return store.get(LockBook.class).standing(now());
    }

    List<LockSlot> slots() {
        return standing().slots();
    }

    List<String> holders() {
        return slots().stream().filter(LockSlot::mayBeDown).map(LockSlot::host).sorted().toList();
    }

    /** What happened, the oldest first, as {@code WHAT host}. */
    List<String> timeline() {
        return store.get(LockBook.class).events(group.id(), null, null, 100).reversed().stream()
                .map(event -> event.what() + (event.host() == null ? "" : " " + event.host()))
                .toList();
    }

    LockAnswer answer(LockAsk ask) {
        return turns.answer(List.of(ask)).getFirst();
    }

    /** Asks as zincati does. */
    LockAnswer zincati(Kind kind, String host) {
        return answer(ask(kind, host, Said.NOTHING));
    }

    LockAsk ask(Kind kind, String host, Said said) {
        return new LockAsk(kind, group.name(), host, said, new Credential.None());
    }

    /** A host in one of its boots. */
    Host host(String id) {
        return new Host(id);
    }

    /** Asks as our client does. */
    final class Host {

        final String id;
        private String boot = UUID.randomUUID().toString();
        private @Nullable String from = "1.0.0";
        private @Nullable String to = "2.0.0";
        private String version = "1.0.0";

        private Host(String id) {
            this.id = id;
        }

        Host from(@Nullable String runs, @Nullable String next) {
            from = runs;
            to = next;
            return this;
        }

        Host reboot(String into) {
            boot = UUID.randomUUID().toString();
            version = into;
            return this;
        }

        LockAsk want() {
            return ask(
                    Kind.PRE_REBOOT,
                    id,
                    new Said(++seq, boot, "name-" + id, from, to, version, "waiting", null));
        }

        LockAsk up(@Nullable Boolean healthy) {
            return ask(
                    Kind.STEADY_STATE,
                    id,
                    new Said(++seq, boot, "name-" + id, null, null, version, null, healthy));
        }

        LockAnswer wants() {
            return answer(want());
        }

        /** The kind of the reason, or {@code go}. */
        String gets() {
            return told(wants());
        }

        LockAnswer.Outcome isUp() {
            return ((LockAnswer.Steady) answer(up(true))).outcome();
        }
    }

    static String told(LockAnswer answer) {
        return switch (answer) {
            case LockAnswer.Holds holds -> "go";
            case LockAnswer.Waits waits -> waits.reason().kind();
            case LockAnswer.Steady steady -> steady.outcome().name();
            case LockAnswer.Stranger stranger -> stranger.why();
            case LockAnswer.UnknownGroup ignored -> "unknown";
        };
    }

    static int position(LockAnswer answer) {
        return answer instanceof LockAnswer.Waits waits
                        && waits.reason()
                                instanceof dev.platte.policy.lock.WaitReason.SlotsTaken taken
                ? taken.position()
                : 0;
    }
}
