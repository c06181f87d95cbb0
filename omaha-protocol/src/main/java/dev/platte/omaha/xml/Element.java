package dev.platte.omaha.xml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An element as it was read, all text, nothing judged yet: its attributes without a prefix, its
 * children in the namespace of the root. Whatever else it held was well-formed and is gone.
 */
final class Element {

    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

    private final String name;
    private final int at;
    private String[] names = new String[4];
    private String[] values = new String[4];
    private int count;
    private List<Element> children = List.of();
    private String text = "";

    /**
     * @param at its first byte in the message, to find its line by
     */
    Element(String name, int at) {
        this.name = name;
        this.at = at;
    }

    String name() {
        return name;
    }

    int at() {
        return at;
    }

    /** Adds an attribute; false if there is one of that name already. */
    boolean add(String attribute, String value) {
        if (attribute(attribute) != null) {
            return false;
        }
        if (count == names.length) {
            names = Arrays.copyOf(names, count * 2);
            values = Arrays.copyOf(values, count * 2);
        }
        names[count] = attribute;
        values[count++] = value;
        return true;
    }

    void add(Element child) {
        if (children.isEmpty()) {
            children = new ArrayList<>(4);
        }
        children.add(child);
    }

    void text(String own) {
        text = own;
    }

    /** Null if it was not said. */
    @Nullable String attribute(String attribute) {
        for (int i = 0; i < count; i++) {
            if (names[i].equals(attribute)) {
                return values[i];
            }
        }
        return null;
    }

    /** Empty if it was not said. */
    String said(String attribute) {
        String value = attribute(attribute);
        return value == null ? "" : value;
    }

    /** The attributes beside these that have a name which can be sent on. */
    Map<String, String> more(Set<String> known) {
        Map<String, String> more = null;
        for (int i = 0; i < count; i++) {
            String other = names[i];
            if (!known.contains(other)
                    && PLAIN_NAME.matcher(other).matches()
                    && !other.regionMatches(true, 0, "xml", 0, 3)) {
                more = more == null ? new TreeMap<>() : more;
                more.put(other, values[i]);
            }
        }
        return more == null ? Map.of() : more;
    }

    /** Its children of this name, in their order. */
    List<Element> all(String child) {
        if (children.isEmpty()) {
            return List.of();
        }
        List<Element> found = null;
        for (Element one : children) {
            if (one.name.equals(child)) {
                found = found == null ? new ArrayList<>(2) : found;
                found.add(one);
            }
        }
        return found == null ? List.of() : found;
    }

    List<Element> children() {
        return children;
    }

    /** All attributes by their names. */
    Map<String, String> everything() {
        Map<String, String> all = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            all.put(names[i], values[i]);
        }
        return all;
    }

    /** Its own text, where the reader keeps it. */
    String text() {
        return text;
    }
}
