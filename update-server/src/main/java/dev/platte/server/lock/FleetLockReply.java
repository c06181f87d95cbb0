package dev.platte.server.lock;

import dev.platte.db.lock.LockAnswer;
import dev.platte.db.lock.LockSlot;
import dev.platte.policy.lock.WaitReason;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a host gets back. Clients of the protocol look at the status, make a metric of {@code kind},
 * and log {@code value}; what we tell beyond it is in {@code x}.
 *
 * @param kind one of few
 * @param more what our own clients read
 * @param retryAfter absent: the client knows best
 */
record FleetLockReply(
        int status,
        String kind,
        String value,
        Map<String, Object> more,
        @Nullable Duration retryAfter) {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** RFC 4918, "Locked": what other servers of this protocol answer when all slots are taken. */
    private static final int LOCKED = 423;

    static FleetLockReply of(LockAnswer answer) {
        return switch (answer) {
            case LockAnswer.Holds(boolean again, Duration hold) ->
                    success(
                            again ? "the slot is still held" : "a slot was taken",
                            Map.of("hold_s", hold.toSeconds()));
            case LockAnswer.Steady(LockAnswer.Outcome outcome) ->
                    success(outcome.words(), Map.of());
            case LockAnswer.Waits waits ->
                    new FleetLockReply(
                            LOCKED,
                            waits.reason().kind(),
                            waits.reason().sentence(),
                            more(waits),
                            waits.retryAfter());
            case LockAnswer.Stranger(String why) -> error(401, "unauthorized", why);
            case LockAnswer.UnknownGroup() ->
                    error(
                            404,
                            "unknown_group",
                            "there is no lock group and no update group of this name");
        };
    }

    private static Map<String, Object> more(LockAnswer.Waits waits) {
        Map<String, Object> more = new LinkedHashMap<>();
        if (waits.reason() instanceof WaitReason.SlotsTaken taken) {
            more.put("position", taken.position());
            more.put("max", taken.limit());
        }
        more.put("holds", waits.holds());
        more.put("holders", holders(waits.holders()));
        more.put("retry_after_s", waits.retryAfter().toSeconds());
        return more;
    }

    static List<Map<String, Object>> holders(List<LockSlot> slots) {
        return slots.stream().map(FleetLockReply::holder).toList();
    }

    private static Map<String, Object> holder(LockSlot slot) {
        Map<String, Object> holder = new LinkedHashMap<>();
        holder.put("id", slot.host());
        holder.put("since", slot.since().toString());
        holder.put("state", slot.state().name().toLowerCase(java.util.Locale.ROOT));
        return holder;
    }

    static FleetLockReply success(String value, Map<String, Object> more) {
        return new FleetLockReply(200, "success", value, more, null);
    }

    static FleetLockReply error(int status, String kind, String value) {
        return new FleetLockReply(status, kind, value, Map.of(), null);
    }

    static FleetLockReply later(String kind, String value, Duration retryAfter) {
        return new FleetLockReply(503, kind, value, Map.of(), retryAfter);
    }

    void write(HttpServletResponse response) throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("kind", kind);
        members.put("value", value);
        if (!more.isEmpty()) {
            members.put("x", more);
        }
        byte[] body = JSON.writeValueAsBytes(members);
        response.setStatus(status);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        if (retryAfter != null) {
            response.setHeader("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())));
        }
        if (status == 401) {
            response.setHeader("WWW-Authenticate", "Bearer");
        }
        if (status == 405) {
            response.setHeader("Allow", "POST");
        }
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
