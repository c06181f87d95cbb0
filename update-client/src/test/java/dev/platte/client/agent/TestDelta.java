package dev.platte.client.agent;

import dev.platte.omaha.value.Sha256;
import dev.platte.payload.format.Blob;
import dev.platte.payload.format.Extent;
import dev.platte.payload.format.Manifest;
import dev.platte.payload.format.Manifest.ImageInfo;
import dev.platte.payload.format.Manifest.Procedure;
import dev.platte.payload.format.Manifest.Purpose;
import dev.platte.payload.format.Manifest.SignatureRoom;
import dev.platte.payload.format.Operation;
import dev.platte.payload.format.PayloadMetadata;
import dev.platte.payload.format.SignatureList;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A delta from what slot A holds to a changed image, with one operation that only a careful client
 * survives: it overwrites blocks that an earlier one left for it, and that it reads itself.
 */
final class TestDelta {
    private static final int BLOCK = Manifest.BLOCK_SIZE;
    private static final int MOVED = 300;

    final byte[] image;
    final byte[] payload;

    private final List<Operation> operations = new ArrayList<>();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    TestDelta(byte[] old, byte[] oldKernel) {
        image = Arrays.copyOf(old, TestHost.IMAGE);
        replace(5, 0x5a);
        move(MOVED, 10, 200);
        // Scratch space, and its return by one block.
        move(600, 700, 3);
        move(700, 701, 3);
        replace(20, 0x17);
        List<Procedure> kernel =
                oldKernel.length == 0 ? List.of() : List.of(kernelThatStays(oldKernel));
        payload = signed(old, kernel);
    }

    private void replace(int block, int value) {
        byte[] bytes = new byte[BLOCK];
        Arrays.fill(bytes, (byte) value);
        Blob blob = new Blob(data.size(), BLOCK, Optional.of(Sha256.of(bytes)));
        data.writeBytes(bytes);
        operations.add(new Operation.Replace(blob, List.of(new Extent(block, 1))));
        System.arraycopy(bytes, 0, image, block * BLOCK, BLOCK);
    }

    private void move(int from, int to, int blocks) {
        long bytes = (long) blocks * BLOCK;
        operations.add(
                new Operation.Move(
                        List.of(new Extent(from, blocks)),
                        bytes,
                        List.of(new Extent(to, blocks)),
                        bytes,
                        Optional.empty()));
        System.arraycopy(image, from * BLOCK, image, to * BLOCK, blocks * BLOCK);
    }

    private static Procedure kernelThatStays(byte[] kernel) {
        Optional<ImageInfo> info = Optional.of(new ImageInfo(kernel.length, Sha256.of(kernel)));
        return new Procedure(Purpose.KERNEL, List.of(), info, info);
    }

    private byte[] signed(byte[] old, List<Procedure> procedures) {
        SignatureRoom room = new SignatureRoom(data.size(), SignatureList.sizeOf(List.of(256)));
        Manifest manifest =
                new Manifest(
                        operations,
                        List.of(),
                        BLOCK,
                        Optional.of(room),
                        Optional.of(new ImageInfo(old.length, Sha256.of(old))),
                        Optional.of(new ImageInfo(image.length, Sha256.of(image))),
                        procedures);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(PayloadMetadata.of(manifest).bytes());
        out.writeBytes(data.toByteArray());
        byte[] signature = TestHost.KEY.sign(Sha256.of(out.toByteArray()).bytes());
        out.writeBytes(SignatureList.of(List.of(signature)).encoded());
        return out.toByteArray();
    }
}
