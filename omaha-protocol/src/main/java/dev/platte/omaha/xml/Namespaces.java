package dev.platte.omaha.xml;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What prefixes stand for while a message is read (Namespaces in XML 1.0). */
final class Namespaces {

    private static final String XML = "http://www.w3.org/XML/1998/namespace";
    private static final String XMLNS = "http://www.w3.org/2000/xmlns/";

    private record Binding(String prefix, String uri) {}

    private final List<Binding> bindings = new ArrayList<>(0);

    /** To go back to. */
    int mark() {
        return bindings.size();
    }

    void backTo(int mark) {
        while (bindings.size() > mark) {
            bindings.removeLast();
        }
    }

    /**
     * @param prefix empty: of elements without one
     * @param since what the same tag has declared since may not be declared again
     * @return what is wrong with it; null: nothing
     */
    @Nullable String declare(String prefix, String uri, int since) {
        for (int i = since; i < bindings.size(); i++) {
            if (bindings.get(i).prefix.equals(prefix)) {
                return "the prefix \"" + Values.excerpt(prefix) + "\" is declared twice";
            }
        }
        if (prefix.equals("xmlns")
                || uri.equals(XMLNS)
                || prefix.equals("xml") != uri.equals(XML)) {
            return "the prefixes xml and xmlns have their own meaning";
        }
        if (uri.isEmpty() && !prefix.isEmpty()) {
            return "the prefix \"" + Values.excerpt(prefix) + "\" is declared as nothing";
        }
        bindings.add(new Binding(prefix, uri));
        return null;
    }

    /** Null if the prefix was not declared; empty: none. */
    @Nullable String of(String prefix) {
        for (int i = bindings.size() - 1; i >= 0; i--) {
            if (bindings.get(i).prefix.equals(prefix)) {
                return bindings.get(i).uri;
            }
        }
        return switch (prefix) {
            case "" -> "";
            case "xml" -> XML;
            default -> null;
        };
    }
}
