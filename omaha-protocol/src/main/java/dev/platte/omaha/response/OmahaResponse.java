package dev.platte.omaha.response;

import java.util.List;
import java.util.Optional;

/**
 * One answer of a server (Omaha v3, section response).
 *
 * @param server who answers; free text
 * @param dayStart the server's clock; always present in what we send, Google's client insists
 * @param apps one per application of the request, in its order
 */
public record OmahaResponse(String server, Optional<DayStart> dayStart, List<AppResponse> apps) {

    public OmahaResponse {
        apps = List.copyOf(apps);
    }

    public static OmahaResponse of(String server, DayStart dayStart, List<AppResponse> apps) {
        return new OmahaResponse(server, Optional.of(dayStart), apps);
    }
}
