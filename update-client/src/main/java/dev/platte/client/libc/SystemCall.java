package dev.platte.client.libc;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/** One function of the C library that answers with a number, and with errno where that says so. */
public final class SystemCall {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO =
            STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

    private final String name;
    private final MethodHandle handle;

    private SystemCall(String name, MethodHandle handle) {
        this.name = name;
        this.handle = handle;
    }

    /**
     * What a call gave back.
     *
     * @param errno means something only where the call failed
     */
    public record Result(long value, int errno) {
        /** Most calls say so by -1. */
        public boolean isFailed() {
            return value < 0;
        }
    }

    /**
     * Finds a function.
     *
     * @throws java.util.NoSuchElementException this system's library has none of that name
     */
    @SuppressWarnings("restricted")
    public static SystemCall of(
            String name, FunctionDescriptor descriptor, Linker.Option... options) {
        Linker.Option[] all = new Linker.Option[options.length + 1];
        all[0] = Linker.Option.captureCallState("errno");
        System.arraycopy(options, 0, all, 1, options.length);
        return new SystemCall(
                name,
                LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, all));
    }

    /** Calls it, with arguments as its descriptor says; memory among them must be alive. */
    public Result call(Object... arguments) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            Object[] all = new Object[arguments.length + 1];
            all[0] = state;
            System.arraycopy(arguments, 0, all, 1, arguments.length);
            Number value = (Number) handle.invokeWithArguments(all);
            return new Result(value.longValue(), state.get(JAVA_INT, ERRNO));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(name + " throws nothing", e);
        }
    }
}
