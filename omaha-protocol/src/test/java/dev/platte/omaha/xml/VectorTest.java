package dev.platte.omaha.xml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.omaha.request.AppRequest;
import dev.platte.omaha.request.Event;
import dev.platte.omaha.request.OmahaRequest;
import dev.platte.omaha.value.AppId;
import dev.platte.omaha.value.Architecture;
import dev.platte.omaha.value.BootId;
import dev.platte.omaha.value.ErrorCode;
import dev.platte.omaha.value.ErrorFlag;
import dev.platte.omaha.value.InstallSource;
import dev.platte.omaha.value.MachineId;
import dev.platte.omaha.value.Track;
import dev.platte.omaha.value.Version;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that update_engine 0.4.10 sent. */
class VectorTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update-check",
                "event-download-started",
                "event-download-finished",
                "event-update-installed",
                "event-error-hash-mismatch",
                "update-check-after-reboot"
            })
    void whatUpdateEngineSentIsReadAndWrittenByteForByte(String name) throws Exception {
        byte[] body = Vectors.body(name);

        byte[] again = OmahaXml.encodeRequest(OmahaXml.decodeRequest(body));

        assertThat(new String(again, UTF_8)).isEqualTo(new String(body, UTF_8));
        assertThat(again).isEqualTo(body);
    }

    @Test
    void updateCheckIsTypedAtTheEdge() throws Exception {
        OmahaRequest request = OmahaXml.decodeRequest(Vectors.body("update-check"));

        assertThat(request.installSource()).isEqualTo(InstallSource.ONDEMAND_UPDATE);
        assertThat(request.installSource().isOnDemand()).isTrue();
        assertThat(request.updater().version()).isEqualTo("update_engine-0.4.10");
        assertThat(request.updater().machine()).isTrue();
        AppRequest app = request.apps().getFirst();
        assertThat(app.appId()).isEqualTo(AppId.FLATCAR);
        assertThat(app.version()).isEqualTo(Version.of("1.0.0"));
        assertThat(app.track()).contains(Track.STABLE);
        assertThat(app.host().machineId())
                .contains(new MachineId("abce671d61774703ac7be60715220bfe"));
        assertThat(app.host().bootId())
                .contains(BootId.braced("794e09d3-2587-45ed-8209-ee3b888b3126"));
        assertThat(app.host().alephVersion()).contains(Version.of("1.0.0"));
        assertThat(app.architecture(request.os())).contains(Architecture.AMD64);
        assertThat(app.isUpdateCheck()).isTrue();
        assertThat(app.asks().ping().orElseThrow().isActive()).isTrue();
        assertThat(app.events()).containsExactly(Event.rebooted(Version.NONE));
        assertThat(app.rebootedFrom()).isEmpty();
    }

    @Test
    void firstCheckAfterTheRebootSaysWhereItCameFromAndKnowsNoBootId() throws Exception {
        OmahaRequest request = OmahaXml.decodeRequest(Vectors.body("update-check-after-reboot"));

        AppRequest app = request.apps().getFirst();
        assertThat(app.host().bootId()).isEmpty();
        assertThat(app.rebootedFrom()).contains(Version.of("1.0.0"));
    }

    @Test
    void hashMismatchAgainstAPrivateServerIsToldInWords() throws Exception {
        OmahaRequest request = OmahaXml.decodeRequest(Vectors.body("event-error-hash-mismatch"));

        ErrorCode error = request.apps().getFirst().events().getFirst().errorCode().orElseThrow();
        assertThat(error.code()).isEqualTo(ErrorCode.PAYLOAD_HASH_MISMATCH.code());
        assertThat(error)
                .isEqualTo(ErrorCode.PAYLOAD_HASH_MISMATCH.with(List.of(ErrorFlag.TEST_OMAHA_URL)))
                .hasToString("payload hash mismatch (10; private server)");
    }

    @Test
    void eventsOfAGoodUpdateAreTheOnesWeMake() throws Exception {
        assertThat(event("event-download-started")).isEqualTo(Event.downloadStarted());
        assertThat(event("event-download-finished")).isEqualTo(Event.downloadFinished());
        assertThat(event("event-update-installed")).isEqualTo(Event.installed());
    }

    private static Event event(String name) throws OmahaXmlException {
        return OmahaXml.decodeRequest(Vectors.body(name)).apps().getFirst().events().getFirst();
    }
}
