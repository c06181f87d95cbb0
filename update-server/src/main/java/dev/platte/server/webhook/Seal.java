package dev.platte.server.webhook;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs messages as Standard Webhooks says: HMAC-SHA256 over {@code ID.TIMESTAMP.BODY}, so that a
 * message cannot be changed, nor sent again later.
 */
final class Seal {

    private static final String PREFIX = "whsec_";

    private Seal() {}

    /** The header {@code webhook-signature}: one signature for each secret. */
    static String signatures(List<String> secrets, String id, Instant sent, String body) {
        byte[] signed =
                (id + "." + sent.getEpochSecond() + "." + body).getBytes(StandardCharsets.UTF_8);
        return secrets.stream()
                .map(secret -> "v1," + signature(secret, signed))
                .collect(Collectors.joining(" "));
    }

    private static String signature(String secret, byte[] signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(
                    new SecretKeySpec(
                            Base64.getDecoder().decode(secret.substring(PREFIX.length())),
                            "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(signed));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
