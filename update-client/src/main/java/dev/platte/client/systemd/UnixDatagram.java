package dev.platte.client.systemd;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
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

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO =
            STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle SOCKET =
            handle("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle SENDTO =
            handle(
                    "sendto",
                    FunctionDescriptor.of(
                            JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle CLOSE =
            handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

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

    @SuppressWarnings("restricted")
    private static MethodHandle handle(String function, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(function),
                descriptor,
                Linker.Option.captureCallState("errno"));
    }

    private int open() throws IOException {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment state = call.allocate(STATE);
            int opened = (int) SOCKET.invokeExact(state, AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
            if (opened < 0) {
                throw new IOException("no socket for %s: errno %d".formatted(path, errno(state)));
            }
            return opened;
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("socket(2) throws nothing", e);
        }
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
            MemorySegment state = call.allocate(STATE);
            MemorySegment bytes = call.allocateFrom(JAVA_BYTE, datagram);
            long sent =
                    (long)
                            SENDTO.invokeExact(
                                    state,
                                    descriptor,
                                    bytes,
                                    bytes.byteSize(),
                                    flags,
                                    address,
                                    (int) address.byteSize());
            if (sent < 0) {
                throw new IOException(
                        "%d bytes were not sent to %s: errno %d"
                                .formatted(datagram.length, path, errno(state)));
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("sendto(2) throws nothing", e);
        }
    }

    private static int errno(MemorySegment state) {
        return state.get(JAVA_INT, ERRNO);
    }

    /** Nobody may be sending. */
    @Override
    public void close() {
        try (Arena call = Arena.ofConfined()) {
            int _ = (int) CLOSE.invokeExact(call.allocate(STATE), descriptor);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("close(2) throws nothing", e);
        }
        arena.close();
    }
}
