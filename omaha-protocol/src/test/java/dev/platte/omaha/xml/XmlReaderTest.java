package dev.platte.omaha.xml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.ctc.wstx.io.WstxInputData;
import dev.platte.omaha.xml.OmahaXmlException.Fault;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our reader and Woodstox take and refuse the same, and read the same out of it. */
class XmlReaderTest {

    /** Beyond them the two are not asked: the limits are ours alone. */
    private static final Limits WIDE = new Limits(1 << 24, 1000, 1 << 20, 64, 1 << 24, 1 << 24);

    /** What Woodstox takes and no edition of XML allows; NUL as a space in the declaration. */
    private static final Set<Integer> TOO_MUCH = Set.of(0, 0xFFFE, 0xFFFF);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<a/>",
                "<a></a >",
                "<a b='1' c=\"2\"\n d = '3'/>",
                "<a b='1'c='2'/>",
                "<a b='&#65;&#x42;&lt;\t\r\n\n\r x'/>",
                "<a b='&#10;&#13;&#9;'/>",
                "<a b='x]]>y>'/>",
                "<data>a&#13;b\r\nc\rd]]&gt;</data>",
                "<data> <![CDATA[ <&]] ]]]]><b/><!-- - --> c <?p x??></data>",
                "<data>]]></data>",
                "<data>ä€\uD83D\uDE00&#x1F600;</data>",
                "<ä ö='ü'/>",
                "<a>\u0085\u2028</a>",
                "<a>\u007F</a>",
                "<a>\u0008</a>",
                "<a b='&#xFFFE;'/>",
                "<a b='&#x110000;'/>",
                "<a b='&#99999999999999999999;'/>",
                "<a b='&#;'/>",
                "<a b='&#x;'/>",
                "<a b='&amp'/>",
                "<a b='&;'/>",
                "<a b='& '/>",
                "<a b=''b=''/>",
                "<a b/>",
                "<a =''/>",
                "<a / >",
                "< a/>",
                "<a></b>",
                "<a></ a>",
                "<a></a b=''>",
                "<a",
                "<a b='",
                "<a>",
                "<a><!--</a>",
                "<a><!--->--></a>",
                "<a><!-- -- --></a>",
                "<a><!--a---></a>",
                "<!----><a/><!---->",
                "<a><?p?><?p ?><?p x?></a>",
                "<a><??></a>",
                "<a><?xml ?></a>",
                "<a><?XmL x?></a>",
                "<a><?xmlx x?></a>",
                "<a><?x:y z?></a>",
                "<a><!x></a>",
                "<a><![CDATA[x</a>",
                "<?xml version='1.0'?><a/>",
                " <?xml version='1.0'?><a/>",
                "<?xml version='1.0' standalone='yes' ?><a/>",
                "<?xml version='1.0' standalone='yes' encoding='UTF-8'?><a/>",
                "<?xml version='1.0' encoding='UTF-8' standalone='maybe'?><a/>",
                "<?xml version='1.0'encoding='UTF-8'?><a/>",
                "<?xml version='1.0'? ><a/>",
                "<?xml encoding='UTF-8'?><a/>",
                "<?xmlversion='1.0'?><a/>",
                "<?xml?><a/>",
                "<?p x?><a/>",
                "text<a/>",
                "<a/>text",
                "<a/><a/>",
                "<a/>&#32;",
                "<![CDATA[]]><a/>",
                "<x:a xmlns:x='u'><x:b/><b/><c xmlns='u'/><y:d xmlns:y='u'/></x:a>",
                "<a xmlns='u'><b xmlns=''/><c/></a>",
                "<a><b xmlns='u'><c xmlns=''/></b></a>",
                "<a xmlns:x=''/>",
                "<a xmlns:xml='u'/>",
                "<a xmlns:xmlns='u'/>",
                "<a xmlns:x='http://www.w3.org/XML/1998/namespace'/>",
                "<a xmlns:x='http://www.w3.org/2000/xmlns/'/>",
                "<a xmlns='http://www.w3.org/2000/xmlns/'/>",
                "<a xmlns:xml='http://www.w3.org/XML/1998/namespace' xml:b='c'/>",
                "<a xmlns:x='u' xmlns:x='u'/>",
                "<a xmlns='u' xmlns='u'/>",
                "<a xmlns:x='u' xmlns:y='u' x:b='' y:b=''/>",
                "<a xmlns:x='u' xmlns:y='v' x:b='' y:b='' b=''/>",
                "<a x:b=''><c xmlns:x='u'/></a>",
                "<a><c xmlns:x='u'/><x:d/></a>",
                "<xmlns:a/>",
                "<xml:a/>",
                "<a:b:c xmlns:a='u'/>",
                "<:a/>",
                "<a:/>",
                "<a :b=''/>",
                "<a b:=''/>",
                "<a.b-c_d 1=''/>",
                "<1/>",
                "<a\u00B7/>",
                "<\u00B7/>",
            })
    void bothReadTheSame(String text) {
        assertSame(text.getBytes(UTF_8));
    }

    @Property(tries = 20_000)
    void bothReadMutatedMessagesTheSame(@ForAll long seed) {
        byte[] body = Mutations.of(seed);
        // Names of characters beyond the first plane came with the fifth edition.
        if (new String(body, UTF_8).chars().noneMatch(c -> Character.isSurrogate((char) c))) {
            assertSame(body);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\0<a/>",
                "<?xml\0version='1.0'?><a/>",
                "<a\0/>",
                "<a b='\0'/>",
                "<a>\0</a>",
                "<!--\0--><a/>",
                "<a/>\0"
            })
    void nulIsNowhere(String text) {
        assertThat(ours(text.getBytes(UTF_8))).isEqualTo("refused");
    }

    private static void assertSame(byte[] body) {
        String text = new String(body, UTF_8);
        if (!Arrays.equals(text.getBytes(UTF_8), body)
                || text.chars().anyMatch(XmlReaderTest::areOfTwoMinds)) {
            return; // What is no UTF-8 is refused before there is a parser.
        }
        String theirs;
        try {
            theirs = Woodstox.read(text);
        } catch (XMLStreamException e) {
            theirs = "refused";
        }
        assertThat(ours(body)).as(text).isEqualTo(theirs);
    }

    /** Woodstox knows the fourth edition of XML, where other characters make a name. */
    private static boolean areOfTwoMinds(int c) {
        return TOO_MUCH.contains(c)
                || c >= 128
                        && !Character.isSurrogate((char) c)
                        && (XmlCharacters.startsName(c)
                                        != WstxInputData.isNameStartChar((char) c, true, false)
                                || XmlCharacters.continuesName(c)
                                        != WstxInputData.isNameChar((char) c, true, false));
    }

    /** Whatever the root is called: the name that a refusal asks for is tried next. */
    private static String ours(byte[] body) {
        try {
            return dump(XmlReader.read(body, rootOf(body), WIDE).root());
        } catch (OmahaXmlException e) {
            assertThat(e.fault()).isNotIn(Fault.LIMIT, Fault.TOO_LARGE);
            return "refused";
        }
    }

    private static String rootOf(byte[] body) {
        try {
            XmlReader.read(body, "", WIDE);
            return "";
        } catch (OmahaXmlException e) {
            String message = String.valueOf(e.getMessage());
            int from = message.indexOf("the root is <") + "the root is <".length();
            return message.startsWith("the root is <")
                    ? message.substring(from, message.indexOf('>'))
                    : "";
        }
    }

    private static String dump(Element element) {
        StringBuilder seen = new StringBuilder();
        dump(element, seen);
        return seen.toString();
    }

    private static void dump(Element element, StringBuilder seen) {
        seen.append('<').append(element.name()).append(element.everything());
        if (element.name().equals("data")) {
            seen.append('[').append(element.text()).append(']');
        }
        element.children().forEach(child -> dump(child, seen));
        seen.append('>');
    }

    @Test
    void whatNoEditionAllowsIsRefused() {
        assertThat(ours("<a b='\uFFFE'/>".getBytes(UTF_8))).isEqualTo("refused");
        assertThat(ours("<a>\uFFFF</a>".getBytes(UTF_8))).isEqualTo("refused");
        assertThat(ours("<a>\uFEFF</a>".getBytes(UTF_8))).isEqualTo("<a{}>");
    }

    @Test
    void placesAreCountedInLinesAndCharacters() {
        OmahaXmlException refusal = null;
        try {
            XmlReader.read("<a>\r\nä\r  <b>€ \u0001".getBytes(UTF_8), "a", WIDE);
        } catch (OmahaXmlException e) {
            refusal = e;
        }
        assertThat(refusal).isNotNull();
        assertThat(refusal.line()).isEqualTo(3);
        assertThat(refusal.column()).isEqualTo(8);
    }

    @Test
    void attributesThatNobodyKnowsAreKept() throws Exception {
        Element root =
                XmlReader.read("<a b='1' xmlish='2' c-d='3' ä='4'/>".getBytes(UTF_8), "a", WIDE)
                        .root();
        assertThat(root.more(Set.of("b"))).isEqualTo(Map.of("c-d", "3"));
    }
}
