package dev.platte.omaha.xml;

import static dev.platte.omaha.xml.Bodies.answer;
import static dev.platte.omaha.xml.Bodies.readAnswer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.platte.omaha.response.AppResponse;
import dev.platte.omaha.response.AppStatus;
import dev.platte.omaha.response.Codebase;
import dev.platte.omaha.response.Manifest;
import dev.platte.omaha.response.OmahaResponse;
import dev.platte.omaha.response.UpdateAnswer;
import dev.platte.omaha.response.UpdatePackage;
import dev.platte.omaha.value.Sha1;
import dev.platte.omaha.value.Sha256;
import dev.platte.omaha.value.Version;
import dev.platte.omaha.xml.OmahaXmlException.Fault;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client reads of servers in the field. */
class ResponseTest {

    private static final String HEX =
            "12a61f4e173fb3a11c05d6471f74728f76231b4a5fcd9667cef3af87a3ae4dc2";
    private static final String BASE64 = "EqYfThc/s6EcBdZHH3Ryj3YjG0pfzZZnzvOvh6OuTcI=";

    private static String offer(String packageAttributes) {
        return "<updatecheck status='ok'><urls><url codebase='http://h/a'/></urls><manifest"
                + " version='1'><packages><package "
                + packageAttributes
                + "/></packages><actions><action event='postinstall' sha256='"
                + BASE64
                + "'/></actions></manifest></updatecheck>";
    }

    /** Nebraska's form: empty urls, elements never closed by themselves, only one hash. */
    @Test
    void nebraskasOfferIsRead() throws Exception {
        OmahaResponse response = OmahaXml.decodeResponse(Vectors.file("nebraska-offer.xml"));

        AppResponse app = response.apps().getFirst();
        UpdateAnswer.Offer offer = (UpdateAnswer.Offer) app.updateCheck().orElseThrow();
        assertThat(response.server()).isEqualTo("nebraska");
        assertThat(response.dayStart().orElseThrow().elapsedSeconds()).hasValue(0);
        assertThat(response.dayStart().orElseThrow().elapsedDays()).isEmpty();
        assertThat(app.acks()).isEqualTo(new AppResponse.Acks(true, 1));
        assertThat(offer.manifest().version()).isEqualTo(Version.of("3732.0.0"));
        assertThat(offer.manifest().payload().sha256()).isEmpty();
        assertThat(offer.manifest().payload().size()).isEqualTo(382137917L);
        assertThat(offer.manifest().packages()).hasSize(2);
        assertThat(offer.manifest().actions().getFirst().disablePayloadBackoff()).isTrue();
        assertThat(offer.codebases().getFirst().urlOf(offer.manifest().payload()))
                .isEqualTo("https://dl.example.test/amd64-usr/3732.0.0/update.gz");
    }

    @Test
    void floorsOfADownstreamAnswerAreRead() throws Exception {
        String packages = "<packages><package name='f' size='1'/></packages><actions/></manifest>";
        OmahaResponse response =
                readAnswer(
                        "<updatecheck status='ok'><urls><url codebase='http://h/'/></urls>"
                                + "<manifest version='1' is_floor='true' floor_reason='R'>"
                                + packages
                                + "<manifest version='3' is_target='true'>"
                                + packages
                                + "</updatecheck>");

        UpdateAnswer.Offer offer =
                (UpdateAnswer.Offer) response.apps().getFirst().updateCheck().orElseThrow();
        assertThat(offer.manifests())
                .extracting(Manifest::waypoint)
                .containsExactly(
                        new Manifest.Waypoint(true, "R", false),
                        new Manifest.Waypoint(false, "", true));
    }

    @Test
    void noUpdateMayCarryEmptyUrlsAndAPollInterval() throws Exception {
        UpdateAnswer answer =
                readAnswer(
                                "<updatecheck status='noupdate' PollInterval='7200'><urls/></updatecheck>")
                        .apps()
                        .getFirst()
                        .updateCheck()
                        .orElseThrow();

        assertThat(answer).isEqualTo(UpdateAnswer.noUpdate(Optional.of(Duration.ofHours(2))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-5", "0", "99999999999", "1.5"})
    void pollIntervalThatIsNoCountOfSecondsIsUnsaid(String interval) throws Exception {
        UpdateAnswer answer =
                readAnswer("<updatecheck status='noupdate' PollInterval='" + interval + "'/>")
                        .apps()
                        .getFirst()
                        .updateCheck()
                        .orElseThrow();

        assertThat(answer.pollInterval()).isEmpty();
    }

    @Test
    void clockThatIsNoNumberIsUnsaid() throws Exception {
        OmahaResponse response =
                OmahaXml.decodeResponse(
                        "<response><daystart elapsed_seconds='soon'/></response>".getBytes(UTF_8));

        assertThat(response.dayStart().orElseThrow().elapsedSeconds()).isEmpty();
    }

    @Test
    void refusalsKeepTheirStatus() throws Exception {
        OmahaResponse response =
                OmahaXml.decodeResponse(
                        ("<response><app appid='a' status='error-noPackageFound'><updatecheck"
                                        + " status='error-internal' info='why'/></app></response>")
                                .getBytes(UTF_8));

        AppResponse app = response.apps().getFirst();
        assertThat(app.status()).isEqualTo(new AppStatus("error-noPackageFound"));
        assertThat(app.updateCheck())
                .contains(new UpdateAnswer.Refusal("error-internal", "why", Optional.empty()));
    }

    @Test
    void sha256InHexOrInGosBase64IsTheSame() throws Exception {
        assertThat(payload("name='f' size='8' hash_sha256='" + HEX + "'").sha256())
                .isEqualTo(payload("name='f' size='8' hash_sha256='" + BASE64 + "'").sha256())
                .contains(Sha256.ofHex(HEX));
        assertThat(payload("name='f' size='8' hash=''").sha1()).isEmpty();
        assertThat(payload("name='f' size='8' hash='mAFznarkTsUpPU4fU9P00tQm2Rw='").sha1())
                .contains(Sha1.of("testing\n".getBytes(UTF_8)));
    }

    @Test
    void sizesBeyondFourGigabytesAreRead() throws Exception {
        assertThat(payload("name='f' size='9223372036854775807'").size()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void codebaseWithoutSlashIsJoinedAsUpdateEngineDoes() throws Exception {
        UpdatePackage payload = payload("name='f' size='8'");

        assertThat(new Codebase("http://h/a").urlOf(payload)).isEqualTo("http://h/a/f");
        assertThat(new Codebase("http://h/a/").urlOf(payload)).isEqualTo("http://h/a/f");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name='f' size='0' | has 0 bytes",
                "name='f' size='-1' | has -1 bytes",
                "name='f' size='0x10' | <package> size=\"0x10\"",
                "name='f' size='9223372036854775808' | size=",
                "name='f' size='' | needs the attribute size",
                "size='1' | needs the attribute name",
                "name='../f' size='1' | name of a package",
                "name='a/f' size='1' | name of a package",
                "name='http://evil/f' size='1' | name of a package",
                "name='f?x' size='1' | name of a package",
                "name='f' size='1' hash_sha256='12a' | <package> hash_sha256=\"12a\"",
                "name='f' size='1' hash='zz' | <package> hash=\"zz\"",
                "name='f' size='1' required='perhaps' | required=\"perhaps\""
            })
    void packagesThatCannotBeAreRefused(String attributes, String said) {
        assertThatExceptionOfType(OmahaXmlException.class)
                .isThrownBy(() -> payload(attributes.strip()))
                .withMessageContaining(said.strip())
                .matches(e -> e.fault() == Fault.INVALID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<updatecheck/>",
                "<updatecheck status=''/>",
                "<updatecheck status='ok'/>",
                "<updatecheck status='ok'><urls/><manifest><packages><package name='f'"
                        + " size='1'/></packages></manifest></updatecheck>",
                "<updatecheck status='ok'><urls><url codebase=''/></urls><manifest/></updatecheck>",
                "<updatecheck status='ok'><urls><url codebase='http://h/'/></urls></updatecheck>",
                "<updatecheck status='ok'><urls><url codebase='http://h/'/></urls><manifest>"
                        + "<packages/></manifest></updatecheck>",
                "<updatecheck status='noupdate'/><updatecheck status='ok'/>"
            })
    void answersThatUpdateEngineWouldRefuseAreRefused(String inside) {
        assertThatExceptionOfType(OmahaXmlException.class)
                .isThrownBy(() -> readAnswer(inside))
                .matches(e -> e.fault() == Fault.INVALID);
    }

    @Test
    void requestIsNoResponse() {
        assertThatExceptionOfType(OmahaXmlException.class)
                .isThrownBy(() -> OmahaXml.decodeResponse(Bodies.app("").getBytes(UTF_8)))
                .withMessageContaining("the root is <request>, not <response>");
    }

    private static UpdatePackage payload(String attributes) throws OmahaXmlException {
        byte[] body = answer(offer(attributes)).getBytes(UTF_8);
        UpdateAnswer answer =
                OmahaXml.decodeResponse(body).apps().getFirst().updateCheck().orElseThrow();
        return ((UpdateAnswer.Offer) answer).manifest().payload();
    }
}
