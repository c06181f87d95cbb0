package dev.platte.client.agent;

import static java.util.Objects.requireNonNull;

import dev.platte.client.http.Pause;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The one queue through which everything from outside reaches the agent: requests, the end, and the
 * passing of time. All waiting is by a clock that nobody sets.
 */
public interface Inbox extends Pause {
    /** A request, and who waits for its reply. */
    record Call(Request request, CompletableFuture<Reply> reply) {
        public Call {
            requireNonNull(request, "request");
            requireNonNull(reply, "reply");
        }
    }

    /** From any thread; after the end the call is refused. */
    void put(Call call);

    /**
     * The next call; empty when none came within that time.
     *
     * @throws InterruptedException the process was told to end
     */
    Optional<Call> next(Duration atMost) throws InterruptedException;

    /** Tells the process to end: every pause is over, now and from now on. */
    void end();
}
