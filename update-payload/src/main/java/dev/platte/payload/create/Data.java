package dev.platte.payload.create;

import dev.platte.payload.delta.Aside;
import dev.platte.payload.delta.Delta;
import dev.platte.payload.format.Operation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The data of a payload as it comes into being, in the order of the operations. */
final class Data {
    /** Offsets in the format are uint32, also that of the signatures behind the data. */
    private static final long MOST = 0xffff_ffffL;

    private final FileChannel data;
    private final long most;
    private long length;

    /**
     * @param data an empty file, where it comes to lie
     * @param room bytes of the signatures
     */
    Data(FileChannel data, int room) {
        this.data = data;
        this.most = MOST - room;
    }

    /** How many bytes there are. */
    long length() {
        return length;
    }

    /**
     * The operations of a delta; their data is taken over.
     *
     * @param aside where it lay until its order was known
     */
    List<Operation> operations(Delta delta, FileChannel aside) throws IOException, CreateException {
        List<Operation> operations = new ArrayList<>(delta.count());
        for (int i = 0; i < delta.count(); i++) {
            Optional<Aside> its = delta.data(i);
            long offset = length;
            if (its.isPresent()) {
                offset = append(read(its.get(), aside));
            }
            operations.add(delta.operation(i, offset));
        }
        return operations;
    }

    private static byte[] read(Aside its, FileChannel aside) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(its.length());
        while (bytes.hasRemaining()) {
            if (aside.read(bytes, its.offset() + bytes.position()) < 0) {
                throw new IOException("data that was put by is gone");
            }
        }
        return bytes.array();
    }

    /** Adds data; the place where it lies. */
    long append(byte[] bytes) throws IOException, CreateException {
        if (length + bytes.length > most) {
            throw new CreateException(
                    "the payload would be 4 GiB or more, which the format cannot address");
        }
        ByteBuffer left = ByteBuffer.wrap(bytes);
        long at = length;
        while (left.hasRemaining()) {
            at += data.write(left, at);
        }
        long offset = length;
        length = at;
        return offset;
    }
}
