package dev.platte.omaha.xml;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.StringReader;
import java.util.Objects;
import java.util.TreeMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.codehaus.stax2.XMLInputFactory2;

/** What a parser of good name makes of a message; it shares nothing with ours. */
final class Woodstox {

    private static final WstxInputFactory FACTORY = factory();

    private final XMLStreamReader reader;
    private final StringBuilder seen = new StringBuilder();
    private String rootNamespace = "";

    private Woodstox(XMLStreamReader reader) {
        this.reader = reader;
    }

    private static WstxInputFactory factory() {
        WstxInputFactory factory = new WstxInputFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory2.P_LAZY_PARSING, false);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, 64);
        return factory;
    }

    /**
     * The message in one form that both parsers can be asked for.
     *
     * @throws XMLStreamException if it is not well-formed, or has what Omaha never needs
     */
    static String read(String text) throws XMLStreamException {
        Woodstox one = new Woodstox(FACTORY.createXMLStreamReader(new StringReader(text)));
        one.document();
        return one.seen.toString();
    }

    private void document() throws XMLStreamException {
        String version = reader.getVersion();
        String encoding = reader.getCharacterEncodingScheme();
        if (version != null && !version.equals("1.0")
                || encoding != null && !encoding.equalsIgnoreCase("UTF-8")) {
            throw new XMLStreamException("another declaration");
        }
        boolean rooted = false;
        while (reader.getEventType() != XMLStreamConstants.END_DOCUMENT) {
            int event = reader.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                if (!rooted) {
                    rootNamespace = namespace();
                    rooted = true;
                }
                element(true);
            } else if (event == XMLStreamConstants.DTD) {
                throw new XMLStreamException("a DOCTYPE");
            }
        }
    }

    private String namespace() {
        return Objects.requireNonNullElse(reader.getNamespaceURI(), "");
    }

    private void element(boolean wanted) throws XMLStreamException {
        boolean own = wanted && namespace().equals(rootNamespace);
        boolean data = reader.getLocalName().equals("data");
        if (own) {
            seen.append('<').append(reader.getLocalName()).append(attributes());
        }
        StringBuilder text = new StringBuilder();
        int event = reader.next();
        int before = seen.length();
        for (; event != XMLStreamConstants.END_ELEMENT; event = reader.next()) {
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> element(own);
                case XMLStreamConstants.CHARACTERS,
                        XMLStreamConstants.CDATA,
                        XMLStreamConstants.SPACE ->
                        text.append(reader.getText());
                default -> {
                    // Comments and instructions say nothing.
                }
            }
        }
        if (own) {
            if (data) {
                seen.insert(before, "[" + text + "]");
            }
            seen.append('>');
        }
    }

    private TreeMap<String, String> attributes() {
        TreeMap<String, String> attributes = new TreeMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            String prefix = reader.getAttributePrefix(i);
            if (prefix == null || prefix.isEmpty()) {
                attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
            }
        }
        return attributes;
    }
}
