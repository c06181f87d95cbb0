package dev.platte.omaha.xml;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Writes elements as bytes of ASCII, in one of two layouts.
 *
 * <p>Escapes as libxml2 does for update_engine ({@code xmlEncodeEntitiesReentrant}): the code point
 * in upper-case hex for what is not ASCII. And unlike it: the quote, which it forgets (a quoted
 * value in update.conf broke every request of that host), and line breaks and tabs, which would
 * reach the other side as blanks. What XML cannot say becomes U+FFFD.
 */
final class WireWriter {

    private static final byte[] DECLARATION =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".getBytes(StandardCharsets.US_ASCII);
    private static final String HEX = "0123456789ABCDEF";
    private static final int INDENT = 4;

    private final boolean likeUpdateEngine;
    private final Deque<String> open = new ArrayDeque<>(8);
    private final List<String> attributes = new ArrayList<>(16);
    private byte[] bytes = new byte[2048];
    private int length;
    private boolean inTag;
    private boolean hasChildren;

    private WireWriter(boolean likeUpdateEngine) {
        this.likeUpdateEngine = likeUpdateEngine;
        append(DECLARATION);
    }

    /** Indented by four, a blank behind the attributes of app, a line feed at the end. */
    static WireWriter likeUpdateEngine() {
        return new WireWriter(true);
    }

    /** On one line, as Nebraska writes: the form all clients have met. */
    static WireWriter onOneLine() {
        return new WireWriter(false);
    }

    void start(String name) {
        closeTag();
        if (likeUpdateEngine && !open.isEmpty()) {
            newLine();
        }
        open.push(name);
        append('<');
        append(name);
        attributes.clear();
        inTag = true;
        hasChildren = false;
    }

    void attribute(String name, String value) {
        if (attributes.contains(name)) {
            throw new IllegalArgumentException(
                    "<" + open.peek() + "> would have the attribute " + name + " twice");
        }
        attributes.add(name);
        append(' ');
        append(name);
        append('=');
        append('"');
        escaped(value);
        append('"');
    }

    void unlessEmpty(String name, String value) {
        if (!value.isEmpty()) {
            attribute(name, value);
        }
    }

    void ifTrue(String name, boolean value) {
        if (value) {
            attribute(name, "true");
        }
    }

    void ifSaid(String name, Optional<String> value) {
        if (value.isPresent()) {
            attribute(name, value.get());
        }
    }

    void ifSaid(String name, OptionalInt value) {
        if (value.isPresent()) {
            attribute(name, Integer.toString(value.getAsInt()));
        }
    }

    void text(String text) {
        if (!text.isEmpty()) {
            closeTag();
            escaped(text);
        }
    }

    /** Never {@code <name/>}: that is how update_engine and Go write. */
    void end() {
        closeTag();
        String name = open.pop();
        if (likeUpdateEngine && hasChildren) {
            newLine();
        }
        append('<');
        append('/');
        append(name);
        append('>');
        hasChildren = true;
    }

    byte[] finish() {
        if (likeUpdateEngine) {
            append('\n');
        }
        return Arrays.copyOf(bytes, length);
    }

    private void closeTag() {
        if (inTag) {
            if (likeUpdateEngine && "app".equals(open.peek())) {
                append(' ');
            }
            append('>');
            inTag = false;
        }
    }

    private void newLine() {
        append('\n');
        for (int i = open.size() * INDENT; i > 0; i--) {
            append(' ');
        }
    }

    private void escaped(String text) {
        for (int i = 0; i < text.length(); ) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7F) {
                plain(c);
                i++;
            } else {
                int point = text.codePointAt(i);
                reference(isSayable(point) ? point : 0xFFFD);
                i += Character.charCount(point);
            }
        }
    }

    private void plain(char c) {
        switch (c) {
            case '<' -> append("&lt;");
            case '>' -> append("&gt;");
            case '&' -> append("&amp;");
            case '"' -> append("&quot;");
            default -> append(c);
        }
    }

    /** XML 1.0, production 2. */
    private static boolean isSayable(int point) {
        return point == '\t'
                || point == '\n'
                || point == '\r'
                || point >= ' ' && point < 0xD800
                || point > 0xDFFF && point < 0xFFFE
                || point > 0xFFFF;
    }

    private void reference(int point) {
        append("&#x");
        int digits = Math.max(1, (35 - Integer.numberOfLeadingZeros(point)) / 4);
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
            append(HEX.charAt(point >> shift & 0xF));
        }
        append(';');
    }

    private void append(byte[] more) {
        room(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
    }

    /** Names and references only: ASCII. */
    private void append(String ascii) {
        room(ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            bytes[length++] = (byte) ascii.charAt(i);
        }
    }

    private void append(char ascii) {
        room(1);
        bytes[length++] = (byte) ascii;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            int needed = Math.addExact(length, more);
            bytes = Arrays.copyOf(bytes, Math.max(needed, Math.multiplyExact(bytes.length, 2)));
        }
    }
}
