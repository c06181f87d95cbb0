package dev.platte.omaha.xml;

import dev.platte.omaha.xml.OmahaXmlException.Fault;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * The values of one element, read at the edge: what is absent or empty is the default, what is no
 * value of its kind is refused with the names of element and attribute.
 */
final class Values {

    private static final int EXCERPT = 80;

    private final XmlScanner source;
    private final Element element;

    Values(XmlScanner source, Element element) {
        this.source = source;
        this.element = element;
    }

    /** The values of the root. */
    static Values of(XmlReader.Message message) {
        return new Values(message.source(), message.root());
    }

    /** Of an element within. */
    Values of(Element inside) {
        return new Values(source, inside);
    }

    Element element() {
        return element;
    }

    /** Empty if it was not said. */
    String text(String attribute) {
        return element.said(attribute);
    }

    /** A piece of foreign text that may stand in a message: short, and on one line. */
    static String excerpt(String text) {
        String shortened = text.length() > EXCERPT ? text.substring(0, EXCERPT) + "..." : text;
        return shortened.replaceAll("\\p{Cntrl}", "?");
    }

    OmahaXmlException refusal(String what) {
        return source.refusal(Fault.INVALID, "<" + element.name() + "> " + what, element.at());
    }

    private OmahaXmlException bad(String attribute, String value, String expected) {
        return refusal(attribute + "=\"" + excerpt(value) + "\" is not " + expected);
    }

    /** Omaha allows at most one; two of them could mean two things to two readers. */
    Optional<Values> atMostOne(String child) throws OmahaXmlException {
        List<Element> all = element.all(child);
        if (all.isEmpty()) {
            return Optional.empty();
        }
        if (all.size() > 1) {
            throw refusal("holds " + all.size() + " <" + child + ">, at most one is allowed");
        }
        return Optional.of(of(all.getFirst()));
    }

    String required(String attribute) throws OmahaXmlException {
        String value = text(attribute);
        if (value.isEmpty()) {
            throw refusal("needs the attribute " + attribute);
        }
        return value;
    }

    /** All spellings that servers and clients in the field take, in any case. */
    boolean bool(String attribute) throws OmahaXmlException {
        return switch (text(attribute)) {
            case "", "false", "0" -> false;
            case "true", "1" -> true;
            case String other when other.equalsIgnoreCase("true") || other.equals("t") -> true;
            case String other when other.equalsIgnoreCase("false") || other.equals("f") -> false;
            case String other -> throw bad(attribute, other, "true or false");
        };
    }

    OptionalInt integer(String attribute) throws OmahaXmlException {
        String value = text(attribute);
        if (value.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Integer.parseInt(value));
        } catch (NumberFormatException e) {
            throw bad(attribute, value, "a whole number of 32 bits");
        }
    }

    /**
     * A required value with a type of its own, whose factory refuses with IllegalArgumentException.
     */
    <T> T typed(String attribute, Function<String, T> factory) throws OmahaXmlException {
        String value = required(attribute);
        try {
            return factory.apply(value);
        } catch (IllegalArgumentException e) {
            throw bad(attribute, value, "valid: " + excerpt(String.valueOf(e.getMessage())));
        }
    }

    /** The same; absent and blank is nothing. */
    <T> Optional<T> optional(String attribute, Function<String, T> factory)
            throws OmahaXmlException {
        String value = text(attribute);
        return value.isBlank() ? Optional.empty() : Optional.of(typed(attribute, factory));
    }
}
