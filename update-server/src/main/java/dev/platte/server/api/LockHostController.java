package dev.platte.server.api;

import dev.platte.db.lock.LockBook;
import dev.platte.db.lock.LockEvent;
import dev.platte.db.lock.LockGroup;
import dev.platte.db.lock.LockSlot;
import dev.platte.db.lock.LockSlots;
import dev.platte.server.contract.Gives;
import dev.platte.server.contract.Takes;
import dev.platte.server.edge.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who holds slots of a lock group, who waits, and what people do about it. */
@RestController
@RequestMapping(Answers.BASE + "/locks/{lock}")
final class LockHostController {

    private final LockBook book;
    private final LockSlots slots;
    private final LockPlaces places;

    LockHostController(LockBook book, LockSlots slots, LockPlaces places) {
        this.book = book;
        this.slots = slots;
        this.places = places;
    }

    /** All slots that are taken, the oldest first; settling ones too. */
    @GetMapping("/slots")
    List<LockView.Slot> slots(@PathVariable String lock) {
        LockGroup group = places.find(lock);
        List<LockSlot> taken = book.standing(group).slots();
        Map<String, String> names =
                book.hostnames(group.id(), taken.stream().map(LockSlot::host).toList());
        return taken.stream().map(slot -> LockView.Slot.of(slot, names)).toList();
    }

    /** Those who wait, in the order in which they are served. */
    @GetMapping("/waiting")
    ResponseEntity<List<LockView.Waiting>> waiting(
            @PathVariable String lock,
            @RequestParam(defaultValue = "0") long cursor,
            @RequestParam(defaultValue = "50") int limit,
            HttpServletRequest request) {
        LockGroup group = places.find(lock);
        int page = Pages.checked(limit);
        long next = Math.max(0, cursor) + page;
        return Pages.of(
                request,
                book.waiting(group.id(), Math.max(0, cursor), page + 1),
                page,
                LockView.Waiting::of,
                last -> Long.toString(next));
    }

    /** What happened, the newest first. */
    @GetMapping("/events")
    ResponseEntity<List<LockView.Event>> events(
            @PathVariable String lock,
            @RequestParam(required = false) @Nullable String host,
            @RequestParam(required = false) @Nullable Long cursor,
            @RequestParam(defaultValue = "50") int limit,
            HttpServletRequest request) {
        LockGroup group = places.find(lock);
        int page = Pages.checked(limit);
        List<LockEvent> found = book.events(group.id(), host, cursor, page + 1);
        return Pages.of(request, found, page, LockView.Event::of, last -> Long.toString(last.id()));
    }

    /** One host: its slot, or its place in the queue and the one reason. */
    @GetMapping("/hosts/{host}")
    LockView.Host host(@PathVariable String lock, @PathVariable String host) {
        return book.host(places.find(lock).id(), host)
                .map(LockView.Host::of)
                .orElseThrow(() -> unknown(host));
    }

    /** Takes a slot for the host, as {@code locksmithctl lock} did. */
    @PostMapping("/hosts/{host}/take")
    LockView.Slot take(
            @PathVariable String lock,
            @PathVariable String host,
            @Takes(Bodies.Why.class) Fields fields,
            HttpServletRequest request) {
        LockSlot taken =
                slots.take(places.find(lock).id(), host, LockController.caller(request, fields));
        return LockView.Slot.of(taken, Map.of());
    }

    /** Takes the slot of the host away; answers the slot as it was. Needs a reason. */
    @PostMapping("/hosts/{host}/free")
    LockView.Slot free(
            @PathVariable String lock,
            @PathVariable String host,
            @Takes(Bodies.Reason.class) Fields fields,
            HttpServletRequest request) {
        LockSlot freed =
                slots.free(places.find(lock).id(), host, LockController.caller(request, fields));
        return LockView.Slot.of(freed, Map.of());
    }

    /** Forgets a host that is gone. Needs a reason. */
    @PostMapping("/hosts/{host}/forget")
    @Gives(204)
    ResponseEntity<Void> forget(
            @PathVariable String lock,
            @PathVariable String host,
            @Takes(Bodies.Reason.class) Fields fields,
            HttpServletRequest request) {
        slots.forget(places.find(lock).id(), host, LockController.caller(request, fields));
        return ResponseEntity.noContent().build();
    }

    private static ProblemException unknown(String host) {
        return Lookup.missing("lock-host-unknown", host + " is no host of the lock group.");
    }
}
