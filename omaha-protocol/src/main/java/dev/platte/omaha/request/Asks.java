package dev.platte.omaha.request;

import java.util.List;
import java.util.Optional;

/**
 * What a host asks and tells of one application. Omaha v3 keeps update check and events apart;
 * update_engine and others mix them, so any mixture is taken.
 *
 * @param ping it is alive
 * @param updateCheck it wants to know if there is an update
 * @param events what happened, oldest first
 * @param data what it wants to be told besides
 * @param packageFingerprints {@code packages/package@fp}: what is installed
 * @param disabledReasons {@code disabled@reason}: why the application is off
 */
public record Asks(
        Optional<Ping> ping,
        Optional<UpdateCheck> updateCheck,
        List<Event> events,
        List<DataRequest> data,
        List<String> packageFingerprints,
        List<Integer> disabledReasons) {

    public Asks {
        events = List.copyOf(events);
        data = List.copyOf(data);
        packageFingerprints = List.copyOf(packageFingerprints);
        disabledReasons = List.copyOf(disabledReasons);
    }

    /** As update_engine asks for an update: alive, is there one, and this event besides. */
    public static Asks updateCheck(Event event) {
        return asks(Optional.of(Ping.ACTIVE), Optional.of(UpdateCheck.PLAIN), List.of(event));
    }

    /** As update_engine says that it waits for its reboot. */
    public static Asks pingOnly() {
        return asks(Optional.of(Ping.ACTIVE), Optional.empty(), List.of());
    }

    /** As update_engine tells an event. */
    public static Asks eventOnly(Event event) {
        return asks(Optional.empty(), Optional.empty(), List.of(event));
    }

    private static Asks asks(
            Optional<Ping> ping, Optional<UpdateCheck> updateCheck, List<Event> events) {
        return new Asks(ping, updateCheck, events, List.of(), List.of(), List.of());
    }

    /**
     * @param name {@code install} or {@code untrusted}; others are answered with an error
     * @param index which one; the answer repeats it
     * @param text the value of untrusted data, else empty
     */
    public record DataRequest(String name, String index, String text) {}
}
