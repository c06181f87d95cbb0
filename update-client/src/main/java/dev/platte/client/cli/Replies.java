package dev.platte.client.cli;

import dev.platte.client.agent.Reply;
import java.io.PrintWriter;

/** What became of a request, in words and as an exit status. */
final class Replies {
    private Replies() {}

    /** Says it; the exit status. */
    static int print(Reply reply, PrintWriter out, PrintWriter err) {
        return switch (reply.kind()) {
            case DONE -> {
                out.println(reply.words());
                out.flush();
                yield UpdateClient.DONE;
            }
            case FAILED, REFUSED -> {
                err.println("update-client: " + reply.words());
                err.flush();
                yield UpdateClient.FAILED;
            }
        };
    }
}
