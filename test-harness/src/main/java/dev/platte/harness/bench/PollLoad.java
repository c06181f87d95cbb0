package dev.platte.harness.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Hosts that ask without pause over a fixed number of connections: each connection has one request
 * on its way, taken from a random host of the fleet. One thread serves all of them, since what the
 * load generator takes is missing to the server beside it.
 *
 * @param address of the server
 * @param connections requests on their way at any time
 * @param hosts of the fleet; their ids are {@link #machineId}
 */
record PollLoad(URI address, int connections, int hosts) {
    /** A machine id in what is sent, in whose place others are put. */
    static final String MACHINE = "abce671d61774703ac7be60715220bfe";

    private static final int PATIENCE_MILLIS = 30_000;
    private static final int STATUS_OK = 200;

    /**
     * What came of it.
     *
     * @param nanos how long each answered request took, ascending
     * @param refused requests that were not answered 200
     * @param seconds how long all of it took
     */
    record Outcome(long[] nanos, long refused, double seconds) {
        /** What {@link #columns} are. */
        static final String HEAD =
                "%11s %9s %9s %9s".formatted("answers/s", "p50 (ms)", "p99 (ms)", "refused");

        String columns() {
            return String.format(
                    Locale.ROOT,
                    "%,11.0f %9.2f %9.2f %9d",
                    perSecond(),
                    millis(0.5),
                    millis(0.99),
                    refused);
        }

        /** Fields of a JSON object. */
        String json() {
            return String.format(
                    Locale.ROOT,
                    "\"perSecond\": %.0f, \"p50Millis\": %.3f, \"p99Millis\": %.3f, \"refused\": %d",
                    perSecond(),
                    millis(0.5),
                    millis(0.99),
                    refused);
        }

        double perSecond() {
            return nanos.length / seconds;
        }

        /** Milliseconds within which this share of the requests was answered. */
        double millis(double share) {
            return nanos.length == 0
                    ? Double.NaN
                    : nanos[(int) Math.min(nanos.length - 1L, (long) (share * nanos.length))] / 1e6;
        }

        Outcome plus(Outcome other) {
            long[] all = Arrays.copyOf(nanos, nanos.length + other.nanos.length);
            System.arraycopy(other.nanos, 0, all, nanos.length, other.nanos.length);
            Arrays.sort(all);
            return new Outcome(all, refused + other.refused, seconds + other.seconds);
        }
    }

    /** The id of a host: PostgreSQL's {@code md5(number::text)}, so that ids lie in no order. */
    static String machineId(int number) {
        return HexFormat.of().formatHex(md5(number));
    }

    private static byte[] md5(int number) {
        try {
            byte[] text = Integer.toString(number).getBytes(StandardCharsets.US_ASCII);
            return MessageDigest.getInstance("MD5").digest(text);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has MD5", impossible);
        }
    }

    /**
     * What hosts ask.
     *
     * @param headers lines of the request's head, apart by line feeds
     * @param body with {@link #MACHINE} where the id of the host belongs
     * @param status of the answer that counts; others are refusals
     */
    record Question(String path, String headers, String body, int status) {
        /** An Omaha request. */
        static Question omaha(String path, String body) {
            return new Question(path, "Content-Type: text/xml", body, STATUS_OK);
        }
    }

    /** Sends this body, each time with the id of another host, to this path. */
    Outcome run(String path, String body, double seconds) throws IOException {
        return run(Question.omaha(path, body), seconds);
    }

    /** Asks for so long, each time as another host. */
    Outcome run(Question question, double seconds) throws IOException {
        return new Run(question, (long) (seconds * 1e9), false).work();
    }

    /** Asks once as each host, one after the other. */
    Outcome once(Question question) throws IOException {
        return new Run(question, Long.MAX_VALUE / 2, true).work();
    }

    /** One connection. */
    private static final class Wire {
        private final SocketChannel channel;
        private final PollAnswer answer = new PollAnswer();
        private long asked;

        Wire(SocketChannel channel) {
            this.channel = channel;
        }
    }

    private final class Run {
        private final byte[] request;
        private final int machineAt;
        private final int status;
        private final long duration;
        private final boolean inOrder;
        private final SplittableRandom random = new SplittableRandom(hosts);
        private long[] nanos = new long[1 << 20];
        private int answered;
        private long refused;
        private long end;
        private int open;
        private int last;

        Run(Question question, long duration, boolean inOrder) {
            String body = question.body();
            String head =
                    """
                    POST %s HTTP/1.1
                    Host: %s
                    Accept: */*
                    %s
                    Content-Length: %d

                    """
                            .formatted(
                                    question.path(),
                                    address.getAuthority(),
                                    question.headers(),
                                    body.getBytes(StandardCharsets.UTF_8).length);
            String all = head.replace("\n", "\r\n") + body;
            this.request = all.getBytes(StandardCharsets.UTF_8);
            this.machineAt = new String(request, StandardCharsets.ISO_8859_1).indexOf(MACHINE);
            this.status = question.status();
            this.duration = duration;
            this.inOrder = inOrder;
        }

        Outcome work() throws IOException {
            long start = System.nanoTime();
            end = start + duration;
            try (Selector selector = Selector.open()) {
                for (int i = 0; i < connections; i++) {
                    connect(selector);
                }
                while (open > 0) {
                    int ready = selector.select(this::read, PATIENCE_MILLIS);
                    if (ready == 0) {
                        throw new IOException("no answer in " + PATIENCE_MILLIS + " ms");
                    }
                }
            }
            double taken = (System.nanoTime() - start) / 1e9;
            long[] sorted = Arrays.copyOf(nanos, answered);
            Arrays.sort(sorted);
            return new Outcome(sorted, refused, taken);
        }

        private void connect(Selector selector) throws IOException {
            SocketChannel channel =
                    SocketChannel.open(new InetSocketAddress(address.getHost(), address.getPort()));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            Wire wire = new Wire(channel);
            channel.register(selector, SelectionKey.OP_READ, wire);
            open++;
            ask(wire);
        }

        private void read(SelectionKey key) {
            Wire wire = (Wire) key.attachment();
            try {
                if (!wire.answer.read(wire.channel)) {
                    return;
                }
                count(wire);
                if (System.nanoTime() >= end || inOrder && last == hosts) {
                    close(wire);
                } else if (wire.answer.closes()) {
                    close(wire);
                    connect(key.selector());
                } else {
                    ask(wire);
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        private void close(Wire wire) throws IOException {
            wire.channel.close();
            open--;
        }

        /** A request is smaller than any socket's buffer: it goes in one piece or the run ends. */
        private void ask(Wire wire) throws IOException {
            byte[] id = machineId(next()).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(id, 0, request, machineAt, id.length);
            wire.asked = System.nanoTime();
            wire.answer.send(wire.channel, request);
        }

        private int next() {
            last = Math.min(hosts, last + 1);
            return inOrder ? last : random.nextInt(1, hosts + 1);
        }

        private void count(Wire wire) {
            if (wire.answer.status() != status) {
                refused++;
                return;
            }
            if (answered == nanos.length) {
                nanos = Arrays.copyOf(nanos, answered * 2);
            }
            nanos[answered++] = System.nanoTime() - wire.asked;
        }
    }
}
