package dev.platte.omaha.xml;

import dev.platte.omaha.xml.OmahaXmlException.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Bytes to elements, within limits: XML 1.0 with namespaces, without DOCTYPE and entities. Made for
 * small messages, of which many thousands come in a second; what it takes and refuses is what
 * Woodstox does, which judges it in the tests.
 *
 * <p>Omaha v3 has no namespace, yet other servers match local names only. Here an element belongs
 * to Omaha if it stands in the namespace of the root, whatever that is; an element of any other
 * namespace is an unknown one. An attribute belongs to Omaha if it has no prefix; so {@code
 * x:appid} cannot shadow {@code appid}.
 */
final class XmlReader {

    /** The only element of Omaha whose text says something. */
    private static final String WITH_TEXT = "data";

    private record Prefixed(String prefix, String name) {}

    private final XmlScanner in;
    private final Limits limits;
    private final Namespaces namespaces = new Namespaces();
    private @Nullable String rootNamespace;
    private int elements;

    private XmlReader(XmlScanner in, Limits limits) {
        this.in = in;
        this.limits = limits;
    }

    /** A message read to its end. */
    record Message(Element root, XmlScanner source) {}

    /**
     * @param root the name of the root that is wanted
     */
    static Message read(byte[] body, String root, Limits limits) throws OmahaXmlException {
        XmlScanner in = new XmlScanner(body, Utf8.check(body, limits.bytes()));
        return new Message(new XmlReader(in, limits).document(root), in);
    }

    private Element document(String name) throws OmahaXmlException {
        XmlDeclaration.read(in);
        between();
        if (in.peek() != '<') {
            throw in.malformed(in.isAtEnd() ? "there is no element" : "text before the root");
        }
        Element root = Objects.requireNonNull(element(name, 1), "the root is of its own namespace");
        between();
        if (!in.isAtEnd()) {
            throw in.malformed("something follows the root");
        }
        return root;
    }

    /** Blanks, comments and instructions around the root. */
    private void between() throws OmahaXmlException {
        while (true) {
            in.blanks();
            if (in.isAt("<!--")) {
                comment();
            } else if (in.isAt("<?")) {
                instruction();
            } else if (in.isAt("<!DOCTYPE")) {
                throw in.refusal(Fault.FORBIDDEN, "a DOCTYPE or an entity has no place in Omaha");
            } else {
                return;
            }
        }
    }

    /**
     * @param expected what the root must be called; null: not the root
     * @return null if it belongs to another namespace than the root
     */
    private @Nullable Element element(@Nullable String expected, int depth)
            throws OmahaXmlException {
        int start = in.at();
        in.skip(1);
        in.check(depth, limits.depth(), "the depth of elements");
        in.check(++elements, limits.elements(), "the count of elements");
        String prefix = "";
        String name = in.name("the name of an element");
        if (in.accept(':')) {
            prefix = name;
            name = in.name("the name of an element");
        }
        int endOfName = in.at();
        Element element = new Element(name, start);
        int scope = namespaces.mark();
        attributes(element);
        String namespace = namespaces.of(prefix);
        if (namespace == null) {
            throw in.malformed("the prefix \"" + Values.excerpt(prefix) + "\" is not declared");
        }
        if (expected != null) {
            if (!name.equals(expected)) {
                throw in.refusal(
                        Fault.INVALID,
                        "the root is <" + Values.excerpt(name) + ">, not <" + expected + ">",
                        start);
            }
            rootNamespace = namespace;
        }
        if (in.accept('/')) {
            in.expect('>', "behind '/'");
        } else {
            in.expect('>', "at the end of a tag");
            content(element, depth);
            endTag(start + 1, endOfName);
        }
        namespaces.backTo(scope);
        return namespace.equals(rootNamespace) ? element : null;
    }

    private void endTag(int startOfName, int endOfName) throws OmahaXmlException {
        in.skip(2);
        if (!in.isSame(startOfName, endOfName, in.at())) {
            throw in.malformed(
                    "the end of <"
                            + Values.excerpt(in.text(startOfName, endOfName))
                            + "> is missing here");
        }
        in.skip(endOfName - startOfName);
        in.blanks();
        in.expect('>', "at the end of a tag");
    }

    private void attributes(Element element) throws OmahaXmlException {
        int since = namespaces.mark();
        List<Prefixed> prefixed = List.of();
        int count = 0;
        while (in.blanks() && in.peek() != '>' && in.peek() != '/') {
            in.check(++count, limits.attributes(), "the count of attributes");
            String prefix = "";
            String name = in.name("the name of an attribute");
            if (in.accept(':')) {
                prefix = name;
                name = in.name("the name of an attribute");
            }
            in.blanks();
            in.expect('=', "behind the name of an attribute");
            in.blanks();
            String value = XmlText.attribute(in, limits.attributeLength());
            if (prefix.equals("xmlns") || prefix.isEmpty() && name.equals("xmlns")) {
                refuseIf(namespaces.declare(prefix.isEmpty() ? "" : name, value, since));
            } else if (!prefix.isEmpty()) {
                prefixed = prefixed.isEmpty() ? new ArrayList<>(2) : prefixed;
                prefixed.add(new Prefixed(prefix, name));
            } else if (!element.add(name, value)) {
                throw in.malformed("the attribute " + Values.excerpt(name) + " stands there twice");
            }
        }
        checkPrefixed(prefixed);
    }

    /** They are nothing to Omaha, and have to be well-formed all the same. */
    private void checkPrefixed(List<Prefixed> attributes) throws OmahaXmlException {
        for (int i = 0; i < attributes.size(); i++) {
            Prefixed one = attributes.get(i);
            String namespace = namespaces.of(one.prefix);
            if (namespace == null) {
                throw in.malformed(
                        "the prefix \"" + Values.excerpt(one.prefix) + "\" is not declared");
            }
            for (Prefixed other : attributes.subList(0, i)) {
                if (other.name.equals(one.name) && namespace.equals(namespaces.of(other.prefix))) {
                    throw in.malformed(
                            "the attribute " + Values.excerpt(one.name) + " stands there twice");
                }
            }
        }
    }

    private void refuseIf(@Nullable String wrong) throws OmahaXmlException {
        if (wrong != null) {
            throw in.malformed(wrong);
        }
    }

    private void content(Element element, int depth) throws OmahaXmlException {
        StringBuilder own = element.name().equals(WITH_TEXT) ? new StringBuilder() : null;
        int run = 0;
        while (!in.isAt("</")) {
            if (in.isAtEnd()) {
                throw in.malformed(
                        "the message ends within <" + Values.excerpt(element.name()) + ">");
            }
            if (in.peek() != '<') {
                run += XmlText.content(in, own);
            } else if (in.isAt("<!--")) {
                comment();
            } else if (in.isAt("<?")) {
                instruction();
            } else if (in.isAt("<![CDATA[")) {
                run += XmlText.cdata(in, own);
            } else if (in.isAt("<!")) {
                throw in.malformed("a declaration within an element");
            } else {
                Element child = element(null, depth + 1);
                run = 0;
                if (child != null) {
                    element.add(child);
                }
            }
            in.check(run, limits.textLength(), "the length of a text");
        }
        if (own != null) {
            element.text(own.toString());
        }
    }

    private void comment() throws OmahaXmlException {
        in.skip("<!--".length());
        XmlText.until(in, "--", "a comment");
        in.expect('>', "behind \"--\" in a comment");
    }

    private void instruction() throws OmahaXmlException {
        in.skip("<?".length());
        String target = in.name("the name of an instruction");
        if (target.equalsIgnoreCase("xml")) {
            throw in.malformed("a declaration that is not at the very beginning");
        }
        if (!in.isAt("?>") && !in.blanks()) {
            throw in.malformed("a blank is missing in an instruction");
        }
        XmlText.until(in, "?>", "an instruction");
    }
}
