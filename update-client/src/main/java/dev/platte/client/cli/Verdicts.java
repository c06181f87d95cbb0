package dev.platte.client.cli;

import dev.platte.client.confirm.CheckResult;
import dev.platte.client.confirm.Verdict;
import java.io.PrintWriter;
import java.util.List;

/** What became of the last flip, in words and as an exit status. */
final class Verdicts {
    private Verdicts() {}

    /** Whether nothing else is to be done on this boot. */
    static boolean stops(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Unhealthy _ -> true;
            case Verdict.Confirmed _,
                    Verdict.NotBootedYet _,
                    Verdict.WasConfirmed _,
                    Verdict.FellBack _,
                    Verdict.NeverFlipped _,
                    Verdict.NoDisk _ ->
                    false;
        };
    }

    /** Says it; the exit status. */
    static int print(Verdict verdict, PrintWriter out, PrintWriter err) {
        int status =
                switch (verdict) {
                    case Verdict.Confirmed(var slot, List<CheckResult> checks) -> {
                        checks.forEach(check -> out.println(words(check)));
                        out.printf(
                                "%s is confirmed: %s%n",
                                slot.label(),
                                checks.isEmpty()
                                        ? "there are no health checks"
                                        : checks.size() + " health checks passed");
                        yield UpdateClient.DONE;
                    }
                    case Verdict.WasConfirmed(var slot) -> {
                        out.printf("%s was confirmed before%n", slot.label());
                        yield UpdateClient.DONE;
                    }
                    case Verdict.NotBootedYet(var flip) -> {
                        out.printf("%s is installed and waits for a reboot%n", flip.version());
                        yield UpdateClient.DONE;
                    }
                    case Verdict.NeverFlipped(var slot) -> {
                        out.printf(
                                "%s runs as before: the last update ended before its flip%n",
                                slot.label());
                        yield UpdateClient.DONE;
                    }
                    case Verdict.FellBack(var slot, var flip) -> {
                        out.printf(
                                "%s runs again: %s did not come up and is not tried again%n",
                                slot.label(), flip.version());
                        yield UpdateClient.DONE;
                    }
                    case Verdict.Unhealthy unhealthy -> {
                        unhealthy.checks().forEach(check -> err.println(words(check)));
                        err.printf(
                                "update-client: %s is not healthy; %s%n",
                                unhealthy.slot().label(),
                                unhealthy.gone()
                                        ? "reboot to return to the other slot"
                                        : "there is no other slot to return to, it was left as it is");
                        yield UpdateClient.FAILED;
                    }
                    case Verdict.NoDisk(String why) -> {
                        err.printf("update-client: the disk cannot be used: %s%n", why);
                        yield UpdateClient.FAILED;
                    }
                };
        out.flush();
        err.flush();
        return status;
    }

    private static String words(CheckResult check) {
        String first =
                "%s: %s, %s in %d ms"
                        .formatted(
                                check.check(),
                                check.passed() ? "passed" : "FAILED",
                                check.words(),
                                check.took().toMillis());
        return check.passed() || check.output().isEmpty()
                ? first
                : first + System.lineSeparator() + check.output().indent(4).stripTrailing();
    }
}
