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
 * Which host says what on which day, in 128 bits of a SHA-256: no two polls that differ in any of
 * it have the same one. So a host is found by what it says, without its name.
 *
 * @param head the first 64 bits, by which rows are found
 * @param tail the next 64, by which they are told apart from what has the same head by chance
 */
public record Fingerprint(long head, long tail) {

    static Fingerprint of(HostKey host, @Nullable Long groupId, HostFacts facts, Instant at) {
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
                        Objects.requireNonNullElse(facts.ip(), ""),
                        Long.toString(host.applicationId()),
                        host.machineId());
        try {
            ByteBuffer hash =
                    ByteBuffer.wrap(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
            return new Fingerprint(hash.getLong(), hash.getLong());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }
}
