package dev.platte.keys.store;

import dev.platte.keys.verify.UnusableKeyException;
import dev.platte.keys.verify.VerificationKey;
import java.io.ByteArrayOutputStream;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The public keys of a PEM text (RFC 7468), by what the JDK has: a host that only checks signatures
 * does without the hundreds of classes of a cryptographic library. What stands around the blocks is
 * left out.
 */
final class PublicPem {
    private static final int MOST_KEYS = 64;
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    /** SEQUENCE of rsaEncryption and NULL (RFC 8017 appendix A.1). */
    private static final byte[] RSA_ENCRYPTION =
            HexFormat.of().parseHex("300d06092a864886f70d0101010500");

    private static final int SEQUENCE = 0x30;
    private static final int BIT_STRING = 0x03;

    private final String place;

    private PublicPem(String place) {
        this.place = place;
    }

    private record Block(String label, byte[] content) {}

    /**
     * All public keys of the text; possibly none.
     *
     * @param place what the text is, for messages
     */
    static List<VerificationKey> read(String text, String place) throws UnusableKeyException {
        if (text.length() > Pem.MOST_CHARACTERS) {
            throw new UnusableKeyException(
                    "%s is longer than %d characters: not a key file"
                            .formatted(place, Pem.MOST_CHARACTERS));
        }
        PublicPem pem = new PublicPem(place);
        List<VerificationKey> keys = new ArrayList<>();
        for (Block block : pem.blocks(text.lines().map(String::strip).toList())) {
            if (keys.size() == MOST_KEYS) {
                throw new UnusableKeyException(place + " holds more than " + MOST_KEYS + " keys");
            }
            pem.key(block).ifPresent(keys::add);
        }
        return keys;
    }

    private List<Block> blocks(List<String> lines) throws UnusableKeyException {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.startsWith(BEGIN) || !line.endsWith(DASHES)) {
                continue;
            }
            String label = line.substring(BEGIN.length(), line.length() - DASHES.length());
            StringBuilder body = new StringBuilder();
            String end = END + label + DASHES;
            for (i++; i < lines.size() && !lines.get(i).equals(end); i++) {
                body.append(lines.get(i));
            }
            if (i == lines.size()) {
                throw unreadable();
            }
            blocks.add(new Block(label, content(label, body.toString())));
        }
        return blocks;
    }

    /** Only public keys are decoded: nothing else is looked at, least of all a private key. */
    private byte[] content(String label, String body) throws UnusableKeyException {
        try {
            return label.endsWith("PUBLIC KEY") ? Base64.getDecoder().decode(body) : new byte[0];
        } catch (IllegalArgumentException e) {
            throw unreadable();
        }
    }

    private UnusableKeyException unreadable() {
        return new UnusableKeyException(place + " is not a readable PEM key file");
    }

    /** Empty for the parameters of a curve, which OpenSSL writes before a key. */
    private Optional<VerificationKey> key(Block block) throws UnusableKeyException {
        return switch (block.label()) {
            case "PUBLIC KEY" -> Optional.of(verificationKey(block.content()));
            case "RSA PUBLIC KEY" ->
                    Optional.of(verificationKey(subjectPublicKeyInfo(block.content())));
            case "EC PARAMETERS" -> Optional.empty();
            default ->
                    throw new UnusableKeyException(
                            block.label().endsWith("PRIVATE KEY")
                                    ? place
                                            + " holds a private key where a public one is needed; write its public half to a file of its own"
                                    : place + " holds something that is not a public key");
        };
    }

    private VerificationKey verificationKey(byte[] subjectPublicKeyInfo)
            throws UnusableKeyException {
        try {
            return VerificationKey.of(decoded(subjectPublicKeyInfo));
        } catch (InvalidKeySpecException e) {
            throw new UnusableKeyException(
                    place + ": the public key cannot be read; use RSA or P-256", e);
        } catch (UnusableKeyException e) {
            throw new UnusableKeyException(place + ": " + e.getMessage(), e);
        }
    }

    /** The kind is written inside, where only the decoders of each kind look. */
    private static PublicKey decoded(byte[] subjectPublicKeyInfo) throws InvalidKeySpecException {
        X509EncodedKeySpec encoded = new X509EncodedKeySpec(subjectPublicKeyInfo);
        try {
            return KeyFactory.getInstance("RSA").generatePublic(encoded);
        } catch (InvalidKeySpecException _) {
            try {
                return KeyFactory.getInstance("EC").generatePublic(encoded);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has EC", e);
            }
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }

    /** An RSAPublicKey (RFC 8017 appendix A.1.1) in what X.509 wraps around every kind of key. */
    private static byte[] subjectPublicKeyInfo(byte[] rsaPublicKey) {
        byte[] bits = new byte[rsaPublicKey.length + 1];
        System.arraycopy(rsaPublicKey, 0, bits, 1, rsaPublicKey.length);
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(RSA_ENCRYPTION);
        both.writeBytes(der(BIT_STRING, bits));
        return der(SEQUENCE, both.toByteArray());
    }

    /** Tag, length in the definite form (X.690 section 8.1.3), content. */
    private static byte[] der(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else if (content.length < 0x100) {
            out.write(0x81);
            out.write(content.length);
        } else {
            // A key file has at most 64 KiB.
            out.write(0x82);
            out.write(content.length >> Byte.SIZE);
            out.write(content.length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }
}
