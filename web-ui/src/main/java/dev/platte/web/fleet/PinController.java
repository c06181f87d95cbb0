package dev.platte.web.fleet;

import dev.platte.db.access.VerbGroup;
import dev.platte.db.catalog.PackageState;
import dev.platte.db.catalog.UpdatePackage;
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

/** Has a host stay where it is, or go elsewhere than its group, until a date. */
@Controller
final class PinController {

    private static final Duration USUAL = Duration.ofDays(7);

    private final HostFinder finder;
    private final Pins pins;
    private final Forms forms;
    private final InstantSource time;

    PinController(HostFinder finder, Pins pins, Forms forms, InstantSource time) {
        this.finder = finder;
        this.pins = pins;
        this.forms = forms;
        this.time = time;
    }

    @GetMapping("/host/pin")
    String ask(@RequestParam String application, @RequestParam String id, Who who, Model model) {
        HostFinder.Found found = finder.find(application, id, who);
        who.require(VerbGroup.HOST, found.owner().application());
        Pin pin = pins.find(found.host().key().applicationId(), id).orElse(null);
        Instant until = pin == null ? time.instant().plus(USUAL) : pin.until();
        model.addAttribute("owner", found.owner());
        model.addAttribute("line", HostLine.of(found.owner(), found.host()));
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
        HostFinder.Found found = finder.find(application, id, sent.who());
        sent.who().require(VerbGroup.HOST, found.owner().application());
        Long target =
                sent.text("aim").equals("move")
                        ? (Long) sent.number("package", 1, Long.MAX_VALUE)
                        : null;
        Instant until = until(sent.text("until"));
        return forms.once(
                sent,
                HostLine.subject(found.host().key()),
                () -> {
                    pins.set(
                            found.owner().application().id(),
                            id,
                            target,
                            until,
                            sent.seen(),
                            sent.caller());
                    return Done.at(
                            HostLine.address(found.host()),
                            target == null
                                    ? "Pinned: it stays where it is until then."
                                    : "Aimed: its next poll gets it.");
                });
    }

    private static Instant until(String text) {
        try {
            return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new FieldException("until", "Choose until when it holds, in UTC.");
        }
    }
}
