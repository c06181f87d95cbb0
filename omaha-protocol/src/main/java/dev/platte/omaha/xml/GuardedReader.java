package dev.platte.omaha.xml;

import dev.platte.omaha.xml.OmahaXmlException.Fault;
import java.util.Objects;
import javax.xml.stream.Location;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.util.StreamReaderDelegate;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the parser and JAXB: counts against the limits, refuses what Omaha never needs,
 * and levels namespaces.
 *
 * <p>Omaha v3 has no namespace, yet other servers match local names only. Here an element belongs
 * to Omaha if it stands in the namespace of the root, whatever that is; an element of any other
 * namespace is an unknown one. An attribute belongs to Omaha if it has no prefix; so {@code
 * xsi:type} cannot steer the binding, and {@code x:appid} cannot shadow {@code appid}.
 */
final class GuardedReader extends StreamReaderDelegate {

    /** No attribute is bound in it. */
    static final String FOREIGN = "foreign";

    private final Limits limits;
    private String rootNamespace = "";
    private int depth;
    private int elements;
    private int textLength;
    private @Nullable OmahaXmlException refusal;

    GuardedReader(XMLStreamReader reader, Limits limits) {
        super(reader);
        this.limits = limits;
    }

    /** Moves to the root and insists on its name. */
    void toRoot(String name) throws XMLStreamException, OmahaXmlException {
        int event = getEventType();
        while (event != START_ELEMENT) {
            event = next();
        }
        if (!getLocalName().equals(name)) {
            throw at(
                    Fault.INVALID,
                    "the root is <" + Values.excerpt(getLocalName()) + ">, not <" + name + ">");
        }
        rootNamespace = namespaceOfElement();
    }

    /** Reads what follows the root: nothing but blanks, comments and instructions. */
    void toEnd() throws XMLStreamException {
        while (getEventType() != END_DOCUMENT) {
            next();
        }
    }

    /** Why this reader stopped, if it was its own decision. */
    @Nullable OmahaXmlException refusal() {
        return refusal;
    }

    @Override
    public int next() throws XMLStreamException {
        int event = super.next();
        switch (event) {
            case START_ELEMENT -> startElement();
            case END_ELEMENT -> {
                depth--;
                textLength = 0;
            }
            case CHARACTERS, CDATA, SPACE -> {
                textLength += getTextLength();
                check(textLength, limits.textLength(), "the length of a text");
            }
            case DTD, ENTITY_REFERENCE, ENTITY_DECLARATION, NOTATION_DECLARATION ->
                    refuse(at(Fault.FORBIDDEN, "a DOCTYPE or an entity has no place in Omaha"));
            default -> {}
        }
        return event;
    }

    private void startElement() throws XMLStreamException {
        textLength = 0;
        check(++depth, limits.depth(), "the depth of elements");
        check(++elements, limits.elements(), "the count of elements");
        int attributes = getAttributeCount();
        check(attributes, limits.attributes(), "the count of attributes");
        for (int i = 0; i < attributes; i++) {
            check(
                    getAttributeValue(i).length(),
                    limits.attributeLength(),
                    "the length of an attribute");
        }
    }

    private void check(int found, int limit, String what) throws XMLStreamException {
        if (found > limit) {
            Location place = getLocation();
            refuse(
                    OmahaXmlException.limit(
                            what, limit, place.getLineNumber(), place.getColumnNumber()));
        }
    }

    private void refuse(OmahaXmlException why) throws XMLStreamException {
        refusal = why;
        throw new XMLStreamException(why);
    }

    private OmahaXmlException at(Fault fault, String what) {
        Location place = getLocation();
        return OmahaXmlException.at(fault, what, place.getLineNumber(), place.getColumnNumber());
    }

    @Override
    public String getNamespaceURI() {
        String namespace = namespaceOfElement();
        return namespace.equals(rootNamespace) ? "" : FOREIGN;
    }

    private String namespaceOfElement() {
        return Objects.requireNonNullElse(super.getNamespaceURI(), "");
    }

    @Override
    public String getAttributeNamespace(int index) {
        String namespace = super.getAttributeNamespace(index);
        return namespace == null || namespace.isEmpty() ? "" : FOREIGN;
    }
}
