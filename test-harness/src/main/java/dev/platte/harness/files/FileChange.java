package dev.platte.harness.files;

/**
 * One change below a directory. Paths are relative to it; a number stands for the file behind a
 * name, which keeps its content when the name changes.
 */
public sealed interface FileChange {
    /** An empty file appeared. */
    record Made(String path, int file) implements FileChange {}

    /** One name took the place of another, whatever was there. */
    record Renamed(String from, String to) implements FileChange {}

    /** A name went. */
    record Removed(String path) implements FileChange {}

    /** Bytes were written; the array belongs to the change. */
    record Written(int file, long at, byte[] bytes) implements FileChange {}

    /** The file was cut, or grew, to that size. */
    record Resized(int file, long size) implements FileChange {}

    /** What was written to the file lasts. */
    record DataSynced(int file) implements FileChange {}

    /** The names in that directory last. */
    record NamesSynced(String directory) implements FileChange {}
}
