package dev.platte.omaha.xml;

/** Which characters may stand where (XML 1.0, fifth edition). */
final class XmlCharacters {

    private static final boolean[] ASCII_NAME = new boolean[128];
    private static final boolean[] ASCII_NAME_START = new boolean[128];

    /** Productions 4 and 4a beyond ASCII: pairs of first and last. */
    private static final int[] NAME_START = {
        0xC0, 0xD6, 0xD8, 0xF6, 0xF8, 0x2FF, 0x370, 0x37D, 0x37F, 0x1FFF, 0x200C, 0x200D, 0x2070,
        0x218F, 0x2C00, 0x2FEF, 0x3001, 0xD7FF, 0xF900, 0xFDCF, 0xFDF0, 0xFFFD, 0x10000, 0xEFFFF
    };

    private static final int[] NAME_MORE = {0xB7, 0xB7, 0x300, 0x36F, 0x203F, 0x2040};

    static {
        for (char c = 0; c < 128; c++) {
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
            ASCII_NAME_START[c] = letter;
            ASCII_NAME[c] = letter || c >= '0' && c <= '9' || c == '-' || c == '.';
        }
    }

    private XmlCharacters() {}

    /** Of names without a colon (Namespaces in XML 1.0, production 4); -1 is no character. */
    static boolean startsName(int point) {
        return point < 128 ? point >= 0 && ASCII_NAME_START[point] : isIn(NAME_START, point);
    }

    static boolean continuesName(int point) {
        return point < 128
                ? point >= 0 && ASCII_NAME[point]
                : isIn(NAME_START, point) || isIn(NAME_MORE, point);
    }

    /** Production 2. */
    static boolean isCharacter(int point) {
        return point >= ' ' && point < 0xD800
                || point == '\t'
                || point == '\n'
                || point == '\r'
                || point > 0xDFFF && point < 0xFFFE
                || point >= 0x10000 && point <= 0x10FFFF;
    }

    private static boolean isIn(int[] ranges, int point) {
        for (int i = 0; i < ranges.length; i += 2) {
            if (point >= ranges[i] && point <= ranges[i + 1]) {
                return true;
            }
        }
        return false;
    }
}
