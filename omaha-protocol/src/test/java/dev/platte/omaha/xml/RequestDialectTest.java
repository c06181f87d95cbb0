package dev.platte.omaha.xml;

import static dev.platte.omaha.xml.Bodies.app;
import static dev.platte.omaha.xml.Bodies.read;
import static dev.platte.omaha.xml.Bodies.readApp;
import static dev.platte.omaha.xml.Bodies.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.platte.omaha.request.AppRequest;
import dev.platte.omaha.request.Event;
import dev.platte.omaha.request.OmahaRequest;
import dev.platte.omaha.request.Ping;
import dev.platte.omaha.request.UpdateCheck;
import dev.platte.omaha.value.ErrorCode;
import dev.platte.omaha.value.EventType;
import dev.platte.omaha.value.ReadableVersion;
import dev.platte.omaha.value.Version;
import dev.platte.omaha.xml.OmahaXmlException.Fault;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The union of dialects that a server meets, and values that cannot be what they say. */
class RequestDialectTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<request protocol='3.0'><app appid='a'/></request>",
                "<request xmlns='http://www.google.com/update2/request'><app appid='a'/></request>",
                "<o:request xmlns:o='urn:x' protocol='3.0'><o:app appid='a'/></o:request>",
                "<?xml version='1.0'?>\r\n<!-- c --><request>\r\n<?p i?><app appid='a'></app></request>\n",
                "<?xml version='1.0' encoding='utf-8'?><request protocol='3.1'><app appid='a'/></request>",
                "\uFEFF<request><app appid='a'/></request>",
                "<request protocol=''><app appid='a'><!-- nothing --></app></request><!-- end -->"
            })
    void namespacesPrefixesCommentsAndMarksDoNotMatter(String xml) throws Exception {
        assertThat(read(xml).apps().getFirst().appId().text()).isEqualTo("a");
    }

    @Test
    void elementsOfAnotherNamespaceThanTheRootAreUnknownOnes() throws Exception {
        AppRequest app = readApp("<updatecheck xmlns='urn:other'/><x:ping xmlns:x='urn:x'/>");

        assertThat(app.isUpdateCheck()).isFalse();
        assertThat(app.asks().ping()).isEmpty();
    }

    @Test
    void attributesWithAPrefixAreNotOmahas() throws Exception {
        AppRequest app =
                read("<request xmlns:x='urn:x' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'>"
                                + "<app appid='a' x:appid='b' x:track='t' xsi:type='event'"
                                + " xsi:nil='true' xml:lang='de'/></request>")
                        .apps()
                        .getFirst();

        assertThat(app.appId().text()).isEqualTo("a");
        assertThat(app.track()).isEmpty();
        assertThat(app.traits().more()).isEmpty();
    }

    @Test
    void unknownElementsAndAttributesAreTolerated() throws Exception {
        OmahaRequest request =
                read(
                        "<request protocol='3.0' sessionid='{s}' zzz='1'><new><app"
                                + " appid='hidden'/></new><os platform='linux' zzz='1'/>"
                                + "<app appid='a' installage='-1' _signedin='2' zzz='1'><ping"
                                + " status='x' active='1'/><what/>text</app></request>");

        assertThat(request.apps()).hasSize(1);
        assertThat(request.more()).isEqualTo(Map.of("sessionid", "{s}", "zzz", "1"));
        assertThat(request.apps().getFirst().traits().more())
                .isEqualTo(Map.of("installage", "-1", "_signedin", "2", "zzz", "1"));
        assertThat(request.apps().getFirst().asks().ping()).contains(Ping.ACTIVE);
    }

    @Test
    void checkPingAndEventsOfOneAppMayBeMixedInAnyOrder() throws Exception {
        AppRequest app =
                readApp(
                        "<event eventtype='13'/><updatecheck/><event eventtype='800'"
                                + " eventresult='1'/><ping a='1'/>");

        assertThat(app.isUpdateCheck()).isTrue();
        assertThat(app.asks().ping().orElseThrow().isActive()).isTrue();
        assertThat(app.events())
                .extracting(Event::type)
                .containsExactly(EventType.of(13), EventType.UPDATE_INSTALLED);
    }

    @Test
    void thousandAppsAndTheSameOneTwiceAreRead() throws Exception {
        String apps = "<app appid='a'/>".repeat(1000);

        assertThat(read(request(apps)).apps()).hasSize(1000);
    }

    @Test
    void requestWithoutAppsIsARequest() throws Exception {
        assertThat(read("<request/>").apps()).isEmpty();
    }

    @Test
    void everythingOfAnUpdateCheckIsRead() throws Exception {
        AppRequest app =
                readApp(
                        "<updatecheck updatedisabled='true' targetversionprefix='1.2.$'"
                                + " rollbackallowed='1' sameversionupdate='TRUE' tttoken='secret'"
                                + " release_channel='beta'/>");

        UpdateCheck check = app.asks().updateCheck().orElseThrow();
        assertThat(check.updateDisabled()).isTrue();
        assertThat(check.rollbackAllowed()).isTrue();
        assertThat(check.sameVersionUpdate()).isTrue();
        assertThat(check.testerToken()).isEqualTo("secret");
        assertThat(check.toString()).doesNotContain("secret");
        assertThat(check.releaseChannel()).isEqualTo("beta");
        assertThat(check.targetVersionPrefix().orElseThrow().allows(ReadableVersion.of("1.2")))
                .isTrue();
    }

    @Test
    void dataPackagesAndDisabledAreRead() throws Exception {
        AppRequest app =
                readApp(
                        "<data name='install' index='verboselogging'/><data name='untrusted'>a&lt;b"
                                + "</data><packages><package fp='1.ab'/></packages><disabled"
                                + " reason='3'/><disabled/>");

        assertThat(app.asks().data()).hasSize(2);
        assertThat(app.asks().data().get(1).text()).isEqualTo("a<b");
        assertThat(app.asks().packageFingerprints()).containsExactly("1.ab");
        assertThat(app.asks().disabledReasons()).containsExactly(3, 0);
    }

    @Test
    void hardwareIsReadAndWhatIsUnknownIsLeftOut() throws Exception {
        OmahaRequest request = read(request("<hw physmemory='-1' sse='1' sse2='0' avx='-1'/>"));

        assertThat(request.hw().orElseThrow().physicalMemoryGib()).isEmpty();
        assertThat(request.hw().orElseThrow().features())
                .isEqualTo(Map.of("sse", true, "sse2", false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ForcedUpdate", "", "1..2"})
    void versionThatCannotBeReadIsKept(String version) throws Exception {
        AppRequest app =
                read(request("<app appid='a' version='" + version + "'/>")).apps().getFirst();

        assertThat(app.version().text()).isEqualTo(version);
        assertThat(app.version().readable()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "268435466, 268435466",
        "-2147483638, -2147483638",
        "2147483658, -2147483638",
        "4294967295, -1"
    })
    void errorCodesKeepTheirFlags(String text, int raw) throws Exception {
        Event event =
                readApp("<event eventtype='3' errorcode='" + text + "'/>").events().getFirst();

        assertThat(event.errorCode()).contains(ErrorCode.of(raw));
    }

    @Test
    void previousVersionSaysIfItWasAbsentOrEmpty() throws Exception {
        List<Event> events =
                readApp("<event eventtype='3'/><event eventtype='3' previousversion=''/>").events();

        assertThat(events.get(0).previousVersion()).isEmpty();
        assertThat(events.get(1).previousVersion()).contains(Version.of(""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<request><app/></request> | <app> needs the attribute appid",
                "<request><app appid=''/></request> | <app> needs the attribute appid",
                "<request><app appid='a'><event/></app></request> | <event> needs the attribute eventtype",
                "<request><app appid='a'><event eventtype='x'/></app></request> | eventtype=\"x\" is not a whole number",
                "<request><app appid='a'><event eventtype='99999999999'/></app></request> | eventtype=\"99999999999\"",
                "<request><app appid='a'><event eventtype='3' errorcode='abc'/></app></request> | <event> errorcode=\"abc\" is not valid",
                "<request><app appid='a'><ping r='often'/></app></request> | <ping> r=\"often\"",
                "<request><app appid='a' delta_okay='maybe'/></request> | <app> delta_okay=\"maybe\" is not true or false",
                "<request><os/><os/></request> | <request> holds 2 <os>, at most one",
                "<request><app appid='a'><ping/><ping/></app></request> | <app> holds 2 <ping>",
                "<request><app appid='a'><updatecheck/><updatecheck/></app></request> | holds 2 <updatecheck>",
                "<request protocol='2.0'/> | speaks protocol \"2.0\"",
                "<request protocol='30'/> | speaks protocol",
                "<response protocol='3.0'/> | the root is <response>, not <request>",
                "<gupdate/> | the root is <gupdate>"
            })
    void valuesThatCannotBeAreRefusedByName(String xml, String said) {
        assertThatExceptionOfType(OmahaXmlException.class)
                .isThrownBy(() -> read(xml.strip()))
                .withMessageContaining(said.strip())
                .matches(e -> e.fault() == Fault.INVALID)
                .matches(e -> e.line() == 1 && e.column() > 0);
    }

    @Test
    void refusalNamesTheLine() {
        assertThatExceptionOfType(OmahaXmlException.class)
                .isThrownBy(() -> read(app("\n\n   <event eventtype='x'/>")))
                .matches(e -> e.line() == 3)
                .withMessageContaining("(line 3, column ");
    }

    @Test
    void refusalCannotForgeALineOfALog() {
        assertThatExceptionOfType(OmahaXmlException.class)
                .isThrownBy(() -> read(app("<event eventtype='x&#10;ERROR all is lost'/>")))
                .matches(e -> e.getMessage().lines().count() == 1);
    }

    @Test
    void streamIsReadNoFurtherThanOneByteBeyondTheBound() throws Exception {
        ByteArrayInputStream endless = new ByteArrayInputStream(new byte[1 << 20]);

        assertThatExceptionOfType(OmahaXmlException.class)
                .isThrownBy(() -> OmahaXml.decodeRequest(endless))
                .matches(e -> e.fault() == Fault.TOO_LARGE)
                .matches(e -> e.limit().orElseThrow() == 65536);
        assertThat(endless.available()).isEqualTo((1 << 20) - 65537);
    }

    @Test
    void largestRequestIsRead() throws Exception {
        String body = "<request/><!--" + " ".repeat(65536 - 17) + "-->";

        assertThat(body).hasSize(65536);
        assertThat(read(body).apps()).isEmpty();
        assertThatExceptionOfType(OmahaXmlException.class)
                .isThrownBy(() -> read(body + " "))
                .matches(e -> e.fault() == Fault.TOO_LARGE);
    }
}
