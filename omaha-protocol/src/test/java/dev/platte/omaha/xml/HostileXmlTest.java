package dev.platte.omaha.xml;

import static dev.platte.omaha.xml.Bodies.app;
import static dev.platte.omaha.xml.Bodies.read;
import static dev.platte.omaha.xml.Bodies.request;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.platte.omaha.xml.OmahaXmlException.Fault;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class HostileXmlTest {

    private static final String BILLION =
            "<!DOCTYPE l [<!ENTITY a 'aaaaaaaaaa'>"
                    + IntStream.range(1, 10)
                            .mapToObj(
                                    i ->
                                            "<!ENTITY "
                                                    + (char) ('a' + i)
                                                    + " '"
                                                    + ("&" + (char) ('a' + i - 1) + ";").repeat(10)
                                                    + "'>")
                            .collect(Collectors.joining())
                    + "]><request><app appid='&j;'/></request>";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE request><request/>",
                "<!DOCTYPE request SYSTEM 'http://127.0.0.1:1/x.dtd'><request/>",
                "<!DOCTYPE r [<!ENTITY e 'x'>]><request><app appid='&e;'/></request>",
                "<!DOCTYPE r [<!ENTITY % p SYSTEM 'file:///etc/hostname'> %p;]><request/>",
                "<request><app appid='&nbsp;'/></request>",
                "<request>&undeclared;</request>",
                "<request><app appid='a'><data name='untrusted'>&x;</data></app></request>"
            })
    void doctypeAndEntitiesAreForbidden(String xml) {
        assertThat(refusal(xml).fault()).isEqualTo(Fault.FORBIDDEN);
    }

    @Test
    void billionLaughsAreForbidden() {
        assertThat(refusal(BILLION).fault()).isEqualTo(Fault.FORBIDDEN);
    }

    @Test
    void noFileIsReadForAnEntity(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "seen");

        OmahaXmlException refusal =
                refusal(
                        "<!DOCTYPE r [<!ENTITY e SYSTEM '"
                                + secret.toUri()
                                + "'>]><request><app appid='a'><data>&e;</data></app></request>");

        assertThat(refusal.getMessage()).doesNotContain("seen");
    }

    @Test
    void fiveEntitiesAndCharacterReferencesAreRead() throws Exception {
        assertThat(
                        read(request("<app appid='&lt;&gt;&amp;&quot;&apos;&#65;&#x3A9;'/>"))
                                .apps()
                                .getFirst()
                                .appId()
                                .text())
                .isEqualTo("<>&\"'AΩ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{}",
                "not xml",
                "<request>",
                "<request></response>",
                "<request/><request/>",
                "<request/>trailing",
                "<request/><!-- comment -->trailing",
                "<request/> <!-- comment --> <request/>",
                "<request><app appid='a' appid='b'/></request>",
                "<request a=b/>",
                "<request><app appid='a' machinealias=\"\"a b\"\"/></request>",
                "<request x:a='1'/>",
                "<x:request/>",
                "<request><app appid='<'/></request>",
                "<request>\u0001</request>",
                "<request>&#0;</request>",
                "<request>&#xD800;</request>",
                "<request><![CDATA[</request>",
                "<request>]]></request>",
                "<request><!-- -- --></request>",
                "<?xml version='1.1'?><request/>",
                "<?xml version='1.0' encoding='UTF-8'?><?xml version='1.0'?><request/>",
                "<html><body>captive portal",
            })
    void whatIsNoXmlIsMalformed(String xml) {
        assertThat(refusal(xml).fault()).isIn(Fault.MALFORMED, Fault.INVALID);
    }

    @ParameterizedTest
    @CsvSource({"ISO-8859-1", "US-ASCII", "UTF-16", "windows-1252", "UTF-7", "IBM037"})
    void otherDeclaredEncodingsAreRefusedClearly(String encoding) {
        OmahaXmlException refusal =
                refusal("<?xml version='1.0' encoding='" + encoding + "'?><request/>");

        assertThat(refusal.fault()).isEqualTo(Fault.ENCODING);
        assertThat(refusal).hasMessageContaining(encoding).hasMessageContaining("UTF-8");
    }

    @Test
    void otherBytesThanUtf8AreRefusedClearly() {
        assertThat(encoded("<request/>", UTF_16)).isEqualTo(Fault.ENCODING);
        assertThat(encoded("<request/>", UTF_16LE)).isEqualTo(Fault.ENCODING);
        assertThat(encoded("<request/>", Charset.forName("UTF-32BE"))).isEqualTo(Fault.ENCODING);
        assertThat(encoded(app("<data>ä</data>"), ISO_8859_1)).isEqualTo(Fault.ENCODING);
    }

    @Test
    void overlongUtf8IsRefused() {
        byte[] body = "<request>??</request>".getBytes(UTF_8);
        body[9] = (byte) 0xC0;
        body[10] = (byte) 0x80;

        assertThat(refusal(body).fault()).isEqualTo(Fault.ENCODING);
    }

    @Test
    void depthIsLimited() {
        OmahaXmlException refusal = refusal(request("<a>".repeat(10_000)));

        assertThat(refusal.fault()).isEqualTo(Fault.LIMIT);
        assertThat(refusal.limit()).hasValue(16);
        assertThat(refusal).hasMessageContaining("depth");
    }

    @Test
    void countOfElementsIsLimited() {
        OmahaXmlException refusal = refusal(request("<a/>".repeat(16_000)));

        assertThat(refusal.fault()).isEqualTo(Fault.LIMIT);
        assertThat(refusal.limit()).hasValue(4096);
    }

    @Test
    void countOfAttributesIsLimited() {
        String attributes =
                IntStream.range(0, 65)
                        .mapToObj(i -> " a" + i + "='1'")
                        .collect(Collectors.joining());

        OmahaXmlException refusal = refusal("<request" + attributes + "/>");

        assertThat(refusal.fault()).isEqualTo(Fault.LIMIT);
        assertThat(refusal.limit()).hasValue(64);
        assertThat(refusal).hasMessageContaining("attributes");
    }

    @Test
    void hundredThousandAttributesOfAResponseAreRefused() {
        String attributes =
                IntStream.range(0, 100_000)
                        .mapToObj(i -> " a" + Integer.toString(i, 36) + "=''")
                        .collect(Collectors.joining());

        OmahaXmlException refusal =
                catchThrowableOfType(
                        OmahaXmlException.class,
                        () ->
                                OmahaXml.decodeResponse(
                                        ("<response" + attributes + "/>").getBytes(UTF_8)));

        assertThat(refusal.fault()).isEqualTo(Fault.LIMIT);
    }

    @Test
    void lengthOfAttributesAndTextIsLimited() throws Exception {
        assertThat(read("<request sessionid='" + "x".repeat(4096) + "'/>").more()).hasSize(1);
        assertThat(refusal("<request sessionid='" + "x".repeat(4097) + "'/>").fault())
                .isEqualTo(Fault.LIMIT);
        assertThat(refusal(app("<data>" + "x".repeat(16_385) + "</data>")).fault())
                .isEqualTo(Fault.LIMIT);
        assertThat(refusal(app("<data>" + "<![CDATA[xxxx]]>".repeat(4097) + "</data>")).fault())
                .isIn(Fault.LIMIT, Fault.TOO_LARGE);
    }

    @Test
    void longNamesAreNoHarm() {
        assertThat(refusal("<" + "x".repeat(60_000) + "/>").getMessage()).hasSizeLessThan(200);
    }

    private static OmahaXmlException refusal(String xml) {
        return refusal(xml.getBytes(UTF_8));
    }

    private static Fault encoded(String xml, Charset charset) {
        return refusal(xml.getBytes(charset)).fault();
    }

    private static OmahaXmlException refusal(byte[] body) {
        OmahaXmlException refusal =
                catchThrowableOfType(OmahaXmlException.class, () -> OmahaXml.decodeRequest(body));
        assertThat(refusal).isNotNull();
        return refusal;
    }
}
