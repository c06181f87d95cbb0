package dev.platte.db.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** How a row of the audit trail is tied to the one before. */
final class AuditChain {

    /** What stands before the first row. */
    static final String FIRST = "0".repeat(64);

    private AuditChain() {}

    /** The row with its hash filled in. */
    static AuditRow sealed(AuditRow row) {
        return new AuditRow(
                row.id(),
                row.at(),
                row.who(),
                row.tokenId(),
                row.verb(),
                row.subject(),
                row.before(),
                row.after(),
                row.reason(),
                row.requestId(),
                row.previousHash(),
                hash(row));
    }

    /** Every field with its length before it: no two rows share an encoding. */
    static String hash(AuditRow row) {
        MessageDigest digest = sha256();
        for (@Nullable Object field :
                Arrays.asList(
                        row.previousHash(),
                        row.at(),
                        row.who(),
                        row.tokenId(),
                        row.verb(),
                        row.subject(),
                        row.before(),
                        row.after(),
                        row.reason(),
                        row.requestId())) {
            if (field == null) {
                digest.update("-;".getBytes(StandardCharsets.US_ASCII));
                continue;
            }
            byte[] bytes = field.toString().getBytes(StandardCharsets.UTF_8);
            digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
