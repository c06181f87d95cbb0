package dev.platte.server.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.platte.db.access.IssuedToken;
import dev.platte.db.access.Role;
import dev.platte.db.access.Tokens;
import dev.platte.db.catalog.AppIds;
import dev.platte.db.feed.Feed;
import dev.platte.db.feed.FeedTail;
import dev.platte.db.fixture.TestDatabase;
import dev.platte.db.rollout.Rollout;
import dev.platte.db.rollout.Rollouts;
import dev.platte.db.verb.Caller;
import dev.platte.server.fixture.Machine;
import dev.platte.server.fixture.Policy;
import dev.platte.server.fixture.Release;
import dev.platte.server.fixture.TestServer;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class EventStreamTest {

    private static final Caller ROOT = new Caller("root", null, "because", null);

    private final TestServer server = TestServer.shared();
    private final Release release = Release.on(server);
    private final String all = token(Role.VIEWER).secret();

    private IssuedToken token(Role role, String... scopes) {
        return server.get(Tokens.class).issue("follower", role, List.of(scopes), null, ROOT);
    }

    private Follow follow(TestServer from, String secret, String query, @Nullable String last) {
        var request =
                from.to("/api/v1/events?" + query).header("Authorization", "Bearer " + secret);
        return Follow.on(from, last == null ? request : request.header("Last-Event-ID", last));
    }

    private Follow followOurs(String more) {
        return follow(server, all, "app=" + encoded(release.appid()) + more, null);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void followerHearsOfARolloutFromItsBeginToItsHalt() throws Exception {
        release.policy(Policy.of("'halt': {'allowed': 1, 'minimumSample': 1, 'confidence': 0.5}"));
        try (Follow follow = followOurs("")) {
            assertThat(follow.answer().headers().firstValue("Content-Type"))
                    .contains("text/event-stream;charset=UTF-8");
            assertThat(follow.answer().headers().firstValue("Cache-Control")).contains("no-store");
            assertThat(follow.begin().id()).isNotEmpty();
            release.point(release.publish("2.0.0", 10));
            assertThat(follow.nextKept().event()).isEqualTo("package.uploaded");
            assertThat(follow.nextKept().event()).isEqualTo("package.published");
            Follow.Message begun = follow.nextKept();
            assertThat(begun.event()).isEqualTo("rollout.begun");
            assertThat(begun.id()).isEqualTo(begun.data().get("id").asString());
            assertThat(begun.data().get("application").stringValue()).isEqualTo(release.appid());
            assertThat(begun.data().get("group").stringValue()).isEqualTo("stable");
            assertThat(begun.data().at("/rollout/version").stringValue()).isEqualTo("2.0.0");
            assertThat(follow.nextKept().event()).isEqualTo("channel.moved");
            Machine machine = new Machine(server, release, "1.0.0");
            machine.check();
            machine.tell(3, 0, "errorcode=\"37\"");
            JsonNode halted = follow.nextKept().data();
            assertThat(halted.get("kind").stringValue()).isEqualTo("rollout.halted");
            assertThat(halted.get("who").stringValue()).isEqualTo("system");
            assertThat(halted.at("/rollout/counts/failed").intValue()).isEqualTo(1);
            assertThat(halted.at("/rollout/crossed").isObject()).isTrue();
        }
    }

    @Test
    void followerResumesAfterTheEventTheySawLast() throws Exception {
        long start = server.get(Feed.class).last();
        release.publish("1.0.0", 10);
        List<Long> ids =
                server.get(Feed.class).after(start, 10).stream().map(event -> event.id()).toList();
        String ours = "app=" + encoded(release.appid());
        try (Follow follow = follow(server, all, ours, Long.toString(ids.getFirst()))) {
            assertThat(follow.nextKept().id()).isEqualTo(Long.toString(ids.get(1)));
        }
        try (Follow follow = follow(server, all, ours + "&after=" + start, null)) {
            assertThat(follow.nextKept().id()).isEqualTo(Long.toString(ids.getFirst()));
        }
    }

    @Test
    void whoWantsNothingOfAllThatHappensStillHearsThatWeAreThere() throws Exception {
        try (Follow quiet = followOurs("&group=nobody")) {
            String start = quiet.begin().id();
            server.clock().advance(EventStream.HEARTBEAT);
            // What happens rings the bell, so that nobody waits for its silence.
            release.publish("1.0.0", 10);
            Follow.Message here = quiet.beforeTheBellIsSilent();
            assertThat(here.data()).isNull();
            assertThat(Long.parseLong(here.id())).isGreaterThanOrEqualTo(Long.parseLong(start));
        }
    }

    @Test
    void whatWasForgottenIsSaidToBeMissing() throws Exception {
        try (Follow follow = follow(server, all, "", "999999999999")) {
            Follow.Message gap = follow.next();
            assertThat(gap.event()).isEqualTo("gap");
            assertThat(gap.data().get("after").longValue()).isEqualTo(999_999_999_999L);
            release.publish("1.0.0", 10);
            assertThat(follow.nextKept().event()).isEqualTo("package.uploaded");
        }
    }

    @Test
    void followersGetWhatTheyAskedForAndMaySee() throws Exception {
        Release other = Release.on(server);
        String narrow = token(Role.ADMIN, "app:" + AppIds.key(release.appid())).secret();
        try (Follow mine = follow(server, narrow, "", null);
                Follow moves = follow(server, all, "kind=channel", null);
                Follow group = followOurs("&group=nobody&kind=rollout.begun")) {
            mine.begin();
            moves.begin();
            group.begin();
            other.point(other.publish("1.0.0", 10));
            release.point(release.publish("3.0.0", 10));
            Follow.Message first = mine.nextKept();
            assertThat(first.event()).isEqualTo("package.uploaded");
            assertThat(first.data().get("application").stringValue()).isEqualTo(release.appid());
            Follow.Message move = moves.nextKept();
            while (!move.data().get("application").stringValue().equals(release.appid())) {
                assertThat(move.event()).isEqualTo("channel.moved");
                move = moves.nextKept();
            }
            Rollout rollout = release.rollout();
            try (Follow one = followOurs("&rollout=" + rollout.uid())) {
                one.begin();
                server.get(Rollouts.class).pause(rollout.id(), rollout.revision(), ROOT);
                assertThat(one.nextKept().event()).isEqualTo("rollout.paused");
            }
        }
    }

    @Test
    void progressIsToldAsItComesAndNotKept() throws Exception {
        release.point(release.publish("2.0.0", 10));
        try (Follow follow = followOurs("&kind=rollout.progress")) {
            Follow.Message now = follow.next();
            assertThat(now.event()).isEqualTo("rollout.progress");
            assertThat(now.data().has("id")).isFalse();
            assertThat(now.data().at("/rollout/counts/open").intValue()).isZero();
            new Machine(server, release, "1.0.0").check();
            assertThat(follow.next().data().at("/rollout/counts/open").intValue()).isEqualTo(1);
        }
    }

    @Test
    void revokedTokenEndsItsStreams() throws Exception {
        IssuedToken token = token(Role.VIEWER);
        try (Follow follow = follow(server, token.secret(), "", null)) {
            follow.begin();
            server.get(Tokens.class).revoke(token.token().id(), ROOT);
            assertThat(follow.end()).isTrue();
        }
    }

    @Test
    void badQuestionsAreRefused() {
        for (List<String> bad :
                List.of(
                        List.of("kind=rollout.exploded", "400", "event-kind-unknown"),
                        List.of("app=nobody", "404", "application-unknown"),
                        List.of("rollout=7", "400", "rollout-id-invalid"))) {
            HttpResponse<String> answer = get("text/event-stream", bad.get(0));
            assertThat(answer.statusCode()).isEqualTo(Integer.parseInt(bad.get(1)));
            assertThat(answer.body()).contains("\"" + bad.get(2) + "\"");
        }
        assertThat(server.get("/api/v1/events").statusCode()).isEqualTo(401);
        HttpResponse<String> wrong =
                server.send(
                        server.to("/api/v1/events")
                                .header("Accept", "text/event-stream")
                                .header("Authorization", "Bearer " + all)
                                .header("Last-Event-ID", "x"));
        assertThat(wrong.body()).contains("last-event-id-invalid");
    }

    private HttpResponse<String> get(String accept, String query) {
        return server.send(
                server.to("/api/v1/events?" + query)
                        .header("Accept", accept)
                        .header("Authorization", "Bearer " + all));
    }

    @Test
    void pastIsListedPageByPage() {
        release.point(release.publish("2.0.0", 10));
        HttpResponse<String> page =
                get("application/json", "limit=2&app=" + encoded(release.appid()));
        JsonNode list = JsonMapper.shared().readTree(page.body());
        assertThat(list).hasSize(2);
        assertThat(list.get(0).get("kind").stringValue()).isEqualTo("channel.moved");
        assertThat(list.get(0).at("/channel/to").stringValue()).isEqualTo("2.0.0");
        assertThat(page.headers().firstValue("Link").orElseThrow())
                .contains("cursor=" + list.get(1).get("id"));
        String narrow =
                token(Role.VIEWER, "app:" + AppIds.key(Release.on(server).appid())).secret();
        HttpResponse<String> others =
                server.send(
                        server.to("/api/v1/events")
                                .header("Accept", "application/json")
                                .header("Authorization", "Bearer " + narrow));
        assertThat(others.body()).isEqualTo("[]");
    }

    @Test
    void pagesFollowWithTheirSessionOrFromWhereTheyAreOpen() throws Exception {
        try (Follow follow = Follow.on(server, server.to("/events"))) {
            assertThat(follow.answer().statusCode()).isEqualTo(200);
            follow.begin();
            release.publish("1.0.0", 10);
            assertThat(follow.nextKept().event()).startsWith("package.");
        }
    }

    @Test
    void everyReplicaTellsOfEveryChangeAndEndsItsStreamsWhenItEnds() throws Exception {
        try (TestDatabase database = TestServer.database();
                TestServer two = TestServer.start(database)) {
            TestServer one = TestServer.start(database, "--platte.events.streams-of-one=2");
            Release here = Release.on(one);
            String secret =
                    one.get(Tokens.class).issue("t", Role.VIEWER, List.of(), null, ROOT).secret();
            try (Follow near = follow(one, secret, "kind=channel", null);
                    Follow far = follow(two, secret, "kind=channel", null)) {
                near.begin();
                far.begin();
                here.point(here.publish("2.0.0", 10));
                Follow.Message heard = near.nextKept();
                assertThat(far.nextKept()).isEqualTo(heard);
                try (Follow second = follow(one, secret, "", null);
                        Follow third = follow(one, secret, "", null)) {
                    assertThat(second.answer().statusCode()).isEqualTo(200);
                    assertThat(third.answer().statusCode()).isEqualTo(429);
                }
                one.close();
                assertThat(near.end()).isTrue();
            }
        }
    }

    @Test
    void lostNotificationHeals() {
        try (TestDatabase database = TestServer.database();
                TestServer one = TestServer.start(database, "--platte.catalogue-check=200ms")) {
            database.sql().sql("drop trigger grew on feed_event").update();
            Release.on(one).publish("1.0.0", 10);
            long last = one.get(Feed.class).last();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> one.get(FeedTail.class).last() == last);
        }
    }
}
