package dev.platte.omaha.request;

import dev.platte.omaha.value.InstallSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One request of a host: what it asks and tells about each of its applications (Omaha v3, section
 * request).
 *
 * <p>An attribute that is absent and one that is empty mean the same here: the default.
 *
 * @param updater the software that speaks
 * @param installSource why it speaks now
 * @param os what the host runs; update_engine always says
 * @param hw what the host is made of; CoreOS clients never say
 * @param apps in the order of the request; may be empty
 * @param more the attributes of {@code request} that have no field here, such as {@code sessionid},
 *     {@code userid} or {@code dlpref}, as they were said
 */
public record OmahaRequest(
        Updater updater,
        InstallSource installSource,
        Optional<Os> os,
        Optional<Hw> hw,
        List<AppRequest> apps,
        Map<String, String> more) {

    public OmahaRequest {
        apps = List.copyOf(apps);
        more = More.of(more);
    }

    /** What update_engine says: one application, and the operating system it is. */
    public static OmahaRequest of(
            Updater updater, InstallSource installSource, Os os, AppRequest app) {
        return new OmahaRequest(
                updater, installSource, Optional.of(os), Optional.empty(), List.of(app), Map.of());
    }
}
