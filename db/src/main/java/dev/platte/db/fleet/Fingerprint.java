package dev.platte.db.fleet;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that a poll says about its host, in 64 bits: what says the same on the same day has the same.
 * Two polls of one host that say different things and have the same one are as good as impossible
 * (1 in 2^64), and whoever made them so would have fooled the record of their own host alone.
 */
final class Fingerprint {

    private Fingerprint() {}

    static long of(@Nullable Long groupId, HostFacts facts, Instant at) {
        // No part has a NUL (Clip), so that no two different lists of parts join to one text.
        String text =
                String.join(
                        "\0",
                        Long.toString(day(at).toEpochDay()),
                        groupId == null ? "" : groupId.toString(),
                        facts.track(),
                        facts.version(),
                        Objects.requireNonNullElse(facts.board(), ""),
                        Objects.requireNonNullElse(facts.arch(), ""),
                        Objects.requireNonNullElse(facts.bootId(), ""),
                        Objects.requireNonNullElse(facts.oem(), ""),
                        Objects.requireNonNullElse(facts.alias(), ""),
                        Objects.requireNonNullElse(facts.aleph(), ""),
                        Objects.requireNonNullElse(facts.ip(), ""));
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }
}
