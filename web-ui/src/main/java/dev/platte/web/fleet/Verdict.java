package dev.platte.web.fleet;

import dev.platte.db.explain.Explanation;
import dev.platte.policy.decide.Decision;
import dev.platte.policy.decide.Move;
import dev.platte.policy.decide.Reason;
import java.util.List;

/**
 * What the next poll of a host would be answered, in one line.
 *
 * @param tone how it looks
 */
record Verdict(String tone, String icon, String line) {

    static Verdict of(Explanation explanation) {
        return switch (explanation.decision()) {
            case null ->
                    new Verdict(
                            "warn",
                            "alert",
                            "It is answered \"no update\": its track names no group of this application.");
            case Decision.Offer offer ->
                    new Verdict("moving", "arrow", "Its next poll gets " + to(offer.move()) + ".");
            case Decision.UpToDate upToDate ->
                    new Verdict("done", "done", upToDate(upToDate.reasons()));
            case Decision.NotNow notNow -> notNow(notNow, explanation.passes());
        };
    }

    private static String upToDate(List<Reason> reasons) {
        return reasons.stream().anyMatch(Reason.NewerThanTarget.class::isInstance)
                ? "It needs nothing: it runs something newer than the target."
                : "It needs nothing: it runs the target.";
    }

    private static Verdict notNow(Decision.NotNow notNow, boolean passes) {
        Move move = notNow.move();
        String what = move == null ? "There is nothing for it" : "It is to get " + to(move);
        return passes
                ? new Verdict(
                        "moving", "clock", what + ", but not yet: time alone ends what holds it.")
                : new Verdict(
                        "warn",
                        "stop",
                        what + ", but is held: somebody has to act before it moves.");
    }

    private static String to(Move move) {
        String to = move.to().version().text();
        String target = move.target().version().text();
        return to.equals(target) ? to : to + " on its way to " + target;
    }
}
