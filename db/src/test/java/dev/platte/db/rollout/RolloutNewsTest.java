package dev.platte.db.rollout;

import static dev.platte.db.rollout.Fleetlet.ANNA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.db.catalog.Packages;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.feed.EventKind;
import dev.platte.db.feed.Feed;
import dev.platte.db.feed.FeedEvent;
import dev.platte.db.fixture.OnEachPostgres;
import dev.platte.db.fixture.TestStore;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

@OnEachPostgres
final class RolloutNewsTest {

    private final TestStore store;
    private final Rollouts rollouts;
    private final Feed feed;
    private final Fleetlet fleet;

    RolloutNewsTest(TestStore store) {
        this.store = store;
        this.rollouts = store.get(Rollouts.class);
        this.feed = store.get(Feed.class);
        this.fleet = new Fleetlet(store);
    }

    private List<EventKind> told(long after) {
        return feed.after(after, 100).stream().map(FeedEvent::kind).toList();
    }

    private void policy(String json) {
        fleet.policy(Policies.parse(JsonMapper.shared().readTree(json)));
    }

    @Test
    void whatPeopleDoToARolloutIsTold() {
        long start = feed.last();
        UpdatePackage one = fleet.published("1.0");
        fleet.point(one);
        rollouts.pause(fleet.rollout().id(), fleet.rollout().revision(), ANNA);
        rollouts.resume(fleet.rollout().id(), fleet.rollout().revision(), ANNA);
        rollouts.halt(fleet.rollout().id(), fleet.rollout().revision(), ANNA);
        Packages packages = store.get(Packages.class);
        packages.withdraw(one.id(), packages.find(one.id()).orElseThrow().revision(), ANNA);
        fleet.point(fleet.published("2.0"));
        assertThat(told(start))
                .containsExactly(
                        EventKind.PACKAGE_UPLOADED,
                        EventKind.PACKAGE_PUBLISHED,
                        EventKind.ROLLOUT_BEGUN,
                        EventKind.CHANNEL_MOVED,
                        EventKind.ROLLOUT_PAUSED,
                        EventKind.ROLLOUT_RESUMED,
                        EventKind.ROLLOUT_HALTED,
                        EventKind.PACKAGE_WITHDRAWN,
                        EventKind.PACKAGE_UPLOADED,
                        EventKind.PACKAGE_PUBLISHED,
                        EventKind.ROLLOUT_SUPERSEDED,
                        EventKind.ROLLOUT_BEGUN,
                        EventKind.CHANNEL_MOVED);
        FeedEvent halted =
                feed.after(start, 100).stream()
                        .filter(event -> event.kind() == EventKind.ROLLOUT_HALTED)
                        .findFirst()
                        .orElseThrow();
        assertThat(halted.application()).isEqualTo(fleet.application.appid());
        assertThat(halted.group()).isEqualTo("stable");
        assertThat(halted.rollout().version()).isEqualTo("1.0");
        assertThat(halted.rollout().state()).isEqualTo("HALTED");
        FeedEvent moved = feed.after(start, 100).getLast();
        assertThat(moved.channel().from()).isEqualTo("1.0");
        assertThat(moved.channel().to()).isEqualTo("2.0");
    }

    @Test
    void endOfAFrameIsNotedOnce() {
        policy(
                """
                {"ramp": {"first": 1, "frames": [{"to": 10, "over": "PT1H"},
                    {"to": 50, "over": "PT1H"}, {"to": 100, "over": "PT1H"}]}}
                """);
        fleet.point(fleet.published("1.0"));
        Frames frames = store.get(Frames.class);
        long start = feed.last();
        frames.noteReached();
        assertThat(told(start)).isEmpty();
        store.clock().advance(Duration.ofMinutes(150));
        frames.noteReached();
        frames.noteReached();
        assertThat(told(start)).containsExactly(EventKind.ROLLOUT_FRAME_REACHED);
        FeedEvent reached = feed.after(start, 1).getFirst();
        assertThat(reached.rollout().open()).isEqualByComparingTo("75");
        assertThat(reached.who()).isEqualTo("system");
        RolloutEvent noted = rollouts.history(fleet.rollout().id()).getLast();
        assertThat(noted.what()).isEqualTo(RolloutEvent.What.FRAME_REACHED);
        assertThat(noted.facts()).contains("\"frame\":2").contains("\"of\":3").contains("50");
        rollouts.pause(fleet.rollout().id(), fleet.rollout().revision(), ANNA);
        store.clock().advance(Duration.ofDays(1));
        frames.noteReached();
        assertThat(told(start)).doesNotHaveDuplicates();
    }

    @Test
    void pausedGroupIsTold() {
        Groups groups = store.get(Groups.class);
        long start = feed.last();
        Group paused = groups.pause(fleet.group.id(), fleet.group.revision(), ANNA);
        groups.set(paused.id(), "text", "stable", null, paused.revision(), ANNA);
        assertThat(told(start)).containsExactly(EventKind.GROUP_PAUSED);
        assertThat(feed.after(start, 1).getFirst().group()).isEqualTo("stable");
    }
}
