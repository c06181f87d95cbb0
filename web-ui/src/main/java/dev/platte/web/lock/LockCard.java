package dev.platte.web.lock;

import dev.platte.db.lock.LockBook.Standing;
import dev.platte.db.lock.LockGroup;
import dev.platte.db.lock.LockSlot;
import dev.platte.policy.lock.WaitReason;
import dev.platte.web.lock.LockFinder.CoveredGroup;
import dev.platte.web.page.Mark;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a lock group stands, in a list and above its page.
 *
 * @param places its slots as they are drawn, the taken ones first
 * @param more slots that are not drawn: too many
 */
record LockCard(
        Standing standing, Mark mark, List<Place> places, int more, List<CoveredGroup> covered) {

    /** More are not drawn; the number stands beside them. */
    private static final int DRAWN = 24;

    LockCard {
        places = List.copyOf(places);
        covered = List.copyOf(covered);
    }

    /**
     * A slot as it is drawn.
     *
     * @param tone the CSS class
     * @param word what it says to who points at it
     */
    public record Place(String tone, String word) {}

    static LockCard of(Standing standing, List<CoveredGroup> covered) {
        List<Place> places = new ArrayList<>();
        for (LockSlot slot : standing.slots()) {
            places.add(new Place(SlotWords.tone(slot.state()), slot.host()));
        }
        while (places.size() < standing.limit() && places.size() < DRAWN) {
            places.add(new Place("free", "free"));
        }
        int all = Math.max(standing.limit(), standing.slots().size());
        List<Place> drawn = places.subList(0, Math.min(DRAWN, places.size()));
        return new LockCard(standing, mark(standing), drawn, all - drawn.size(), covered);
    }

    public LockGroup group() {
        return standing.group();
    }

    /** Why the next one would not get a slot, in one sentence; absent: it would. */
    public @Nullable String holds() {
        WaitReason reason = standing.reason();
        return switch (reason) {
            case null -> null;
            case WaitReason.Frozen frozen -> "Nobody reboots: " + frozen.why() + ".";
            case WaitReason.WindowClosed closed ->
                    closed.opens() == null ? "No window will ever open." : "The window opens";
            // Its place in the queue is each host's own.
            case WaitReason.SlotsTaken(int _, int taken, int limit) ->
                    taken + " of " + limit + (limit == 1 ? " slot is" : " slots are") + " taken.";
            case WaitReason.BudgetSpent _,
                    WaitReason.RolloutStopped _,
                    WaitReason.NotEligible _,
                    WaitReason.CanariesFirst _ ->
                    sentence(reason.sentence());
        };
    }

    /** When what holds it ends, where that is known. */
    public @Nullable Instant until() {
        return standing.reason() instanceof WaitReason.WindowClosed closed ? closed.opens() : null;
    }

    private static String sentence(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
    }

    private static Mark mark(Standing standing) {
        WaitReason reason = standing.reason();
        if (standing.group().spentSince() != null) {
            return new Mark("failed", "Stopped", "More hosts failed than it may bear.");
        }
        if (standing.group().frozenReason() != null) {
            return new Mark("paused", "Frozen", "A person stopped it; nobody reboots.");
        }
        if (standing.occupancy().overdue() > 0) {
            return new Mark("silent", "Overdue", "A host did not come back in time.");
        }
        return switch (reason) {
            case null -> new Mark("done", "Open", "Who asks now gets a slot.");
            case WaitReason.Frozen _ -> new Mark("paused", "Closed", "Its limit is 0.");
            case WaitReason.WindowClosed _ ->
                    new Mark("idle", "Window closed", "Nobody reboots outside of its windows.");
            case WaitReason.SlotsTaken _ ->
                    new Mark("moving", "All taken", "Who asks now waits for a slot.");
            case WaitReason.BudgetSpent _ ->
                    new Mark("failed", "Stopped", "More hosts failed than it may bear.");
            case WaitReason.RolloutStopped _,
                    WaitReason.NotEligible _,
                    WaitReason.CanariesFirst _ ->
                    new Mark("waiting", "Held", "Something holds who would be next.");
        };
    }
}
