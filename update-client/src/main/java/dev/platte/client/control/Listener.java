package dev.platte.client.control;

import dev.platte.client.agent.Reply;
import java.io.IOException;
import java.io.Writer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * One who listens on the socket. The agent never waits for it: whoever reads too slowly misses what
 * is old, and never the reply.
 */
final class Listener {
    private static final int MOST_WAITING = 64;

    private final BlockingQueue<Message> waiting = new ArrayBlockingQueue<>(MOST_WAITING);

    /** From the agent's thread. */
    void hear(Message message) {
        while (!waiting.offer(message)) {
            waiting.poll();
        }
    }

    /** The request is done; to be called once. */
    void done(Reply reply) {
        hear(new Message.Done(reply));
    }

    /** Writes what is heard until the reply, or until nobody reads any more. */
    void writeTo(Writer out) throws IOException, InterruptedException {
        while (true) {
            Message message = waiting.take();
            out.write(message.encode());
            out.flush();
            if (message instanceof Message.Done) {
                return;
            }
        }
    }
}
