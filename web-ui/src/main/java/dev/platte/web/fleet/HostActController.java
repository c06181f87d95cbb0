package dev.platte.web.fleet;

import dev.platte.db.access.VerbGroup;
import dev.platte.db.care.Hosts;
import dev.platte.db.fleet.GoneHosts;
import dev.platte.db.fleet.Host;
import dev.platte.db.fleet.HostCare;
import dev.platte.db.fleet.HostKey;
import dev.platte.db.request.HostRequests;
import dev.platte.db.rollout.Pins;
import dev.platte.db.verb.Caller;
import dev.platte.web.form.Done;
import dev.platte.web.form.Forms;
import dev.platte.web.form.Sent;
import dev.platte.web.page.Who;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What operators decide for one host: it goes with its group, begins anew, or is gone. */
@Controller
final class HostActController {

    private static final String PATH = "/host/{act:unpin|reset|trust|record|retire|forget}";

    private final HostFinder finder;
    private final Verbs verbs;
    private final Forms forms;

    HostActController(HostFinder finder, Verbs verbs, Forms forms) {
        this.finder = finder;
        this.verbs = verbs;
        this.forms = forms;
    }

    /** The verbs behind the acts. */
    @Component
    record Verbs(Pins pins, HostCare care, Hosts hosts, GoneHosts gone, HostRequests requests) {

        void run(HostAct act, Host host, Caller caller) {
            HostKey key = host.key();
            switch (act) {
                case UNPIN -> pins.remove(key.applicationId(), key.machineId(), caller);
                case RESET -> hosts.reset(key, caller);
                case TRUST -> care.trustAgain(key, caller);
                case RECORD -> requests.recordNext(host, caller);
                case RETIRE -> care.retire(key, caller);
                case FORGET -> gone.forget(key, caller);
            }
        }
    }

    @GetMapping(PATH)
    String ask(
            @PathVariable String act,
            @RequestParam String application,
            @RequestParam String id,
            Who who,
            Model model) {
        HostFinder.Found found = finder.find(application, id, who);
        who.require(VerbGroup.HOST, found.owner().application());
        model.addAttribute("owner", found.owner());
        model.addAttribute("line", HostLine.of(found.owner(), found.host()));
        model.addAttribute("act", HostAct.of(act));
        return "fleet/host-act";
    }

    @PostMapping(PATH)
    ResponseEntity<Void> act(
            @PathVariable String act,
            @RequestParam String application,
            @RequestParam String id,
            Sent sent) {
        HostAct asked = HostAct.of(act);
        return forms.once(
                sent, "host/" + application + "/" + id, () -> run(asked, application, id, sent));
    }

    private Done run(HostAct act, String application, String id, Sent sent) {
        HostFinder.Found found = finder.find(application, id, sent.who());
        sent.who().require(VerbGroup.HOST, found.owner().application());
        verbs.run(act, found.host(), sent.caller());
        return Done.at(
                act == HostAct.FORGET
                        ? "/hosts?application=" + found.owner().application().id()
                        : HostLine.address(found.host()),
                act.done());
    }
}
