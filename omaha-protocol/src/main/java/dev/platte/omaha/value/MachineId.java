package dev.platte.omaha.value;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Who a host says it is, byte for byte: update_engine sends the 32 hex digits of {@code
 * /etc/machine-id}, other clients a GUID with or without braces.
 *
 * @param text not blank, at most {@value #MAX_LENGTH} characters
 */
public record MachineId(String text) {

    public static final int MAX_LENGTH = 256;

    private static final Pattern SYSTEMD = Pattern.compile("[0-9a-fA-F]{32}");

    /** The application id under which zincati asks for reboot slots (its src/identity/mod.rs). */
    private static final String ZINCATI = "de35106b6ec24688b63afddaa156679b";

    public MachineId {
        if (text.isBlank() || text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a machine id has 1 to " + MAX_LENGTH + " characters and is not blank");
        }
    }

    /**
     * The id that zincati shows instead of this one: sd_id128_get_machine_app_specific(3), the
     * first half of an HMAC-SHA256 of the application id under the machine id, marked as a random
     * UUID.
     *
     * @return 32 lower-case hex digits; empty when this is no machine id of systemd
     */
    public Optional<MachineId> zincati() {
        if (!SYSTEMD.matcher(text).matches()) {
            return Optional.empty();
        }
        HexFormat hex = HexFormat.of();
        byte[] id;
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(hex.parseHex(text), "HmacSHA256"));
            id = mac.doFinal(hex.parseHex(ZINCATI));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
        id[6] = (byte) (id[6] & 0x0f | 0x40);
        id[8] = (byte) (id[8] & 0x3f | 0x80);
        return Optional.of(new MachineId(hex.formatHex(id, 0, 16)));
    }

    @Override
    public String toString() {
        return text;
    }
}
