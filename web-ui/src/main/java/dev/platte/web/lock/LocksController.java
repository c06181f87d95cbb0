package dev.platte.web.lock;

import dev.platte.db.access.VerbGroup;
import dev.platte.db.lock.LockBook;
import dev.platte.db.lock.LockEvent;
import dev.platte.db.lock.LockGroup;
import dev.platte.db.lock.LockGroups;
import dev.platte.db.lock.LockSlot;
import dev.platte.db.lock.LockTokens;
import dev.platte.db.lock.WaitingHost;
import dev.platte.web.page.Who;
import dev.platte.web.rollout.PolicyWords;
import dev.platte.web.window.Week;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** Who is down, who waits, since when, and what holds them. */
@Controller
final class LocksController {

    private static final int WAITING = 50;
    private static final int EVENTS = 50;

    private final LockGroups groups;
    private final LockBook book;
    private final LockTokens tokens;
    private final LockFinder finder;
    private final InstantSource time;

    LocksController(
            LockGroups groups,
            LockBook book,
            LockTokens tokens,
            LockFinder finder,
            InstantSource time) {
        this.groups = groups;
        this.book = book;
        this.tokens = tokens;
        this.finder = finder;
        this.time = time;
    }

    @GetMapping("/locks")
    String locks(Who who, Model model) {
        who.requireLook(VerbGroup.LOCK);
        model.addAttribute("cards", groups.list().stream().map(one -> card(one, who)).toList());
        return "lock/locks";
    }

    @GetMapping("/locks/{name}")
    String lock(
            @PathVariable String name,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(required = false) @Nullable Long below,
            Who who,
            Model model) {
        LockGroup group = finder.find(name, who);
        LockCard card = card(group, who);
        long skipped = Math.max(0, after);
        List<WaitingHost> waiting = book.waiting(group.id(), skipped, WAITING + 1);
        List<LockEvent> events = book.events(group.id(), null, below, EVENTS + 1);
        model.addAttribute("card", card);
        Map<String, LockBook.Known> known = book.known(group.id(), hosts(card, events));
        model.addAttribute("holders", HolderLine.of(card, known));
        model.addAttribute("waiting", waiting.subList(0, Math.min(WAITING, waiting.size())));
        model.addAttribute("after", skipped);
        model.addAttribute("further", waiting.size() > WAITING ? skipped + WAITING : null);
        model.addAttribute("events", EventLine.of(events.stream().limit(EVENTS).toList(), known));
        model.addAttribute("below", below);
        model.addAttribute("older", events.size() > EVENTS ? events.get(EVENTS - 1).id() : null);
        model.addAttribute("rules", rules(group));
        model.addAttribute("week", Week.of(group.rules().windows(), time.instant()));
        model.addAttribute("tokens", tokens.list(group.id()));
        return "lock/lock";
    }

    /** Those of whom more is shown than the id. */
    private static List<String> hosts(LockCard card, List<LockEvent> events) {
        return Stream.concat(
                        card.standing().slots().stream().map(LockSlot::host),
                        events.stream().map(LockEvent::host).flatMap(Stream::ofNullable))
                .distinct()
                .toList();
    }

    private LockCard card(LockGroup group, Who who) {
        return LockCard.of(book.standing(group), finder.covered(group, who));
    }

    /** One rule of a group in words. */
    public record Rule(String name, String words) {}

    private static List<Rule> rules(LockGroup group) {
        return List.of(
                new Rule("Down at once", SlotWords.limit(group.rules().limit())),
                new Rule("Back within", PolicyWords.length(group.rules().hold())),
                new Rule(
                        "Settles for",
                        group.rules().settle().isZero()
                                ? "no time"
                                : PolicyWords.length(group.rules().settle())),
                new Rule("Not back in time", SlotWords.overdue(group.rules().overdue())),
                new Rule(
                        "Failures",
                        group.rules()
                                .budget()
                                .map(budget -> "Everybody stops after more than " + budget + ".")
                                .orElse("Nobody stops, however many fail.")),
                new Rule("Order", SlotWords.order(group.rules().order())),
                new Rule("Windows", PolicyWords.windows(group.rules().windows())),
                new Rule(
                        "Rollouts",
                        group.rules().followsRollouts()
                                ? "A paused or halted rollout holds its reboots."
                                : "Reboots go on while a rollout stands."),
                new Rule("Let in", SlotWords.access(group.access())));
    }
}
