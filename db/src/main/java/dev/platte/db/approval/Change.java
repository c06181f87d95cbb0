package dev.platte.db.approval;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Exactly which change is meant. An approval of one package for a channel is none of another, nor
 * of another channel.
 *
 * @param application key of the application it touches; absent: the whole server
 * @param action the verb, such as {@code channel.promote}; 1 to 100 characters
 * @param subject what it changes, such as {@code channel/17}; 1 to 200 characters
 * @param details everything else that makes it this change and no other, in an order of its own
 */
public record Change(
        @Nullable String application, String action, String subject, List<String> details) {

    public Change {
        if (action.isEmpty() || action.length() > 100) {
            throw new IllegalArgumentException("an action has 1 to 100 characters: " + action);
        }
        if (subject.isEmpty() || subject.length() > 200) {
            throw new IllegalArgumentException("a subject has 1 to 200 characters: " + subject);
        }
        details = List.copyOf(details);
    }

    /** SHA-256 of all of it, each part with its length before it; 64 hex digits. */
    String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            add(digest, Objects.requireNonNullElse(application, ""));
            add(digest, action);
            add(digest, subject);
            details.forEach(detail -> add(digest, detail));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void add(MessageDigest digest, String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
    }
}
