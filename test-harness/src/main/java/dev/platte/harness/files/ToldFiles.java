package dev.platte.harness.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** A directory of this machine whose changes are told, in their order, while they are made. */
public final class ToldFiles extends FileSystem {
    private final Path directory;
    private final Consumer<FileChange> told;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final ToldProvider provider = new ToldProvider(this);
    private int last;

    private ToldFiles(Path directory, Consumer<FileChange> told) {
        this.directory = directory;
        this.told = told;
    }

    /** The directory as a path of this file system; what is there already is told to nobody. */
    public static Path over(Path directory, Consumer<FileChange> told) throws IOException {
        Path real = directory.toRealPath();
        return new ToldPath(new ToldFiles(real, told), real);
    }

    String name(Path real) {
        return directory.relativize(real.toAbsolutePath().normalize()).toString();
    }

    /** The number of the file behind a name; those of the beginning get theirs when they change. */
    synchronized int number(Path real) {
        return numbers.computeIfAbsent(name(real), _ -> ++last);
    }

    synchronized int make(Path real) {
        numbers.remove(name(real));
        int number = number(real);
        tell(new FileChange.Made(name(real), number));
        return number;
    }

    synchronized void rename(Path from, Path to) {
        numbers.put(name(to), number(from));
        numbers.remove(name(from));
        tell(new FileChange.Renamed(name(from), name(to)));
    }

    synchronized void remove(Path real) {
        numbers.remove(name(real));
        tell(new FileChange.Removed(name(real)));
    }

    synchronized void tell(FileChange change) {
        told.accept(change);
    }

    @Override
    public FileSystemProvider provider() {
        return provider;
    }

    @Override
    public Path getPath(String first, String... more) {
        return new ToldPath(this, Path.of(first, more));
    }

    @Override
    public void close() {}

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public String getSeparator() {
        return "/";
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        return List.of(new ToldPath(this, Path.of("/")));
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        return FileSystems.getDefault().getFileStores();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return FileSystems.getDefault().supportedFileAttributeViews();
    }

    @Override
    public PathMatcher getPathMatcher(String syntaxAndPattern) {
        PathMatcher real = FileSystems.getDefault().getPathMatcher(syntaxAndPattern);
        return path -> real.matches(ToldPath.real(path));
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        return FileSystems.getDefault().getUserPrincipalLookupService();
    }

    @Override
    public WatchService newWatchService() {
        try {
            return FileSystems.getDefault().newWatchService();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
