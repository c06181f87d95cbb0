package dev.platte.web.fleet;

import dev.platte.db.access.VerbGroup;
import dev.platte.db.care.Deed;
import dev.platte.db.care.Hosts;
import dev.platte.db.care.Tended;
import dev.platte.db.care.Which;
import dev.platte.db.fleet.Fleet;
import dev.platte.db.fleet.Host;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.web.form.Done;
import dev.platte.web.form.Forms;
import dev.platte.web.form.Sent;
import dev.platte.web.page.Catalogue;
import dev.platte.web.page.Formats;
import dev.platte.web.page.PageException;
import dev.platte.web.page.Who;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Retires, resets and forgets all hosts that a filter matches: never more than the form said there
 * were.
 */
@Controller
final class ManyHostsController {

    private static final String PATH = "/hosts/{deed:retire|reset|forget}";

    private static final int PAGE = 500;

    /** More are for the command line, where nobody waits before a page. */
    private static final int MOST = 5_000;

    private final Catalogue catalogue;
    private final Fleet fleet;
    private final Hosts hosts;
    private final Forms forms;
    private final InstantSource time;

    ManyHostsController(
            Catalogue catalogue, Fleet fleet, Hosts hosts, Forms forms, InstantSource time) {
        this.catalogue = catalogue;
        this.fleet = fleet;
        this.hosts = hosts;
        this.forms = forms;
        this.time = time;
    }

    @GetMapping(PATH)
    String ask(
            @PathVariable String deed,
            @RequestParam MultiValueMap<String, String> address,
            Who who,
            Model model) {
        HostFilter filter = filter(address, who);
        int found = found(filter, time.instant());
        model.addAttribute("owner", filter.application());
        model.addAttribute("filter", filter);
        model.addAttribute("act", HostAct.of(deed));
        model.addAttribute("found", found);
        model.addAttribute("tooMany", found > MOST);
        return "fleet/many";
    }

    @PostMapping(PATH)
    ResponseEntity<Void> act(
            @PathVariable String deed,
            @RequestParam MultiValueMap<String, String> address,
            Sent sent) {
        HostFilter filter = filter(address, sent.who());
        int most = Math.toIntExact(sent.number("found", 0, MOST));
        Deed asked = Deed.valueOf(deed.toUpperCase(Locale.ROOT));
        return forms.once(
                sent,
                "hosts/" + filter.application().application().id(),
                () -> {
                    Tended tended =
                            hosts.tend(
                                    asked,
                                    new Which.Found(filter.query(PAGE, time.instant())),
                                    Math.max(1, most),
                                    sent.caller());
                    return Done.at(filter.address(), said(asked, tended));
                });
    }

    private static String said(Deed deed, Tended tended) {
        String done =
                switch (deed) {
                    case RETIRE -> "retired";
                    case RESET -> "reset";
                    case FORGET -> "forgotten";
                };
        Formats format = new Formats(Instant.EPOCH);
        String sentence = format.count(tended.done(), "host") + " " + done + ".";
        return tended.left() == 0
                ? sentence
                : sentence
                        + " "
                        + format.count(tended.left(), "other")
                        + " could not be: on the way, or not retired.";
    }

    private HostFilter filter(MultiValueMap<String, String> address, Who who) {
        ApplicationSnapshot owner =
                catalogue.application(String.valueOf(address.getFirst("application")), who);
        who.require(VerbGroup.HOST, owner.application());
        HostFilter filter = HostFilter.read(owner, address).after(null);
        if (!filter.narrows()) {
            throw PageException.badAddress(
                    "This would be done to all hosts of the application.",
                    "Choose at least one filter on the page of hosts.");
        }
        return filter;
    }

    /** How many match, counted up to one more than may be. */
    private int found(HostFilter filter, Instant now) {
        int found = 0;
        List<Host> page = fleet.list(filter.query(PAGE, now));
        while (!page.isEmpty()) {
            found += page.size();
            page =
                    page.size() < PAGE || found > MOST
                            ? List.of()
                            : fleet.list(
                                    filter.after(page.getLast().key().machineId())
                                            .query(PAGE, now));
        }
        return found;
    }
}
