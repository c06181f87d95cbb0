package dev.platte.client.cli;

import dev.platte.client.confirm.Verdict;
import java.io.PrintWriter;

/** What became of the last flip, in words and as an exit status. */
final class Verdicts {
    private Verdicts() {}

    /** Whether nothing else is to be done on this boot. */
    static boolean stops(Verdict verdict) {
        return verdict instanceof Verdict.Unhealthy;
    }

    /** Says it; the exit status. */
    static int print(Verdict verdict, PrintWriter out, PrintWriter err) {
        PrintWriter to = verdict.isTrouble() ? err : out;
        String words = verdict.words();
        int last = words.lastIndexOf('\n') + 1;
        words.substring(0, last).lines().forEach(to::println);
        to.println((verdict.isTrouble() ? "update-client: " : "") + words.substring(last));
        to.flush();
        return verdict.isTrouble() ? UpdateClient.FAILED : UpdateClient.DONE;
    }
}
