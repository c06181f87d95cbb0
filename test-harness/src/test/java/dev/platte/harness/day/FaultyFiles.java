package dev.platte.harness.day;

import dev.platte.harness.day.Fault.Place;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;

/**
 * The files of this machine as one process sees them, whose changes fail when the plan says so. The
 * client needs no seam for that: its paths say which file system they belong to.
 */
final class FaultyFiles extends FileSystemProvider {
    private final Supplier<Death> process;
    private final FileSystem system = new Seen();

    /** The process at work now is the one that is struck. */
    FaultyFiles(Supplier<Death> process) {
        this.process = process;
    }

    /** The same path, seen so. */
    Path of(Path real) {
        return (Path)
                Proxy.newProxyInstance(
                        Path.class.getClassLoader(),
                        new Class<?>[] {Path.class},
                        (self, method, args) -> call(real, method, args));
    }

    /** Paths answer for themselves; what comes back of them is seen so, too. */
    private Object call(Path real, Method method, Object[] args) throws Throwable {
        switch (method.getName()) {
            case "getFileSystem" -> {
                return system;
            }
            case "equals" -> {
                return args[0] instanceof Path other && real.equals(real(other));
            }
            case "iterator" -> {
                return StreamSupport.stream(real.spliterator(), false).map(this::of).iterator();
            }
            default -> {
                Object[] plain =
                        args == null
                                ? new Object[0]
                                : Arrays.stream(args)
                                        .map(arg -> arg instanceof Path path ? real(path) : arg)
                                        .toArray();
                try {
                    Object result = method.invoke(real, plain);
                    return result instanceof Path path ? of(path) : result;
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            }
        }
    }

    private Path real(Path path) {
        return path.getFileSystem() == system ? Path.of(path.toString()) : path;
    }

    private static FileSystemProvider below() {
        return FileSystems.getDefault().provider();
    }

    /** A change of that file; fails before anything of it is there. */
    private void change(Path path) throws IOException {
        var fault = process.get().pass(Place.STATE_WRITE);
        if (fault.isPresent()) {
            if (path.getFileName().toString().startsWith("reports")) {
                process.get().forgets();
            }
            throw new FileSystemException(path.toString(), null, words(fault.get()));
        }
    }

    private static String words(Fault fault) {
        return switch (fault) {
            case STATE_FULL -> "No space left on device";
            case STATE_READ_ONLY -> "Read-only file system";
            default -> "Input/output error";
        };
    }

    /** What is opened to be written may be left with a part of something in it. */
    private void opening(Path path, Set<? extends OpenOption> options) throws IOException {
        if (!options.contains(StandardOpenOption.WRITE)) {
            process.get().requireAlive();
            return;
        }
        try {
            change(path);
        } catch (FileSystemException | Death.Killed e) {
            if (path.toString().endsWith(".new")) {
                Files.writeString(real(path), "a part of somethi");
            }
            throw e;
        }
    }

    @Override
    public FileChannel newFileChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        opening(path, options);
        return below().newFileChannel(real(path), options, attributes);
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        opening(path, options);
        return below().newByteChannel(real(path), options, attributes);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(
            Path directory, DirectoryStream.Filter<? super Path> filter) throws IOException {
        DirectoryStream<Path> all =
                below().newDirectoryStream(real(directory), path -> filter.accept(of(path)));
        return new DirectoryStream<>() {
            @Override
            public Iterator<Path> iterator() {
                return StreamSupport.stream(all.spliterator(), false)
                        .map(FaultyFiles.this::of)
                        .iterator();
            }

            @Override
            public void close() throws IOException {
                all.close();
            }
        };
    }

    @Override
    public void createDirectory(Path directory, FileAttribute<?>... attributes) throws IOException {
        change(directory);
        below().createDirectory(real(directory), attributes);
    }

    @Override
    public void delete(Path path) throws IOException {
        change(path);
        below().delete(real(path));
    }

    @Override
    public boolean deleteIfExists(Path path) throws IOException {
        if (Files.exists(real(path))) {
            change(path);
        }
        return below().deleteIfExists(real(path));
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) throws IOException {
        change(target);
        below().copy(real(source), real(target), options);
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        change(target);
        below().move(real(source), real(target), options);
    }

    @Override
    public boolean isSameFile(Path path, Path other) throws IOException {
        return below().isSameFile(real(path), real(other));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
        return below().isHidden(real(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
        return below().getFileStore(real(path));
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        below().checkAccess(real(path), modes);
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(
            Path path, Class<V> type, LinkOption... options) {
        return below().getFileAttributeView(real(path), type, options);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(
            Path path, Class<A> type, LinkOption... options) throws IOException {
        return below().readAttributes(real(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
            throws IOException {
        return below().readAttributes(real(path), names, options);
    }

    @Override
    public void setAttribute(Path path, String name, Object value, LinkOption... options)
            throws IOException {
        change(path);
        below().setAttribute(real(path), name, value, options);
    }

    @Override
    public String getScheme() {
        return "faulty";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
        throw new UnsupportedOperationException("there is one");
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        return system;
    }

    @Override
    public Path getPath(URI uri) {
        throw new UnsupportedOperationException("no path of this file system has a URI");
    }

    /** One of them. */
    private final class Seen extends FileSystem {
        private final FileSystem real = FileSystems.getDefault();

        @Override
        public FileSystemProvider provider() {
            return FaultyFiles.this;
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
            return real.getSeparator();
        }

        @Override
        public Iterable<Path> getRootDirectories() {
            return Set.of(of(Path.of("/")));
        }

        @Override
        public Iterable<FileStore> getFileStores() {
            return real.getFileStores();
        }

        @Override
        public Set<String> supportedFileAttributeViews() {
            return real.supportedFileAttributeViews();
        }

        @Override
        public Path getPath(String first, String... more) {
            return of(Path.of(first, more));
        }

        @Override
        public PathMatcher getPathMatcher(String pattern) {
            PathMatcher matcher = real.getPathMatcher(pattern);
            return path -> matcher.matches(real(path));
        }

        @Override
        public UserPrincipalLookupService getUserPrincipalLookupService() {
            return real.getUserPrincipalLookupService();
        }

        @Override
        public WatchService newWatchService() throws IOException {
            return real.newWatchService();
        }
    }
}
