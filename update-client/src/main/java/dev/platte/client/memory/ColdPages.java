package dev.platte.client.memory;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.platte.client.libc.SystemCall;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of its program files a process has in memory: code of compilers and classes that were needed
 * once. The kernel is advised to let go of it (madvise(2), MADV_PAGEOUT, Linux 5.4); what is needed
 * again comes back from the file. What other processes use as well stays, and what can be written
 * to is not touched.
 */
final class ColdPages {
    private static final Logger LOG = System.getLogger(ColdPages.class.getName());
    private static final int MADV_PAGEOUT = 21;
    private static final SystemCall MADVISE =
            SystemCall.of("madvise", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));

    /** Address range, readable and not writable, offset, device, inode, file (proc(5)). */
    private static final Pattern OF_A_FILE =
            Pattern.compile(
                    "([0-9a-f]{1,15})-([0-9a-f]{1,15}) r-[x-][ps] [0-9a-f]+ \\S+ [1-9][0-9]* +/.*");

    private final Path maps;

    private ColdPages(Path maps) {
        this.maps = maps;
    }

    static ColdPages ofThisProcess() {
        return new ColdPages(Path.of("/proc/self/maps"));
    }

    /**
     * Some addresses of a process.
     *
     * @param length in bytes
     */
    record Range(long address, long length) {}

    /** Advice only: a system that does not take it is as good as before. */
    void giveBack() {
        try {
            for (Range range : ranges(Files.readAllLines(maps))) {
                MADVISE.call(
                        MemorySegment.ofAddress(range.address()), range.length(), MADV_PAGEOUT);
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "nothing is given back: {0}", e.getMessage());
        }
    }

    /** Those that a file stands for and nobody can write to. */
    static List<Range> ranges(List<String> maps) {
        return maps.stream()
                .map(OF_A_FILE::matcher)
                .filter(Matcher::matches)
                .map(
                        found -> {
                            long from = Long.parseLong(found.group(1), 16);
                            return new Range(from, Long.parseLong(found.group(2), 16) - from);
                        })
                .toList();
    }
}
