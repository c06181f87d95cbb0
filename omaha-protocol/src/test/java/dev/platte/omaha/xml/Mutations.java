package dev.platte.omaha.xml;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Real messages with bytes flipped, cut out, doubled, and scraps of XML put in between. */
final class Mutations {

    private static final List<byte[]> SEEDS =
            List.of(
                    Vectors.body("update-check"),
                    Vectors.body("event-error-hash-mismatch"),
                    Vectors.file("golden-offer.xml"),
                    Vectors.file("golden-floors.xml"),
                    Vectors.file("golden-others.xml"),
                    Vectors.file("nebraska-offer.xml"));

    private static final List<String> SCRAPS =
            List.of(
                    "<",
                    ">",
                    "\"",
                    "'",
                    "&",
                    "&#0;",
                    "&#x10FFFF;",
                    "&amp;",
                    "<!--",
                    "-->",
                    "<?",
                    "?>",
                    "<![CDATA[",
                    "]]>",
                    "<!DOCTYPE x>",
                    "xmlns=''",
                    "xmlns:x='y'",
                    "x:",
                    " ",
                    "\n",
                    "\u0000",
                    "\uFEFF",
                    "<app appid='b'/>",
                    "</app>",
                    "<ping/>",
                    "999999999999999999999",
                    "-1",
                    "<event eventtype='3'/>",
                    "<package/>",
                    "xsi:type='a'");

    private Mutations() {}

    /** The same for the same seed. */
    static byte[] of(long seed) {
        Random random = new Random(seed);
        byte[] body = SEEDS.get(random.nextInt(SEEDS.size())).clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            body = mutated(body, random);
        }
        return body;
    }

    private static byte[] mutated(byte[] body, Random random) {
        int from = random.nextInt(body.length + 1);
        int to = Math.min(body.length, from + random.nextInt(40));
        byte[] head = Arrays.copyOf(body, from);
        byte[] tail = Arrays.copyOfRange(body, to, body.length);
        byte[] middle = Arrays.copyOfRange(body, from, to);
        return switch (random.nextInt(4)) {
            case 0 -> joined(head, tail);
            case 1 -> joined(head, middle, middle, tail);
            case 2 -> joined(head, SCRAPS.get(random.nextInt(SCRAPS.size())).getBytes(UTF_8), tail);
            default -> {
                byte[] flipped = body.clone();
                if (flipped.length > 0) {
                    flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
                }
                yield flipped;
            }
        };
    }

    private static byte[] joined(byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
