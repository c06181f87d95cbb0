package dev.platte.omaha.request;

import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * The hardware (Omaha v3, section hw).
 *
 * @param physicalMemoryGib empty if unknown
 * @param features instruction sets ({@code sse}, {@code sse2}, {@code sse3}, {@code ssse3}, {@code
 *     sse41}, {@code sse42}, {@code avx}) and whether the host has them; what it does not know is
 *     not in the map
 */
public record Hw(OptionalInt physicalMemoryGib, Map<String, Boolean> features) {

    public Hw {
        features = Map.copyOf(new TreeMap<>(features));
    }
}
