package dev.platte.omaha.response;

import dev.platte.omaha.value.Sha256;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What to do with a package (Omaha v3, section action, with update_engine's extensions).
 *
 * @param event when: {@code postinstall} is the one that update_engine obeys; open
 * @param sha256 of the whole payload; on the wire in base64
 * @param disablePayloadBackoff the client shall not wait for days after failures
 * @param deltaPayload the payload is a difference to what the host runs
 * @param maxFailureCountPerUrl failures until the next mirror; the client's default is 10
 * @param more the attributes that have no field here, such as {@code deadline}, {@code MoreInfo} or
 *     {@code needsadmin}, as they were said
 */
public record Action(
        String event,
        Optional<Sha256> sha256,
        boolean disablePayloadBackoff,
        boolean deltaPayload,
        OptionalInt maxFailureCountPerUrl,
        Map<String, String> more) {

    public static final String POSTINSTALL = "postinstall";

    public Action {
        more = more.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(more));
    }

    /** The one action every offer carries. */
    public static Action postinstall(Sha256 payload) {
        return new Action(
                POSTINSTALL, Optional.of(payload), true, false, OptionalInt.empty(), Map.of());
    }

    public boolean isPostinstall() {
        return event.equals(POSTINSTALL);
    }
}
