package dev.platte.client.slot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One line of mountinfo (proc_pid_mountinfo(5)).
 *
 * @param device major:minor, of no use for btrfs, which invents its own
 * @param source what was mounted, as it was named
 */
record Mount(String device, String point, String source) {
    static List<Mount> read(Path proc) throws IOException {
        List<Mount> mounts = new ArrayList<>();
        for (String line : Files.readAllLines(proc.resolve("self/mountinfo"))) {
            List<String> fields = Arrays.asList(line.split(" "));
            int separator = fields.indexOf("-");
            if (separator >= 6 && fields.size() > separator + 2) {
                mounts.add(
                        new Mount(
                                fields.get(2),
                                unescaped(fields.get(4)),
                                unescaped(fields.get(separator + 2))));
            }
        }
        return mounts;
    }

    /** The kernel writes space, tab, newline and backslash as three octal digits. */
    private static String unescaped(String field) {
        return field.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }
}
