package dev.platte.harness.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a power cut leaves of files. What was synced is there: bytes when their file was, names when
 * their directory was. Of the rest a file system may have kept any part, and of the last bytes the
 * first half only.
 */
public final class Remains {
    /** Which of the changes that were not synced are there. */
    @FunctionalInterface
    public interface Luck {
        boolean keeps(FileChange change);
    }

    private final Map<String, Integer> names = new TreeMap<>();
    private final Map<Integer, byte[]> contents = new HashMap<>();

    private Remains(Map<String, byte[]> before) {
        before.forEach(
                (path, bytes) -> {
                    int file = -1 - names.size();
                    names.put(path, file);
                    contents.put(file, bytes.clone());
                });
    }

    /**
     * @param before the files of the beginning, by their paths
     * @param changes up to the cut, in order
     * @param torn whether the last write, if it was not synced, is there by half
     */
    public static Remains of(
            Map<String, byte[]> before, List<FileChange> changes, Luck luck, boolean torn) {
        Remains remains = new Remains(before);
        Set<Integer> lasting = lasting(changes);
        for (int i = 0; i < changes.size(); i++) {
            FileChange change = changes.get(i);
            if (lasting.contains(i) || luck.keeps(change)) {
                boolean half = torn && i == changes.size() - 1 && !lasting.contains(i);
                remains.apply(half ? half(change) : change);
            }
        }
        return remains;
    }

    private static FileChange half(FileChange change) {
        return change instanceof FileChange.Written(int file, long at, byte[] bytes)
                ? new FileChange.Written(file, at, Arrays.copyOf(bytes, bytes.length / 2))
                : change;
    }

    /** The places of the changes that a later sync made last. */
    private static Set<Integer> lasting(List<FileChange> changes) {
        Set<Integer> lasting = new HashSet<>();
        Map<Object, List<Integer>> waiting = new HashMap<>();
        for (int i = 0; i < changes.size(); i++) {
            switch (changes.get(i)) {
                case FileChange.Made(String path, int _) -> wait(waiting, parent(path), i);
                case FileChange.Renamed(String _, String to) -> wait(waiting, parent(to), i);
                case FileChange.Removed(String path) -> wait(waiting, parent(path), i);
                case FileChange.Written(int file, long _, byte[] _) -> wait(waiting, file, i);
                case FileChange.Resized(int file, long _) -> wait(waiting, file, i);
                case FileChange.DataSynced(int file) -> last(waiting, file, lasting);
                case FileChange.NamesSynced(String directory) -> last(waiting, directory, lasting);
            }
        }
        return lasting;
    }

    private static void wait(Map<Object, List<Integer>> waiting, Object what, int change) {
        waiting.computeIfAbsent(what, _ -> new ArrayList<>()).add(change);
    }

    private static void last(
            Map<Object, List<Integer>> waiting, Object what, Set<Integer> lasting) {
        List<Integer> synced = waiting.remove(what);
        if (synced != null) {
            lasting.addAll(synced);
        }
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    private void apply(FileChange change) {
        switch (change) {
            case FileChange.Made(String path, int file) -> {
                names.put(path, file);
                contents.putIfAbsent(file, new byte[0]);
            }
            case FileChange.Renamed(String from, String to) -> {
                // A name that was never made cannot take another one's place.
                Integer file = names.remove(from);
                if (file != null) {
                    names.put(to, file);
                }
            }
            case FileChange.Removed(String path) -> names.remove(path);
            case FileChange.Written(int file, long at, byte[] bytes) -> {
                int end = Math.toIntExact(at + bytes.length);
                byte[] old = contents.getOrDefault(file, new byte[0]);
                byte[] content = Arrays.copyOf(old, Math.max(old.length, end));
                System.arraycopy(bytes, 0, content, (int) at, bytes.length);
                contents.put(file, content);
            }
            case FileChange.Resized(int file, long size) ->
                    contents.put(
                            file,
                            Arrays.copyOf(
                                    contents.getOrDefault(file, new byte[0]),
                                    Math.toIntExact(size)));
            case FileChange.DataSynced _, FileChange.NamesSynced _ -> {}
        }
    }

    /** The files that are left, by their paths. */
    public Map<String, byte[]> files() {
        Map<String, byte[]> files = new TreeMap<>();
        names.forEach((path, file) -> files.put(path, contents.getOrDefault(file, new byte[0])));
        return files;
    }

    /** Lays them below a directory. */
    public void layBelow(Path directory) throws IOException {
        for (Map.Entry<String, byte[]> file : files().entrySet()) {
            Path path = directory.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
    }
}
