package dev.platte.harness.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/** An open file or directory. */
final class ToldChannel extends FileChannel {
    private final ToldFiles files;
    private final FileChannel real;
    private final int number;
    private final @Nullable String directory;

    /**
     * @param number of the file
     * @param directory its name, when it is none
     */
    ToldChannel(ToldFiles files, FileChannel real, int number, @Nullable String directory) {
        this.files = files;
        this.real = real;
        this.number = number;
        this.directory = directory;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        return real.read(into);
    }

    @Override
    public long read(ByteBuffer[] into, int offset, int length) throws IOException {
        return real.read(into, offset, length);
    }

    @Override
    public int read(ByteBuffer into, long at) throws IOException {
        return real.read(into, at);
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        long at = real.position();
        ByteBuffer copy = from.duplicate();
        int count = real.write(from);
        tell(copy, at, count);
        return count;
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) throws IOException {
        long count = 0;
        for (int i = offset; i < offset + length; i++) {
            count += write(from[i]);
        }
        return count;
    }

    @Override
    public int write(ByteBuffer from, long at) throws IOException {
        ByteBuffer copy = from.duplicate();
        int count = real.write(from, at);
        tell(copy, at, count);
        return count;
    }

    private void tell(ByteBuffer written, long at, int count) {
        byte[] bytes = new byte[count];
        written.get(bytes);
        files.tell(new FileChange.Written(number, at, bytes));
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        if (size < real.size()) {
            real.truncate(size);
            files.tell(new FileChange.Resized(number, size));
        }
        return this;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        real.force(metaData);
        String name = directory;
        files.tell(
                name == null
                        ? new FileChange.DataSynced(number)
                        : new FileChange.NamesSynced(name));
    }

    @Override
    public long position() throws IOException {
        return real.position();
    }

    @Override
    public FileChannel position(long at) throws IOException {
        real.position(at);
        return this;
    }

    @Override
    public long size() throws IOException {
        return real.size();
    }

    @Override
    public long transferTo(long at, long count, WritableByteChannel to) throws IOException {
        return real.transferTo(at, count, to);
    }

    @Override
    public long transferFrom(ReadableByteChannel from, long at, long count) {
        throw new UnsupportedOperationException("the client writes from buffers");
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long at, long size) throws IOException {
        if (mode != MapMode.READ_ONLY) {
            throw new UnsupportedOperationException("the client maps nothing to write");
        }
        return real.map(mode, at, size);
    }

    @Override
    public FileLock lock(long at, long size, boolean shared) throws IOException {
        return real.lock(at, size, shared);
    }

    @Override
    public @Nullable FileLock tryLock(long at, long size, boolean shared) throws IOException {
        return real.tryLock(at, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        real.close();
    }
}
