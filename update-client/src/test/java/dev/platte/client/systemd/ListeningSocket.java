package dev.platte.client.systemd;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/** The other end: a datagram socket as systemd and journald have one. */
final class ListeningSocket implements AutoCloseable {
    private static final int MOST = 1 << 20;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment buffer = arena.allocate(MOST);
    private final int descriptor;

    ListeningSocket(String path) {
        byte[] name = path.replace('@', '\0').getBytes(StandardCharsets.UTF_8);
        MemorySegment address = arena.allocate(2 + name.length + (path.startsWith("@") ? 0 : 1));
        address.set(JAVA_SHORT, 0, (short) 1);
        MemorySegment.copy(name, 0, address, JAVA_BYTE, 2, name.length);
        descriptor =
                call(
                        "socket",
                        FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
                        1,
                        2,
                        0);
        assertThat(
                        call(
                                "bind",
                                FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT),
                                descriptor,
                                address,
                                (int) address.byteSize()))
                .isZero();
    }

    /** Waits for the next datagram. */
    byte[] receive() {
        int length =
                (int)
                        (long)
                                invoke(
                                        "recv",
                                        FunctionDescriptor.of(
                                                JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT),
                                        descriptor,
                                        buffer,
                                        (long) MOST,
                                        0);
        assertThat(length).isNotNegative();
        return buffer.asSlice(0, length).toArray(JAVA_BYTE);
    }

    String receiveText() {
        return new String(receive(), StandardCharsets.UTF_8);
    }

    private static int call(String function, FunctionDescriptor descriptor, Object... arguments) {
        return (int) invoke(function, descriptor, arguments);
    }

    @SuppressWarnings("restricted")
    private static Object invoke(
            String function, FunctionDescriptor descriptor, Object... arguments) {
        Linker linker = Linker.nativeLinker();
        MethodHandle handle =
                linker.downcallHandle(linker.defaultLookup().findOrThrow(function), descriptor);
        try {
            return handle.invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        call("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT), descriptor);
        arena.close();
    }
}
