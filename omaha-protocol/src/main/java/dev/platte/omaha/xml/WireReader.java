package dev.platte.omaha.xml;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import dev.platte.omaha.xml.OmahaXmlException.Fault;
import jakarta.xml.bind.JAXBContext;
import jakarta.xml.bind.JAXBException;
import jakarta.xml.bind.Unmarshaller;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.codehaus.stax2.XMLInputFactory2;
import org.jspecify.annotations.Nullable;

/**
 * Bytes to bound elements, within limits.
 *
 * @param <T> the bound root
 */
final class WireReader<T> {

    /** Idle unmarshallers kept; more may work at a time, and they are dropped afterwards. */
    private static final int POOL = 64;

    private final Class<T> type;
    private final String rootName;
    private final Limits limits;
    private final JAXBContext context;
    private final WstxInputFactory parsers;
    private final ArrayBlockingQueue<Unmarshaller> idle = new ArrayBlockingQueue<>(POOL);

    WireReader(Class<T> type, String rootName, Limits limits, JAXBContext context) {
        this.type = type;
        this.rootName = rootName;
        this.limits = limits;
        this.context = context;
        this.parsers = parsers(limits);
    }

    /** The parser stops at the first attribute too many, before the guard could count it. */
    private static WstxInputFactory parsers(Limits limits) {
        WstxInputFactory factory = new WstxInputFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setProperty(XMLInputFactory2.P_LAZY_PARSING, false);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, limits.attributes());
        return factory;
    }

    T read(byte[] body) throws OmahaXmlException {
        GuardedReader guarded = null;
        Unmarshaller unmarshaller = unmarshaller();
        try {
            XMLStreamReader parser = parsers.createXMLStreamReader(new StringReader(text(body)));
            guarded = new GuardedReader(parser, limits);
            checkDeclaration(guarded);
            guarded.toRoot(rootName);
            unmarshaller.setListener(new Placer(guarded));
            T root = unmarshaller.unmarshal(guarded, type).getValue();
            guarded.toEnd();
            unmarshaller.setListener(null);
            idle.offer(unmarshaller);
            return root;
        } catch (XMLStreamException e) {
            throw refusal(guarded, e);
        } catch (JAXBException e) {
            throw e.getLinkedException() instanceof XMLStreamException inner
                    ? refusal(guarded, inner)
                    : OmahaXmlException.malformed("the XML cannot be bound", 0, 0, e);
        }
    }

    private Unmarshaller unmarshaller() {
        Unmarshaller pooled = idle.poll();
        if (pooled != null) {
            return pooled;
        }
        try {
            return context.createUnmarshaller();
        } catch (JAXBException e) {
            throw new IllegalStateException("JAXB gives no unmarshaller", e);
        }
    }

    /** UTF-8 and nothing else; every malformed sequence is refused, none is replaced. */
    private String text(byte[] body) throws OmahaXmlException {
        if (body.length > limits.bytes()) {
            throw OmahaXmlException.tooLarge(limits.bytes());
        }
        if (body.length >= 2 && (isUtf16Mark(body) || body[0] == 0 || body[1] == 0)) {
            throw OmahaXmlException.encoding("the message looks like UTF-16 or UTF-32, not UTF-8");
        }
        boolean marked =
                body.length >= 3
                        && body[0] == (byte) 0xEF
                        && body[1] == (byte) 0xBB
                        && body[2] == (byte) 0xBF;
        int from = marked ? 3 : 0;
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body, from, body.length - from))
                    .toString();
        } catch (CharacterCodingException e) {
            throw OmahaXmlException.encoding("the message is not UTF-8");
        }
    }

    private static boolean isUtf16Mark(byte[] body) {
        return body[0] == (byte) 0xFE && body[1] == (byte) 0xFF
                || body[0] == (byte) 0xFF && body[1] == (byte) 0xFE;
    }

    private static void checkDeclaration(XMLStreamReader reader) throws OmahaXmlException {
        String encoding = reader.getCharacterEncodingScheme();
        if (encoding != null && !encoding.equalsIgnoreCase("UTF-8")) {
            throw OmahaXmlException.encoding(
                    "the message declares the encoding "
                            + Values.excerpt(encoding)
                            + "; only UTF-8 is read");
        }
        String version = reader.getVersion();
        if (version != null && !version.equals("1.0")) {
            throw OmahaXmlException.at(
                    Fault.MALFORMED, "only XML 1.0 is read, not " + Values.excerpt(version), 1, 1);
        }
    }

    private OmahaXmlException refusal(@Nullable GuardedReader guarded, XMLStreamException cause) {
        if (guarded != null && guarded.refusal() != null) {
            return guarded.refusal();
        }
        Location place = cause.getLocation();
        int line = place == null ? 0 : place.getLineNumber();
        int column = place == null ? 0 : place.getColumnNumber();
        String message = String.valueOf(cause.getMessage());
        if (message.contains("Attribute limit (")) {
            return OmahaXmlException.limit(
                    "the count of attributes", limits.attributes(), line, column);
        }
        if (message.contains("Undeclared general entity")) {
            return OmahaXmlException.at(
                    Fault.FORBIDDEN, "only the five entities of XML are read", line, column);
        }
        String firstLine = message.lines().findFirst().orElse("");
        return OmahaXmlException.malformed(
                "not well-formed XML: " + Values.excerpt(firstLine), line, column, cause);
    }

    /** Tells each element where it stands. */
    private static final class Placer extends Unmarshaller.Listener {
        private final GuardedReader reader;

        Placer(GuardedReader reader) {
            this.reader = reader;
        }

        @Override
        public void beforeUnmarshal(Object target, Object parent) {
            if (target instanceof Placed placed) {
                Location place = reader.getLocation();
                placed.line = place.getLineNumber();
                placed.column = place.getColumnNumber();
            }
        }
    }
}
