package dev.platte.web.group;

import dev.platte.db.access.VerbGroup;
import dev.platte.db.catalog.Channel;
import dev.platte.db.fleet.Census;
import dev.platte.db.promotion.Promotions;
import dev.platte.db.rollout.Group;
import dev.platte.db.rollout.GroupPolicy;
import dev.platte.db.rollout.Policies;
import dev.platte.db.verb.RefusedException;
import dev.platte.policy.ramp.Bucket;
import dev.platte.policy.ramp.Ramp;
import dev.platte.web.chart.TimeChart;
import dev.platte.web.chart.TimePlot;
import dev.platte.web.fleet.Counts;
import dev.platte.web.form.Done;
import dev.platte.web.form.FieldException;
import dev.platte.web.form.Forms;
import dev.platte.web.form.Length;
import dev.platte.web.form.Sent;
import dev.platte.web.page.Catalogue;
import dev.platte.web.page.Who;
import dev.platte.web.window.Week;
import dev.platte.web.window.WindowRows;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** The policy of a group as a form, with what it means shown beside it while it is written. */
@Controller
final class PolicyController {

    private final Catalogue catalogue;
    private final Policies policies;
    private final Promotions promotions;
    private final Census census;
    private final Forms forms;
    private final InstantSource time;

    PolicyController(
            Catalogue catalogue,
            Policies policies,
            Promotions promotions,
            Census census,
            Forms forms,
            InstantSource time) {
        this.catalogue = catalogue;
        this.policies = policies;
        this.promotions = promotions;
        this.census = census;
        this.forms = forms;
        this.time = time;
    }

    @GetMapping("/groups/{id}/policy")
    String edit(@PathVariable String id, Who who, Model model) {
        Catalogue.Member found = required(id, who);
        Policies.Stored stored = policies.of(found.group().id());
        model.addAttribute("owner", found.application());
        model.addAttribute("group", found.group());
        model.addAttribute("stored", stored);
        model.addAttribute("policy", stored.policy());
        model.addAttribute("doc", Policies.document(stored.policy()));
        model.addAttribute(
                "machines",
                stored.policy().canaries().machines().stream()
                        .sorted()
                        .collect(Collectors.joining("\n")));
        model.addAttribute("rows", PolicyForm.rows(stored.policy()));
        model.addAttribute("lengths", Lengths.of(stored.policy()));
        model.addAttribute("zones", WindowRows.zones());
        model.addAttribute(
                "channels",
                found.application().channels().stream()
                        .map(Channel::name)
                        .distinct()
                        .filter(name -> !name.equals(found.group().channel()))
                        .toList());
        meaning(found, stored.policy(), model);
        return "group/policy";
    }

    /** What the form as it stands would mean; changes nothing. */
    @PostMapping("/groups/{id}/policy/preview")
    String preview(@PathVariable String id, Sent sent, Model model) {
        Catalogue.Member found = required(id, sent.who());
        try {
            meaning(found, PolicyForm.read(sent), model);
        } catch (RefusedException | FieldException e) {
            model.addAttribute("wrong", e.getMessage());
        }
        return "group/meaning";
    }

    @PostMapping("/groups/{id}/policy")
    ResponseEntity<Void> save(@PathVariable String id, Sent sent) {
        Catalogue.Member found = required(id, sent.who());
        return forms.once(
                sent,
                "group/" + id,
                () -> {
                    policies.set(
                            found.group().id(), PolicyForm.read(sent), sent.seen(), sent.caller());
                    return Done.at(
                            "/groups/" + id,
                            "Saved. Limits, halt rule and time-outs hold for open rollouts too; the ramp from the next one on.");
                });
    }

    private void meaning(Catalogue.Member found, GroupPolicy policy, Model model) {
        Instant now = time.instant();
        Group group = found.group();
        long hosts =
                Counts.of(census, found.application().application().id()).in(group.id()).hosts();
        model.addAttribute("policy", policy);
        model.addAttribute("week", Week.of(policy.windows(), now));
        model.addAttribute("ramp", ramp(policy.ramp(), now));
        model.addAttribute("hosts", hosts);
        model.addAttribute("forecast", promotions.under(group, policy, hosts).orElse(null));
    }

    private static TimeChart ramp(Ramp ramp, Instant now) {
        Duration all =
                ramp.frames().stream().map(Ramp.Frame::over).reduce(Duration.ZERO, Duration::plus);
        Duration shown = all.isZero() ? Duration.ofHours(1) : all.plus(all.dividedBy(12));
        Map<Instant, Double> values = new HashMap<>();
        for (int i = 0; i <= 100; i++) {
            Duration at = shown.multipliedBy(i).dividedBy(100);
            values.put(now.plus(at), 100.0 * ramp.threshold(at) / Bucket.COUNT);
        }
        Duration passed = Duration.ZERO;
        for (Ramp.Frame frame : ramp.frames()) {
            passed = passed.plus(frame.over());
            values.put(now.plus(passed), 100.0 * ramp.threshold(passed) / Bucket.COUNT);
        }
        return TimePlot.ofPercent("A rollout that begins now", now, now.plus(shown))
                .area("Open to", "updated", values)
                .chart();
    }

    private Catalogue.Member required(String id, Who who) {
        Catalogue.Member found = catalogue.group(id, who);
        who.require(VerbGroup.GROUP, found.application().application());
        return found;
    }

    /** The lengths of a policy, as the form shows them. */
    record Lengths(
            Length period,
            Length canarySoak,
            Length promotionSoak,
            Length progress,
            Length reboot,
            Length retireAfter) {

        static Lengths of(GroupPolicy policy) {
            return new Lengths(
                    Length.of(policy.limits().period()),
                    Length.of(policy.canaries().rule().soak()),
                    Length.of(policy.promotion().rule().soak()),
                    Length.of(policy.leases().progress()),
                    Length.of(policy.leases().reboot()),
                    Length.ofNullable(policy.retireAfter()));
        }
    }
}
