package dev.platte.omaha.cup;

import dev.platte.omaha.value.Sha256;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A server's proof: its signature, and the request it answered (CUP-ECDSA, {@code S:H} in hex).
 *
 * <p>It travels in {@value #HEADER} and in {@code ETag}; some clients read only one of them, so a
 * server sends both.
 */
public final class CupProof {

    public static final String HEADER = "X-Cup-Server-Proof";

    /** 72 bytes of signature and 32 of digest in hex, and a colon. */
    static final int MAX_LENGTH = 2 * DerSignature.MAX_LENGTH + 1 + 2 * Sha256.LENGTH;

    private final byte[] signature;
    private final Sha256 requestHash;

    CupProof(byte[] signature, Sha256 requestHash) {
        this.signature = signature.clone();
        this.requestHash = requestHash;
    }

    /**
     * The proof in a header: {@code S:H}, {@code "S:H"}, {@code W/S:H} or {@code W/"S:H"}, hex in
     * either case. Empty if the text is no proof, or its signature is not strict DER.
     */
    public static Optional<CupProof> parse(String header) {
        String text = unquoted(header.strip());
        int colon = text.indexOf(':');
        if (text.length() > MAX_LENGTH || colon < 0 || colon != text.lastIndexOf(':')) {
            return Optional.empty();
        }
        try {
            byte[] signature = HexFormat.of().parseHex(text, 0, colon);
            Sha256 requestHash = Sha256.ofHex(text.substring(colon + 1));
            return DerSignature.isStrict(signature)
                    ? Optional.of(new CupProof(signature, requestHash))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A proxy may weaken an ETag; Google's client ignores the case of {@code W/}. */
    private static String unquoted(String header) {
        String text = header.regionMatches(true, 0, "W/", 0, 2) ? header.substring(2) : header;
        boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    /** The value of {@value #HEADER}. */
    public String text() {
        return HexFormat.of().formatHex(signature) + ":" + requestHash.hex();
    }

    /** The value of {@code ETag}: the proof in quotes, as HTTP wants it. */
    public String etag() {
        return "\"" + text() + "\"";
    }

    byte[] signature() {
        return signature.clone();
    }

    Sha256 requestHash() {
        return requestHash;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CupProof proof
                && Arrays.equals(proof.signature, signature)
                && proof.requestHash.equals(requestHash);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(signature);
    }

    @Override
    public String toString() {
        return text();
    }
}
