package dev.platte.omaha.xml;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** UTF-8 and nothing else; every malformed sequence is refused, none is replaced. */
final class Utf8 {

    private Utf8() {}

    /** Looks at a whole message; gives where it begins behind a byte order mark. */
    static int check(byte[] body, int most) throws OmahaXmlException {
        if (body.length > most) {
            throw OmahaXmlException.tooLarge(most);
        }
        if (body.length >= 2 && (isUtf16Mark(body) || body[0] == 0 || body[1] == 0)) {
            throw OmahaXmlException.encoding("the message looks like UTF-16 or UTF-32, not UTF-8");
        }
        if (isAscii(body)) {
            return 0;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
        } catch (CharacterCodingException e) {
            throw OmahaXmlException.encoding("the message is not UTF-8");
        }
        boolean marked =
                body.length >= 3
                        && body[0] == (byte) 0xEF
                        && body[1] == (byte) 0xBB
                        && body[2] == (byte) 0xBF;
        return marked ? 3 : 0;
    }

    private static boolean isAscii(byte[] body) {
        int all = 0;
        for (byte one : body) {
            all |= one;
        }
        return all >= 0;
    }

    private static boolean isUtf16Mark(byte[] body) {
        return body[0] == (byte) 0xFE && body[1] == (byte) 0xFF
                || body[0] == (byte) 0xFF && body[1] == (byte) 0xFE;
    }
}
