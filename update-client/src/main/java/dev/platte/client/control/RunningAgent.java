package dev.platte.client.control;

import dev.platte.client.agent.Reply;
import dev.platte.client.agent.Situation;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The agent of another process on this host, as a command reaches it; good for one request. */
public final class RunningAgent implements Closeable {
    private static final Logger LOG = System.getLogger(RunningAgent.class.getName());

    private final SocketChannel channel;

    private RunningAgent(SocketChannel channel) {
        this.channel = channel;
    }

    /** Hears what the agent says while a request is under way. */
    public interface Ear {
        /** How things stand. */
        void standing(Situation situation);

        /** So many bytes of the payload file have arrived. */
        default void progressed(long received, long total) {}
    }

    /**
     * The one that runs.
     *
     * @param run the run directory
     * @return empty where none runs
     */
    public static Optional<RunningAgent> find(Path run) {
        Path file = ControlSocket.file(run);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new RunningAgent(SocketChannel.open(UnixDomainSocketAddress.of(file))));
        } catch (IOException e) {
            // A socket without a listener is what a killed agent leaves behind.
            LOG.log(Level.DEBUG, "{0}: {1}", file, e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Says the word and hears all there is, until the reply.
     *
     * @throws IOException the agent went away before it
     */
    public Reply ask(Verb verb, Ear ear) throws IOException {
        ByteBuffer line = ByteBuffer.wrap((verb.word() + "\n").getBytes(StandardCharsets.US_ASCII));
        while (line.hasRemaining()) {
            channel.write(line);
        }
        BufferedReader in = ControlSocket.reader(channel);
        while (true) {
            Message message =
                    Message.read(in)
                            .orElseThrow(() -> new IOException("the agent ended meanwhile"));
            switch (message) {
                case Message.Standing(Situation situation) -> ear.standing(situation);
                case Message.Progress(long received, long total) -> ear.progressed(received, total);
                case Message.Done(Reply reply) -> {
                    return reply;
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
