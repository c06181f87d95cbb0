package dev.platte.server.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.fleet.Fleet;
import dev.platte.db.fleet.Host;
import dev.platte.db.fleet.HostKey;
import dev.platte.db.fleet.HostState;
import dev.platte.db.fleet.PastEvent;
import dev.platte.omaha.response.Action;
import dev.platte.omaha.response.AppResponse;
import dev.platte.omaha.response.Manifest;
import dev.platte.omaha.response.UpdateAnswer;
import dev.platte.omaha.response.UpdateAnswer.NoUpdate;
import dev.platte.omaha.response.UpdateAnswer.Offer;
import dev.platte.omaha.value.Sha1;
import dev.platte.omaha.value.Sha256;
import dev.platte.server.fixture.Machine;
import dev.platte.server.fixture.Release;
import dev.platte.server.fixture.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Hosts on their way from one version to the next. */
class UpdateTest {

    private static final String FLATCAR = "{e96281a6-d1af-4bde-9a0a-97b76e56dc57}";
    private static final String REAL_MACHINE = "abce671d61774703ac7be60715220bfe";

    private final TestServer server = TestServer.shared();

    /**
     * What update_engine 0.4.10 sent, byte for byte, in the order of a real update and a failed
     * one.
     */
    @Test
    void theRealUpdateEngineGoesThroughAWholeUpdate() throws IOException {
        Release release = Release.on(server, FLATCAR);
        release.point(release.publish("1.1.0", 5000));
        HostKey key = new HostKey(release.applicationId(), REAL_MACHINE);

        AppResponse answer = vector("update-check");
        assertThat(answer.appId().text()).isEqualTo(FLATCAR);
        assertThat(answer.acks()).isEqualTo(new AppResponse.Acks(true, 1));
        assertThat(((Offer) answer.updateCheck().orElseThrow()).manifest().version().text())
                .isEqualTo("1.1.0");
        assertThat(host(key).state()).isEqualTo(HostState.GRANTED);

        told("event-error-hash-mismatch");
        assertThat(host(key).state()).isEqualTo(HostState.FAILED);
        assertThat(host(key).lastError()).isEqualTo(268435466L);

        assertThat(vector("update-check").updateCheck().orElseThrow()).isInstanceOf(Offer.class);
        told("event-download-started");
        assertThat(host(key).state()).isEqualTo(HostState.DOWNLOADING);
        told("event-download-finished");
        assertThat(host(key).state()).isEqualTo(HostState.DOWNLOADED);
        told("event-update-installed");
        assertThat(host(key).state()).isEqualTo(HostState.INSTALLED);

        AppResponse after = vector("update-check-after-reboot");
        assertThat(after.updateCheck().orElseThrow()).isInstanceOf(NoUpdate.class);
        Host host = host(key);
        assertThat(host.state()).isEqualTo(HostState.COMPLETE);
        assertThat(host.facts().version()).isEqualTo("1.1.0");
        assertThat(host.facts().aleph()).isEqualTo("1.0.0");
        assertThat(host.facts().arch()).isEqualTo("amd64");
        assertThat(host.facts().ip()).isEqualTo("127.0.0.1");
        assertThat(server.get(Fleet.class).attempts(host.id(), 10))
                .extracting(attempt -> attempt.state())
                .containsExactly(HostState.COMPLETE, HostState.FAILED);
        assertThat(server.get(Fleet.class).history(host.id(), null, 10))
                .extracting(PastEvent::type, PastEvent::result, PastEvent::errorCode)
                .containsExactly(
                        tuple(3, 2, null),
                        tuple(3, 1, null),
                        tuple(14, 1, null),
                        tuple(13, 1, null),
                        tuple(3, 0, 268435466L));
    }

    private AppResponse vector(String name) throws IOException {
        server.clock().advance(Duration.ofSeconds(1));
        try (InputStream in =
                Objects.requireNonNull(getClass().getResourceAsStream("/omaha/" + name + ".xml"))) {
            HttpResponse<String> answer =
                    server.send(
                            server.to("/v1/update/")
                                    .header("Content-Type", "text/xml")
                                    .header("Accept", "*/*")
                                    .POST(BodyPublishers.ofByteArray(in.readAllBytes())));
            assertThat(answer.statusCode()).isEqualTo(200);
            return Machine.read(answer.body()).apps().getFirst();
        }
    }

    private void told(String event) throws IOException {
        AppResponse answer = vector(event);
        assertThat(answer.acks()).isEqualTo(new AppResponse.Acks(false, 1));
        assertThat(answer.updateCheck()).isEmpty();
    }

    private Host host(HostKey key) {
        return server.get(Fleet.class).find(key).orElseThrow();
    }

    @Test
    void whatIsOfferedIsWhatIsServed() throws Exception {
        Release release = Release.on(server);
        release.point(
                release.publish(
                        "2.0.0", 100_000, "https://cdn.example.com/a", "http://b.example.com/x/"));
        Offer offer = (Offer) new Machine(server, release, "1.0.0").check();
        assertThat(offer.codebases()).hasSize(3);
        assertThat(offer.codebases().get(0).url()).isEqualTo("https://cdn.example.com/a/");
        assertThat(offer.codebases().get(1).url()).isEqualTo("http://b.example.com/x/");
        assertThat(offer.codebases().get(2).url()).startsWith(server.url("/payloads/").toString());
        Manifest manifest = offer.manifest();
        String url = offer.codebases().get(2).urlOf(manifest.payload());
        byte[] content =
                HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create(url)).build(),
                                BodyHandlers.ofByteArray())
                        .body();
        assertThat(content).hasSize(100_000);
        assertThat(manifest.payload().size()).isEqualTo(100_000);
        assertThat(manifest.payload().sha256()).contains(Sha256.of(content));
        assertThat(manifest.payload().sha1()).contains(Sha1.of(content));
        Action action = manifest.actions().getFirst();
        assertThat(action.isPostinstall()).isTrue();
        assertThat(action.sha256()).contains(Sha256.of(content));
        assertThat(action.disablePayloadBackoff()).isTrue();
    }

    @Test
    void askingAgainGivesTheSameAndTakesNothing() {
        Release release = Release.on(server);
        release.point(release.publish("2.0.0", 10));
        Machine machine = new Machine(server, release, "1.0.0");
        UpdateAnswer first = machine.check();
        machine.tell(13, 1, "");
        assertThat(machine.check()).isEqualTo(first);
        assertThat(machine.attempts()).containsExactly(HostState.DOWNLOADING);
        assertThat(machine.state()).isEqualTo(HostState.DOWNLOADING);
    }

    @Test
    void whoeverIsThereOrAboveGetsNothing() {
        Release release = Release.on(server);
        release.point(release.publish("2.0.0", 10));
        for (String version : new String[] {"2.0.0", "2.0", "2.0.0+build-7", "2.0.1", "10.0.0"}) {
            Machine machine = new Machine(server, release, version);
            assertThat(machine.check()).as(version).isInstanceOf(NoUpdate.class);
            assertThat(machine.attempts()).isEmpty();
            assertThat(machine.host().facts().version()).isEqualTo(version);
        }
    }

    @Test
    void floorsAreTakenOneAfterTheOther() {
        Release release = Release.on(server);
        UpdatePackage first = release.publish("2.0.0", 10);
        UpdatePackage second = release.publish("3.0.0", 10);
        release.point(release.publish("4.0.0", 10));
        release.floor(first);
        release.floor(second);
        Machine machine = new Machine(server, release, "1.0.0");
        for (String version : new String[] {"2.0.0", "3.0.0", "4.0.0"}) {
            assertThat(((Offer) machine.check()).manifest().version().text()).isEqualTo(version);
            machine.tell(3, 1, "");
            assertThat(machine.state()).isEqualTo(HostState.INSTALLED);
            machine.reboot(version);
        }
        assertThat(machine.check()).isInstanceOf(NoUpdate.class);
        assertThat(machine.attempts())
                .containsExactly(HostState.COMPLETE, HostState.COMPLETE, HostState.COMPLETE);
    }

    @Test
    void aHostThatWaitsForItsRebootIsLeftAlone() {
        Release release = Release.on(server);
        release.point(release.publish("2.0.0", 10));
        Machine machine = new Machine(server, release, "1.0.0");
        machine.check();
        machine.tell(3, 1, "");
        machine.poll("<ping active=\"1\"></ping>");
        NoUpdate answer = (NoUpdate) machine.check();
        assertThat(answer.info()).isEqualTo("ATTEMPT_OPEN");
        assertThat(machine.state()).isEqualTo(HostState.INSTALLED);
        assertThat(machine.attempts()).containsExactly(HostState.INSTALLED);
    }

    @Test
    void theOldVersionInAnotherBootIsAFallBackAndIsNotTriedAgain() {
        Release release = Release.on(server);
        release.point(release.publish("2.0.0", 10));
        Machine machine = new Machine(server, release, "1.0.0");
        machine.check();
        machine.tell(3, 1, "");
        machine.reboot("1.0.0");
        NoUpdate answer = (NoUpdate) machine.check();
        assertThat(machine.state()).isEqualTo(HostState.FELL_BACK);
        assertThat(machine.attempts()).containsExactly(HostState.FELL_BACK);
        assertThat(answer.info()).isEqualTo("FAILED_BEFORE");
        release.point(release.publish("2.0.1", 10));
        assertThat(((Offer) machine.check()).manifest().version().text()).isEqualTo("2.0.1");
        assertThat(machine.attempts()).containsExactly(HostState.GRANTED, HostState.FELL_BACK);
    }

    @Test
    void aNewTargetReplacesAnAttemptThatHasNotInstalled() {
        Release release = Release.on(server);
        release.point(release.publish("2.0.0", 10));
        Machine machine = new Machine(server, release, "1.0.0");
        machine.check();
        machine.tell(13, 1, "");
        release.point(release.publish("3.0.0", 10));
        assertThat(((Offer) machine.check()).manifest().version().text()).isEqualTo("3.0.0");
        assertThat(machine.attempts()).containsExactly(HostState.GRANTED, HostState.REPLACED);
    }

    @Test
    void aPausedGroupGetsNoUpdateAndNeverAnError() {
        Release release = Release.on(server);
        release.point(release.publish("2.0.0", 10));
        release.pause();
        Machine machine = new Machine(server, release, "1.0.0");
        AppResponse answer = machine.poll(Machine.CHECK);
        assertThat(answer.status().isOk()).isTrue();
        assertThat(((NoUpdate) answer.updateCheck().orElseThrow()).info())
                .isEqualTo("GROUP_PAUSED");
        assertThat(machine.attempts()).isEmpty();
        release.resume();
        assertThat(machine.check()).isInstanceOf(Offer.class);
    }

    @Test
    void aPauseAlsoHoldsWhoWasGrantedBefore() {
        Release release = Release.on(server);
        release.point(release.publish("2.0.0", 10));
        Machine machine = new Machine(server, release, "1.0.0");
        assertThat(machine.check()).isInstanceOf(Offer.class);
        release.pause();
        assertThat(machine.check()).isInstanceOf(NoUpdate.class);
    }

    @Test
    void aWithdrawnTargetIsOfferedToNobody() {
        Release release = Release.on(server);
        UpdatePackage target = release.publish("2.0.0", 10);
        release.point(target);
        Machine machine = new Machine(server, release, "1.0.0");
        assertThat(machine.check()).isInstanceOf(Offer.class);
        release.withdraw(target);
        assertThat(machine.check()).isInstanceOf(NoUpdate.class);
        assertThat(new Machine(server, release, "1.0.0").check()).isInstanceOf(NoUpdate.class);
    }

    @Test
    void aChannelThatPointsToNothingOffersNothing() {
        Release release = Release.on(server);
        assertThat(new Machine(server, release, "1.0.0").check()).isInstanceOf(NoUpdate.class);
    }

    @Test
    void anotherArchitectureGetsNothingOfThisOne() {
        Release release = Release.on(server);
        release.point(release.publish("2.0.0", 10));
        Machine machine = new Machine(server, release, "1.0.0").board("arm64-usr");
        NoUpdate answer = (NoUpdate) machine.check();
        assertThat(answer.info()).contains("arm64");
        assertThat(machine.host().facts().arch()).isEqualTo("arm64");
    }

    @Test
    void theProcessorIsReadFromTheSuffixWhereTheBoardSaysNothing() {
        Release release = Release.on(server);
        release.point(release.publish("2.0.0", 10));
        Machine machine = new Machine(server, release, "1.0.0").board("");
        assertThat(machine.check()).isInstanceOf(Offer.class);
    }

    @Test
    void eventsWithoutAnAttemptAreKeptAndMoveNothing() {
        Release release = Release.on(server);
        Machine machine = new Machine(server, release, "1.0.0");
        machine.tell(3, 1, "");
        machine.tell(77, 1, "");
        machine.tell(3, 0, "errorcode=\"-1879048183\"");
        assertThat(machine.state()).isEqualTo(HostState.UNKNOWN);
        assertThat(machine.events()).hasSize(3);
        assertThat(machine.host().lastError()).isEqualTo(0xFFFFFFFFL & -1879048183L);
    }

    @Test
    void theEventOfEveryPollIsAcknowledgedAndNotKept() {
        Release release = Release.on(server);
        Machine machine = new Machine(server, release, "1.0.0");
        assertThat(machine.poll(Machine.CHECK).acks().events()).isEqualTo(1);
        assertThat(machine.events()).isEmpty();
    }

    @Test
    void aDeferredUpdateHasNotFailed() {
        Release release = Release.on(server);
        release.point(release.publish("2.0.0", 10));
        Machine machine = new Machine(server, release, "1.0.0");
        machine.check();
        machine.tell(3, 9, "errorcode=\"268435496\"");
        assertThat(machine.state()).isEqualTo(HostState.GRANTED);
    }
}
