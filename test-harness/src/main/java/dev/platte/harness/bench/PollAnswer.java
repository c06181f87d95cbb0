package dev.platte.harness.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One answer as it comes in, with no more of HTTP than a benchmark needs. */
final class PollAnswer {
    private static final byte[] LENGTH = "\r\nContent-Length: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLOSE = "\r\nConnection: close".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int STATUS_AT = "HTTP/1.1 ".length();

    private final ByteBuffer wire = ByteBuffer.allocateDirect(16 * 1024);
    private final byte[] bytes = new byte[16 * 1024];
    private int filled;
    private int head;
    private int whole;

    /** Forgets the last answer and sends a request. */
    void send(SocketChannel channel, byte[] request) throws IOException {
        filled = 0;
        head = -1;
        whole = Integer.MAX_VALUE;
        wire.clear().put(request).flip();
        channel.write(wire);
        if (wire.hasRemaining()) {
            throw new IOException("a request did not fit into the socket");
        }
    }

    /** Reads what is there; returns whether the answer is whole. */
    boolean read(SocketChannel channel) throws IOException {
        wire.clear();
        int read = channel.read(wire);
        if (read < 0) {
            throw new IOException("the server closed a connection within an answer");
        }
        wire.flip().get(bytes, filled, read);
        filled += read;
        if (head < 0) {
            head = find(END);
            whole = head < 0 ? Integer.MAX_VALUE : head + END.length + number(find(LENGTH));
        }
        return filled >= whole;
    }

    int status() {
        return number(STATUS_AT, 0);
    }

    boolean closes() {
        return find(CLOSE) >= 0;
    }

    private int number(int name) throws IOException {
        if (name < 0) {
            throw new IOException("an answer without Content-Length");
        }
        return number(name + LENGTH.length, 0);
    }

    private int number(int from, int so) {
        int digit = bytes[from] - '0';
        return digit < 0 || digit > 9 ? so : number(from + 1, so * 10 + digit);
    }

    /** Where these bytes begin in the head; -1: nowhere. */
    private int find(byte[] what) {
        int end = (head < 0 ? filled : head + END.length) - what.length;
        for (int i = 0; i <= end; i++) {
            if (bytes[i] == what[0] && matches(i, what)) {
                return i;
            }
        }
        return -1;
    }

    private boolean matches(int at, byte[] what) {
        for (int i = 0; i < what.length; i++) {
            if (bytes[at + i] != what[i]) {
                return false;
            }
        }
        return true;
    }
}
