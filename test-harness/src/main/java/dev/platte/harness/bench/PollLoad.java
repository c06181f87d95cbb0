package dev.platte.harness.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Hosts that ask without pause over a fixed number of connections: each connection has one request
 * on its way, taken from a random host of the fleet. Plain sockets, since what the load generator
 * takes is missing to the server beside it.
 *
 * @param address of the server
 * @param connections requests on their way at any time
 * @param hosts of the fleet; their ids are {@link #machineId}
 */
record PollLoad(URI address, int connections, int hosts) {
    private static final String MACHINE = "abce671d61774703ac7be60715220bfe";
    private static final int PATIENCE_MILLIS = 30_000;

    /**
     * What came of it.
     *
     * @param nanos how long each answered request took, ascending
     * @param refused requests that were not answered 200
     * @param seconds how long all of it took
     */
    record Outcome(long[] nanos, long refused, double seconds) {

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
        try {
            byte[] text = Integer.toString(number).getBytes(StandardCharsets.US_ASCII);
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has MD5", impossible);
        }
    }

    /** Sends this body, each time with the id of another host, to this path. */
    Outcome run(String path, String body, double seconds) throws IOException, InterruptedException {
        List<Future<Worker>> working = new ArrayList<>();
        long start = System.nanoTime();
        long end = start + (long) (seconds * 1e9);
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread::new)) {
            for (int i = 0; i < connections; i++) {
                Worker worker = new Worker(request(path, body), start + i);
                working.add(
                        threads.submit(
                                () -> {
                                    worker.work(end);
                                    return worker;
                                }));
            }
        }
        long taken = System.nanoTime() - start;
        List<long[]> parts = new ArrayList<>();
        long refused = 0;
        for (Future<Worker> one : working) {
            Worker worker = done(one);
            parts.add(Arrays.copyOf(worker.nanos, worker.answered));
            refused += worker.refused;
        }
        long[] nanos = parts.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        return new Outcome(nanos, refused, taken / 1e9);
    }

    private static Worker done(Future<Worker> one) throws IOException, InterruptedException {
        try {
            return one.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("a connection ended: " + e.getMessage(), e);
        }
    }

    private byte[] request(String path, String body) {
        String head =
                """
                POST %s HTTP/1.1
                Host: %s
                Accept: */*
                Content-Type: text/xml
                Content-Length: %d

                """
                        .formatted(
                                path,
                                address.getAuthority(),
                                body.getBytes(StandardCharsets.UTF_8).length);
        return (head.replace("\n", "\r\n") + body).getBytes(StandardCharsets.UTF_8);
    }

    /** One connection. */
    private final class Worker {
        private final byte[] request;
        private final int machineAt;
        private final SplittableRandom random;
        private final byte[] buffer = new byte[16 * 1024];
        private long[] nanos = new long[1 << 14];
        private int answered;
        private long refused;

        Worker(byte[] request, long seed) {
            this.request = request;
            this.machineAt = new String(request, StandardCharsets.ISO_8859_1).indexOf(MACHINE);
            this.random = new SplittableRandom(seed);
        }

        void work(long end) throws IOException {
            while (System.nanoTime() < end) {
                try (Socket socket = new Socket()) {
                    socket.setTcpNoDelay(true);
                    socket.setSoTimeout(PATIENCE_MILLIS);
                    socket.connect(new InetSocketAddress(address.getHost(), address.getPort()));
                    while (System.nanoTime() < end && ask(socket)) {
                        continue;
                    }
                }
            }
        }

        /** Whether the connection stays open. */
        private boolean ask(Socket socket) throws IOException {
            byte[] id = machineId(random.nextInt(1, hosts + 1)).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(id, 0, request, machineAt, id.length);
            long before = System.nanoTime();
            socket.getOutputStream().write(request);
            String head = answer(socket.getInputStream());
            if (head.startsWith("HTTP/1.1 200")) {
                if (answered == nanos.length) {
                    nanos = Arrays.copyOf(nanos, answered * 2);
                }
                nanos[answered++] = System.nanoTime() - before;
            } else {
                refused++;
            }
            return !head.contains("Connection: close");
        }

        /** Reads an answer to its end and gives its head. */
        @SuppressWarnings("deprecation") // a byte is a character here, and no copy is made
        private String answer(InputStream in) throws IOException {
            int filled = 0;
            int body = -1;
            while (body < 0) {
                int read = in.read(buffer, filled, buffer.length - filled);
                if (read < 0) {
                    throw new IOException("the server closed a connection within an answer");
                }
                filled += read;
                body = endOfHead(filled);
            }
            String head = new String(buffer, 0, 0, body);
            for (int left = length(head) - (filled - body); left > 0; ) {
                int read = in.read(buffer, 0, Math.min(left, buffer.length));
                if (read < 0) {
                    throw new IOException("the server closed a connection within an answer");
                }
                left -= read;
            }
            return head;
        }

        private int endOfHead(int filled) {
            for (int i = 3; i < filled; i++) {
                if (buffer[i] == '\n' && buffer[i - 1] == '\r' && buffer[i - 2] == '\n') {
                    return i + 1;
                }
            }
            return -1;
        }

        private int length(String head) throws IOException {
            String name = "Content-Length: ";
            int at = head.indexOf(name);
            if (at < 0) {
                throw new IOException("an answer without Content-Length: " + head);
            }
            return Integer.parseInt(
                    head.substring(at + name.length(), head.indexOf('\r', at)).strip());
        }
    }
}
