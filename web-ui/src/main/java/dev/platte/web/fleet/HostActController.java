package dev.platte.web.fleet;

import dev.platte.db.access.VerbGroup;
import dev.platte.db.catalog.PackageState;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.fleet.HostCare;
import dev.platte.db.rollout.Pin;
import dev.platte.db.rollout.Pins;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.web.form.Done;
import dev.platte.web.form.FieldException;
import dev.platte.web.form.Forms;
import dev.platte.web.form.Sent;
import dev.platte.web.page.Who;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What operators decide for one host: it stays, it goes elsewhere, it is gone. */
@Controller
final class HostActController {

    private static final Duration USUAL = Duration.ofDays(7);

    private final HostFinder finder;
    private final Pins pins;
    private final HostCare care;
    private final Forms forms;
    private final InstantSource time;

    HostActController(
            HostFinder finder, Pins pins, HostCare care, Forms forms, InstantSource time) {
        this.finder = finder;
        this.pins = pins;
        this.care = care;
        this.forms = forms;
        this.time = time;
    }

    @GetMapping("/host/pin")
    String askPin(@RequestParam String application, @RequestParam String id, Who who, Model model) {
        HostFinder.Found found = found(application, id, who, model);
        Pin pin = pins.find(found.host().key().applicationId(), id).orElse(null);
        Instant until = pin == null ? time.instant().plus(USUAL) : pin.until();
        model.addAttribute("pin", pin);
        model.addAttribute("until", LocalDateTime.ofInstant(until, ZoneOffset.UTC).withNano(0));
        model.addAttribute("packages", packages(found.owner(), found.host().facts().arch()));
        return "fleet/pin";
    }

    /** What it may be aimed at: published packages of its architecture, the newest first. */
    private static List<UpdatePackage> packages(ApplicationSnapshot owner, @Nullable String arch) {
        return owner.packages().stream()
                .filter(found -> found.state() == PackageState.PUBLISHED)
                .filter(found -> arch == null || Objects.equals(found.arch(), arch))
                .toList();
    }

    @PostMapping("/host/pin")
    ResponseEntity<Void> pin(@RequestParam String application, @RequestParam String id, Sent sent) {
        HostFinder.Found found = changing(application, id, sent);
        Long target =
                sent.text("aim").equals("move")
                        ? (Long) sent.number("package", 1, Long.MAX_VALUE)
                        : null;
        Instant until = until(sent.text("until"));
        return forms.once(
                sent,
                subject(found),
                () -> {
                    pins.set(found.owner().application().id(), id, target, until, sent.caller());
                    return Done.at(
                            HostLine.address(found.host()),
                            target == null
                                    ? "Pinned: it stays where it is until then."
                                    : "Aimed: its next poll gets it.");
                });
    }

    @GetMapping("/host/unpin")
    String askUnpin(
            @RequestParam String application, @RequestParam String id, Who who, Model model) {
        found(application, id, who, model);
        model.addAttribute("title", "Unpin");
        model.addAttribute("meaning", "It goes with its group again from its next poll on.");
        return "fleet/host-act";
    }

    @PostMapping("/host/unpin")
    ResponseEntity<Void> unpin(
            @RequestParam String application, @RequestParam String id, Sent sent) {
        HostFinder.Found found = changing(application, id, sent);
        return forms.once(
                sent,
                subject(found),
                () -> {
                    pins.remove(found.owner().application().id(), id, sent.caller());
                    return Done.at(
                            HostLine.address(found.host()), "Unpinned: it goes with its group.");
                });
    }

    @GetMapping("/host/retire")
    String askRetire(
            @RequestParam String application, @RequestParam String id, Who who, Model model) {
        found(application, id, who, model);
        model.addAttribute("title", "Retire");
        model.addAttribute(
                "meaning",
                "It is not counted any more, in no version and no group. Should it poll again, it is back.");
        return "fleet/host-act";
    }

    @PostMapping("/host/retire")
    ResponseEntity<Void> retire(
            @RequestParam String application, @RequestParam String id, Sent sent) {
        HostFinder.Found found = changing(application, id, sent);
        return forms.once(
                sent,
                subject(found),
                () -> {
                    care.retire(found.host().key(), sent.caller());
                    return Done.at(
                            HostLine.address(found.host()), "Retired: it is not counted any more.");
                });
    }

    @GetMapping("/host/trust")
    String askTrust(
            @RequestParam String application, @RequestParam String id, Who who, Model model) {
        found(application, id, who, model);
        model.addAttribute("title", "Take for one machine again");
        model.addAttribute(
                "meaning",
                "After the second machine was given an id of its own. Should two boot ids alternate again, it is marked again.");
        return "fleet/host-act";
    }

    @PostMapping("/host/trust")
    ResponseEntity<Void> trust(
            @RequestParam String application, @RequestParam String id, Sent sent) {
        HostFinder.Found found = changing(application, id, sent);
        return forms.once(
                sent,
                subject(found),
                () -> {
                    care.trustAgain(found.host().key(), sent.caller());
                    return Done.at(
                            HostLine.address(found.host()), "It is taken for one machine again.");
                });
    }

    private HostFinder.Found found(String application, String id, Who who, Model model) {
        HostFinder.Found found = finder.find(application, id, who);
        who.require(VerbGroup.HOST, found.owner().application());
        model.addAttribute("owner", found.owner());
        model.addAttribute("line", HostLine.of(found.owner(), found.host()));
        return found;
    }

    private HostFinder.Found changing(String application, String id, Sent sent) {
        HostFinder.Found found = finder.find(application, id, sent.who());
        sent.who().require(VerbGroup.HOST, found.owner().application());
        return found;
    }

    private static String subject(HostFinder.Found found) {
        return "host/" + found.owner().application().id() + "/" + found.host().key().machineId();
    }

    private static Instant until(String text) {
        try {
            return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new FieldException("until", "Choose until when it holds, in UTC.");
        }
    }
}
