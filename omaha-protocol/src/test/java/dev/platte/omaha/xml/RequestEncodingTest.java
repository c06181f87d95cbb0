package dev.platte.omaha.xml;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.platte.omaha.request.AppRequest;
import dev.platte.omaha.request.Asks;
import dev.platte.omaha.request.Event;
import dev.platte.omaha.request.Host;
import dev.platte.omaha.request.OmahaRequest;
import dev.platte.omaha.request.Os;
import dev.platte.omaha.request.Traits;
import dev.platte.omaha.request.Updater;
import dev.platte.omaha.value.AppId;
import dev.platte.omaha.value.BootId;
import dev.platte.omaha.value.Cohort;
import dev.platte.omaha.value.ErrorCode;
import dev.platte.omaha.value.InstallSource;
import dev.platte.omaha.value.MachineId;
import dev.platte.omaha.value.Track;
import dev.platte.omaha.value.Version;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestEncodingTest {

    private static final Version VERSION = Version.of("1.0.0");

    @Test
    void requestBuiltFromPartsIsWhatUpdateEngineSent() {
        byte[] ours =
                OmahaXml.encodeRequest(request(Asks.updateCheck(Event.rebooted(Version.NONE)), ""));

        assertThat(ours).isEqualTo(Vectors.body("update-check"));
    }

    @Test
    void pingAloneIsWhatUpdateEngineSendsWhileItWaitsForItsReboot() {
        assertThat(text(request(Asks.pingOnly(), "")))
                .contains(
                        " delta_okay=\"false\" >\n"
                                + "        <ping active=\"1\"></ping>\n"
                                + "    </app>\n"
                                + "</request>\n");
    }

    @Test
    void fallBackAndDeferralAreSentAsEvents() {
        assertThat(text(request(Asks.eventOnly(Event.fellBack()), "")))
                .contains("<event eventtype=\"3\" eventresult=\"0\" errorcode=\"44\"></event>");
        assertThat(text(request(Asks.eventOnly(Event.deferred(ErrorCode.of(0x9000_0028))), "")))
                .contains(
                        "<event eventtype=\"3\" eventresult=\"9\""
                                + " errorcode=\"-1879048152\"></event>");
    }

    /** update_engine forgets the quote, and its request is not XML then. */
    @Test
    void quotesAndOtherSpecialsAreEscaped() throws Exception {
        OmahaRequest request = request(Asks.pingOnly(), "a \"b\" <c> & Ω 😀 d\te\nf'");

        String text = text(request);

        assertThat(text)
                .contains(
                        "machinealias=\"a &quot;b&quot; &lt;c&gt; &amp; &#x3A9; &#x1F600;"
                                + " d&#x9;e&#xA;f'\"");
        assertThat(OmahaXml.decodeRequest(text.getBytes(US_ASCII))).isEqualTo(request);
    }

    @Test
    void whatXmlCannotSayBecomesTheReplacementCharacter() throws Exception {
        OmahaRequest request = request(Asks.pingOnly(), "a\u0000b\uD800c\uFFFEd\u001Be");

        OmahaRequest again = OmahaXml.decodeRequest(OmahaXml.encodeRequest(request));

        assertThat(again.apps().getFirst().host().machineAlias())
                .isEqualTo("a\uFFFDb\uFFFDc\uFFFDd\uFFFDe");
    }

    @Test
    void attributeThatHasAFieldCannotBeSmuggledInTwice() {
        OmahaRequest plain = request(Asks.pingOnly(), "");
        AppRequest app = plain.apps().getFirst();
        Traits traits =
                new Traits(
                        "en-US",
                        false,
                        false,
                        Optional.empty(),
                        Cohort.UNSAID,
                        Map.of("appid", "other"));
        OmahaRequest twice =
                OmahaRequest.of(
                        plain.updater(),
                        plain.installSource(),
                        plain.os().orElseThrow(),
                        new AppRequest(
                                app.appId(),
                                app.version(),
                                app.track(),
                                app.host(),
                                traits,
                                app.asks()));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> OmahaXml.encodeRequest(twice))
                .withMessageContaining("appid twice");
        assertThat(OmahaXml.encodeRequest(plain)).isNotEmpty();
    }

    private static String text(OmahaRequest request) {
        return new String(OmahaXml.encodeRequest(request), US_ASCII);
    }

    private static OmahaRequest request(Asks asks, String alias) {
        Host host =
                new Host(
                        Optional.of(new MachineId("abce671d61774703ac7be60715220bfe")),
                        alias,
                        Optional.of(BootId.braced("794e09d3-2587-45ed-8209-ee3b888b3126")),
                        Host.Oem.NONE,
                        Optional.of(VERSION),
                        new Host.Hardware("amd64-usr", ""));
        return OmahaRequest.of(
                Updater.of("update_engine-0.4.10"),
                InstallSource.ONDEMAND_UPDATE,
                Os.coreOs("1.0.0", "x86_64"),
                AppRequest.of(AppId.FLATCAR, VERSION, Track.STABLE, host, asks));
    }
}
