package dev.platte.client.control;

import static java.util.Objects.requireNonNull;

import dev.platte.client.agent.Reply;
import dev.platte.client.agent.Situation;
import dev.platte.client.agent.SituationFields;
import dev.platte.client.state.DamagedException;
import dev.platte.client.state.Fields;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * What the agent says on its socket: a line with the kind of the message, one line {@code
 * name=value} for each field, and an empty line.
 */
public sealed interface Message {
    /** How things stand now. */
    record Standing(Situation situation) implements Message {
        public Standing {
            requireNonNull(situation, "situation");
        }
    }

    /** So many bytes of the payload file have arrived. */
    record Progress(long received, long total) implements Message {}

    /** What became of the request; the last message. */
    record Done(Reply reply) implements Message {
        public Done {
            requireNonNull(reply, "reply");
        }
    }

    /** As it goes over the socket. */
    default String encode() {
        return switch (this) {
            case Standing(Situation situation) ->
                    "situation\n" + SituationFields.of(situation).lines() + "\n";
            case Progress(long received, long total) ->
                    "progress\n"
                            + new Fields().with("received", received).with("total", total).lines()
                            + "\n";
            case Done(Reply reply) ->
                    "reply\n"
                            + new Fields()
                                    .with("kind", reply.kind().name().toLowerCase(Locale.ROOT))
                                    .with("words", reply.words())
                                    .lines()
                            + "\n";
        };
    }

    /**
     * Reads the next one.
     *
     * @return empty at the end
     * @throws IOException the other side speaks another language, or is gone in the middle
     */
    static Optional<Message> read(BufferedReader in) throws IOException {
        String kind = in.readLine();
        if (kind == null) {
            return Optional.empty();
        }
        StringBuilder lines = new StringBuilder();
        for (String line = in.readLine(); !"".equals(line); line = in.readLine()) {
            if (line == null) {
                throw new IOException("the agent ended in the middle of a message");
            }
            lines.append(line).append('\n');
        }
        try {
            return Optional.of(of(kind, Fields.ofLines(lines.toString())));
        } catch (DamagedException | IllegalArgumentException e) {
            throw new IOException("the agent speaks another language: " + e.getMessage(), e);
        }
    }

    private static Message of(String kind, Fields fields) {
        return switch (kind) {
            case "situation" -> new Standing(SituationFields.read(fields));
            case "progress" ->
                    new Progress(
                            fields.number("received").orElse(0L),
                            fields.number("total").orElse(0L));
            case "reply" ->
                    new Done(
                            new Reply(
                                    Reply.Kind.valueOf(
                                            fields.text("kind")
                                                    .orElse("")
                                                    .toUpperCase(Locale.ROOT)),
                                    fields.text("words").orElse("")));
            default -> throw new IllegalArgumentException("a message of the kind " + kind);
        };
    }
}
