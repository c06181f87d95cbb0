package dev.platte.web.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RequestTextTest {

    @Test
    void requestOnOneLineIsLaidOutByItsTags() {
        assertThat(
                        RequestText.laidOut(
                                "<?xml version=\"1.0\"?><request protocol=\"3.0\"><os sp=\"a>b\"/>"
                                        + "<app appid=\"x\"><ping active=\"1\"></ping><updatecheck/></app></request>"))
                .isEqualTo(
                        """
                        <?xml version="1.0"?>
                        <request protocol="3.0">
                          <os sp="a>b"/>
                          <app appid="x">
                            <ping active="1"></ping>
                            <updatecheck/>
                          </app>
                        </request>""");
    }

    @Test
    void manyAttributesStandOneBelowTheOther() {
        String id = "5".repeat(80);
        assertThat(
                        RequestText.laidOut(
                                "<r>\n\n<app appid=\"two  words\"\n machineid=\"%s\" ></app> said</r>"
                                        .formatted(id)))
                .isEqualTo(
                        """
                        <r>
                          <app
                              appid="two  words"
                              machineid="%s" ></app>
                          said
                        </r>"""
                                .formatted(id));
    }

    @Test
    void whatIsNoXmlIsShownAsFarAsItGoes() {
        assertThat(RequestText.laidOut("")).isEmpty();
        assertThat(RequestText.laidOut("hello")).isEqualTo("hello");
        assertThat(RequestText.laidOut("<a b=\"never ends")).isEqualTo("<a b=\"never ends");
        assertThat(RequestText.laidOut("</a></a><!-- > --><b>"))
                .isEqualTo("</a>\n</a>\n<!-- > -->\n<b>");
    }

    @Test
    void deepAndLongInputIsNoTrouble() {
        String deep = "<a>".repeat(5000) + "\"".repeat(4000);
        assertThat(RequestText.laidOut(deep).length()).isLessThan(40 * deep.length());
    }
}
