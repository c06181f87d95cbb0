package dev.platte.omaha.request;

import dev.platte.omaha.value.AppId;
import dev.platte.omaha.value.Architecture;
import dev.platte.omaha.value.Track;
import dev.platte.omaha.value.Version;
import java.util.List;
import java.util.Optional;

/**
 * One application of a request (Omaha v3, section app).
 *
 * @param appId as written; an answer must echo it byte for byte
 * @param version what the host runs; unreadable if it did not say
 * @param track the group it asks for; empty if it did not say
 * @param host the machine behind it
 * @param traits how the host wants to be served
 * @param asks what it asks and tells
 */
public record AppRequest(
        AppId appId, Version version, Optional<Track> track, Host host, Traits traits, Asks asks) {

    /** As update_engine speaks of its application. */
    public static AppRequest of(AppId appId, Version version, Track track, Host host, Asks asks) {
        return new AppRequest(appId, version, Optional.of(track), host, Traits.UPDATE_ENGINE, asks);
    }

    /** Whether the host wants to know if there is an update. */
    public boolean isUpdateCheck() {
        return asks.updateCheck().isPresent();
    }

    /** The version the host came from, if it says that it has just rebooted into an update. */
    public Optional<Version> rebootedFrom() {
        return asks.events().stream().flatMap(event -> event.rebootedFrom().stream()).findFirst();
    }

    public List<Event> events() {
        return asks.events();
    }

    /**
     * The processor of the host: the board, then {@code os@arch}, then the end of {@code os@sp}.
     * Empty if none of them says.
     *
     * @param os what the request says of the operating system
     */
    public Optional<Architecture> architecture(Optional<Os> os) {
        return Architecture.ofHost(
                host.hardware().board(), os.map(Os::arch).orElse(""), os.map(Os::sp).orElse(""));
    }
}
