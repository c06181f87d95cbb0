package dev.platte.web.fleet;

import dev.platte.db.fleet.Fleet;
import dev.platte.db.fleet.Host;
import dev.platte.db.fleet.HostKey;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.web.page.Catalogue;
import dev.platte.web.page.PageException;
import dev.platte.web.page.Who;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds hosts by what addresses call them, of applications that somebody sees. */
@Component
final class HostFinder {

    private final Catalogue catalogue;
    private final Fleet fleet;

    HostFinder(Catalogue catalogue, Fleet fleet) {
        this.catalogue = catalogue;
        this.fleet = fleet;
    }

    /** A host as it is now. */
    record Found(ApplicationSnapshot owner, Host host) {}

    Found find(String application, String id, Who who) {
        boolean possible =
                !id.isEmpty() && id.length() <= HostKey.MAX_MACHINE_ID && id.indexOf('\0') < 0;
        Optional<Found> found =
                catalogue
                        .find(application, who)
                        .filter(owner -> possible)
                        .flatMap(
                                owner ->
                                        fleet.find(new HostKey(owner.application().id(), id))
                                                .map(host -> new Found(owner, host)));
        return found.orElseThrow(
                () ->
                        PageException.notFound(
                                "There is no host \"" + brief(id) + "\" here.",
                                "A host appears with its first poll. Look for it by the beginning of its id on the page"
                                        + " of hosts."));
    }

    static String brief(String id) {
        return id.length() <= 64 ? id : id.substring(0, 64) + "...";
    }
}
