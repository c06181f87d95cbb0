package dev.platte.omaha.xml;

import dev.platte.omaha.xml.OmahaXmlException.Fault;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.xml.namespace.QName;
import org.jspecify.annotations.Nullable;

/**
 * The values of one element, read at the edge: what is absent or empty is the default, what is no
 * value of its kind is refused with the names of element and attribute.
 */
final class Values {

    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
    private static final int EXCERPT = 80;

    private final Placed element;
    private final String name;

    Values(String name, Placed element) {
        this.element = element;
        this.name = name;
    }

    static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    static <T> List<T> list(@Nullable List<T> elements) {
        return elements == null ? List.of() : elements;
    }

    /** A piece of foreign text that may stand in a message: short, and on one line. */
    static String excerpt(String text) {
        String shortened = text.length() > EXCERPT ? text.substring(0, EXCERPT) + "..." : text;
        return shortened.replaceAll("\\p{Cntrl}", "?");
    }

    OmahaXmlException refusal(String what) {
        return OmahaXmlException.at(
                Fault.INVALID, "<" + name + "> " + what, element.line, element.column);
    }

    private OmahaXmlException bad(String attribute, String value, String expected) {
        return refusal(attribute + "=\"" + excerpt(value) + "\" is not " + expected);
    }

    /** Omaha allows at most one; two of them could mean two things to two readers. */
    <T> Optional<T> atMostOne(String child, @Nullable List<T> elements) throws OmahaXmlException {
        if (elements == null || elements.isEmpty()) {
            return Optional.empty();
        }
        if (elements.size() > 1) {
            throw refusal("holds " + elements.size() + " <" + child + ">, at most one is allowed");
        }
        return Optional.of(elements.getFirst());
    }

    String required(String attribute, @Nullable String value) throws OmahaXmlException {
        if (value == null || value.isEmpty()) {
            throw refusal("needs the attribute " + attribute);
        }
        return value;
    }

    /** All spellings that servers and clients in the field take, in any case. */
    boolean bool(String attribute, @Nullable String value) throws OmahaXmlException {
        return switch (text(value)) {
            case "", "false", "0" -> false;
            case "true", "1" -> true;
            case String other when other.equalsIgnoreCase("true") || other.equals("t") -> true;
            case String other when other.equalsIgnoreCase("false") || other.equals("f") -> false;
            case String other -> throw bad(attribute, other, "true or false");
        };
    }

    OptionalInt integer(String attribute, @Nullable String value) throws OmahaXmlException {
        if (value == null || value.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Integer.parseInt(value));
        } catch (NumberFormatException e) {
            throw bad(attribute, value, "a whole number of 32 bits");
        }
    }

    /** A value with a type of its own, whose factory refuses with IllegalArgumentException. */
    <T> T typed(String attribute, String value, Function<String, T> factory)
            throws OmahaXmlException {
        try {
            return factory.apply(value);
        } catch (IllegalArgumentException e) {
            throw bad(attribute, value, "valid: " + excerpt(String.valueOf(e.getMessage())));
        }
    }

    /** The same; absent and blank is nothing. */
    <T> Optional<T> optional(String attribute, @Nullable String value, Function<String, T> factory)
            throws OmahaXmlException {
        return value == null || value.isBlank()
                ? Optional.empty()
                : Optional.of(typed(attribute, value, factory));
    }

    /** The attributes that have no field: those without prefix, under names that can be sent on. */
    static Map<String, String> more(@Nullable Map<QName, String> attributes) {
        if (attributes == null) {
            return Map.of();
        }
        Map<String, String> said = new TreeMap<>();
        attributes.forEach(
                (name, value) -> {
                    if (name.getNamespaceURI().isEmpty()
                            && PLAIN_NAME.matcher(name.getLocalPart()).matches()
                            && !name.getLocalPart().regionMatches(true, 0, "xml", 0, 3)) {
                        said.put(name.getLocalPart(), value);
                    }
                });
        return said;
    }

    /** The other direction of {@link #more}. */
    static @Nullable Map<QName, String> attributes(Map<String, String> more) {
        if (more.isEmpty()) {
            return null;
        }
        Map<QName, String> attributes = new LinkedHashMap<>();
        more.forEach((name, value) -> attributes.put(new QName(name), value));
        return attributes;
    }

    static @Nullable String unlessEmpty(String value) {
        return value.isEmpty() ? null : value;
    }

    static @Nullable String ifTrue(boolean value) {
        return value ? "true" : null;
    }
}
