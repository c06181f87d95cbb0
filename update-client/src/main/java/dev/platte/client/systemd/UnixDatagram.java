package dev.platte.client.systemd;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.platte.client.libc.SystemCall;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * Sends datagrams to a Unix socket. Java's own Unix sockets are streams, and both ends of systemd's
 * protocols are datagrams; so this is libc's {@code socket} and {@code sendto} (unix(7)).
 */
final class UnixDatagram implements AutoCloseable {
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int MSG_DONTWAIT = 0x40;

    /** sockaddr_un: the family, then a path of at most 108 bytes. */
    private static final int FAMILY = 2;

    private static final int MOST_PATH = 108;

    private static final SystemCall SOCKET =
            SystemCall.of("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final SystemCall SENDTO =
            SystemCall.of(
                    "sendto",
                    FunctionDescriptor.of(
                            JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    private static final SystemCall CLOSE =
            SystemCall.of("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private final String path;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment address;
    private final int descriptor;

    private UnixDatagram(String path) throws IOException {
        this.path = path;
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        boolean isAbstract = path.startsWith("@");
        if (!(isAbstract || path.startsWith("/")) || name.length >= MOST_PATH) {
            throw new IOException(path + " is no address of a Unix socket");
        }
        // An abstract name has a zero byte in front instead of one behind.
        this.address = arena.allocate(FAMILY + name.length + (isAbstract ? 0 : 1));
        address.set(JAVA_SHORT, 0, (short) AF_UNIX);
        MemorySegment.copy(name, 0, address, JAVA_BYTE, FAMILY, name.length);
        if (isAbstract) {
            address.set(JAVA_BYTE, FAMILY, (byte) 0);
        }
        this.descriptor = open();
    }

    /**
     * A socket whose datagrams go there.
     *
     * @param path absolute, or an abstract name after an {@code @}, as systemd writes it
     * @throws IOException that is no address, or there are no more descriptors
     */
    static UnixDatagram to(String path) throws IOException {
        return new UnixDatagram(path);
    }

    private int open() throws IOException {
        SystemCall.Result opened = SOCKET.call(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        if (opened.isFailed()) {
            throw new IOException("no socket for %s: errno %d".formatted(path, opened.errno()));
        }
        return Math.toIntExact(opened.value());
    }

    /** Waits for room at the other end. */
    void send(byte[] datagram) throws IOException {
        send(datagram, MSG_NOSIGNAL);
    }

    /** Fails when there is no room at the other end. */
    void sendNow(byte[] datagram) throws IOException {
        send(datagram, MSG_NOSIGNAL | MSG_DONTWAIT);
    }

    private void send(byte[] datagram, int flags) throws IOException {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment bytes = call.allocateFrom(JAVA_BYTE, datagram);
            SystemCall.Result sent =
                    SENDTO.call(
                            descriptor,
                            bytes,
                            bytes.byteSize(),
                            flags,
                            address,
                            (int) address.byteSize());
            if (sent.isFailed()) {
                throw new IOException(
                        "%d bytes were not sent to %s: errno %d"
                                .formatted(datagram.length, path, sent.errno()));
            }
        }
    }

    /** Nobody may be sending. */
    @Override
    public void close() {
        CLOSE.call(descriptor);
        arena.close();
    }
}
