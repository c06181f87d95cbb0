package dev.platte.server.lock;

import dev.platte.db.lock.LockAsk;
import dev.platte.db.lock.LockAsk.Credential;
import dev.platte.db.lock.LockAsk.Kind;
import dev.platte.db.lock.LockAsk.Said;
import dev.platte.db.lock.LockGroups;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what a host sends.
 *
 * <p>Of the protocol: the header {@code fleet-lock-protocol: true} and {@code
 * {"client_params":{"id":"...","group":"..."}}}, whatever the content type: zincati sends none, and
 * curl says it is a form. Of our own, in an object {@code x} beside it that other servers ignore:
 * {@code seq}, {@code boot_id}, {@code hostname}, {@code from}, {@code to}, {@code version}, {@code
 * stage}, {@code healthy}. What is not of its type there is taken as not said: the name is short,
 * and somebody else may mean something else by it.
 */
final class FleetLockRequest {

    static final String HEADER = "fleet-lock-protocol";
    private static final String SCHEME = "Bearer ";
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int LONGEST_TEXT = 200;

    private FleetLockRequest() {}

    /**
     * @throws FleetLockException 400 {@code invalid_client_identity}, with what is wrong
     */
    static LockAsk read(Kind kind, HttpServletRequest request, byte[] body)
            throws FleetLockException {
        if (!"true".equals(request.getHeader(HEADER))) {
            throw invalid("the header " + HEADER + ": true is missing");
        }
        JsonNode document = document(body);
        JsonNode parameters = document.path("client_params");
        String id = text(parameters, "id");
        String group = text(parameters, "group");
        if (id == null || !LockGroups.isHost(id)) {
            throw invalid("client_params.id is no text of 1 to 128 characters on one line");
        }
        if (group == null || !LockGroups.isName(group)) {
            throw invalid("client_params.group is not 1 to 100 letters, digits, dots and dashes");
        }
        return new LockAsk(kind, group, id, said(document.path("x")), credential(request));
    }

    private static JsonNode document(byte[] body) throws FleetLockException {
        try {
            JsonNode document = JSON.readTree(body);
            if (document.isObject()) {
                return document;
            }
        } catch (JacksonException e) {
            // Its message quotes the body; where it went wrong is of no use to an operator.
            throw invalid("the body is no JSON");
        }
        throw invalid("the body is no JSON object");
    }

    private static Said said(JsonNode more) {
        JsonNode seq = more.path("seq");
        return new Said(
                seq.isIntegralNumber() && seq.canConvertToLong() ? Math.max(0, seq.longValue()) : 0,
                clipped(more, "boot_id"),
                clipped(more, "hostname"),
                clipped(more, "from"),
                clipped(more, "to"),
                clipped(more, "version"),
                clipped(more, "stage"),
                more.path("healthy").isBoolean() ? more.path("healthy").booleanValue() : null);
    }

    private static Credential credential(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        if (header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Credentials.token(header.substring(SCHEME.length()).strip());
        }
        return Credentials.certificate(request);
    }

    private static @Nullable String clipped(JsonNode object, String name) {
        String text = text(object, name);
        if (text == null || text.isBlank()) {
            return null;
        }
        // PostgreSQL keeps no NUL, and nobody means one.
        String clean = text.replace("\0", "").strip();
        return clean.length() > LONGEST_TEXT ? clean.substring(0, LONGEST_TEXT) : clean;
    }

    private static @Nullable String text(JsonNode object, String name) {
        JsonNode value = object.path(name);
        return value.isString() ? value.stringValue() : null;
    }

    private static FleetLockException invalid(String why) {
        return new FleetLockException(400, "invalid_client_identity", why);
    }
}
