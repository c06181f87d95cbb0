package dev.platte.payload.apply;

import dev.platte.omaha.value.Sha256;
import dev.platte.payload.create.CreateRequest;
import dev.platte.payload.create.PayloadCreator;
import dev.platte.payload.create.Signing;
import dev.platte.payload.format.Blob;
import dev.platte.payload.format.Extent;
import dev.platte.payload.format.Manifest;
import dev.platte.payload.format.Manifest.ImageInfo;
import dev.platte.payload.format.Manifest.SignatureRoom;
import dev.platte.payload.format.Operation;
import dev.platte.payload.format.PayloadException;
import dev.platte.payload.format.PayloadMetadata;
import dev.platte.payload.format.SignatureList;
import dev.platte.payload.format.Vectors;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/**
 * What {@link SmallHeapTest} runs in a small heap: the chunks of our tool, one blob as large as a
 * partition, a delta, and a manifest that is nothing but large.
 */
final class SmallHeap {
    private static final Signing KEY_1 = new Signing.Now(List.of(Vectors.privateKey("key-1")));

    private SmallHeap() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[1]);
        Path image = directory.resolve("image");
        switch (arguments[0]) {
            case "full" -> full(image, directory.resolve("kernel"), directory);
            case "delta" -> change(directory.resolve("delta"), image, directory);
            case "manifest" -> {
                try {
                    change(directory.resolve("hostile"), image, directory);
                } catch (PayloadException refused) {
                    System.out.println(refused.fault());
                }
            }
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        System.out.println("done");
    }

    private static void full(Path image, Path kernel, Path directory) throws Exception {
        Path payload = directory.resolve("payload");
        PayloadCreator.create(
                new CreateRequest(image, Optional.of(kernel), payload, KEY_1, 2, _ -> {}));
        apply(payload, directory.resolve("image.new"), directory.resolve("kernel.new"), directory);
        Path one = directory.resolve("one");
        writeAsOneBlob(image, one);
        apply(one, directory.resolve("one.new"), directory.resolve("none"), directory);
        if (Files.mismatch(image, directory.resolve("one.new")) != -1) {
            throw new IOException("one blob: another image");
        }
    }

    /** Applies a delta from the image. */
    private static void change(Path delta, Path image, Path directory) throws Exception {
        StandardOpenOption[] options = {
            StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE
        };
        try (InputStream in = Files.newInputStream(delta);
                FileChannel old = FileChannel.open(image);
                FileChannel made = FileChannel.open(directory.resolve("changed"), options)) {
            new PayloadApplier(
                            new ApplyRequest(
                                    Vectors.trust("key-1"),
                                    Expected.ANYTHING,
                                    Destination.of(Target.file(made), Source.file(old)),
                                    Optional.empty(),
                                    ApplyRequest.Resources.ofThisMachine(directory),
                                    ApplyListener.SILENT))
                    .apply(in);
        }
    }

    private static void apply(Path payload, Path image, Path kernel, Path directory)
            throws Exception {
        StandardOpenOption[] options = {StandardOpenOption.CREATE, StandardOpenOption.WRITE};
        try (InputStream in = Files.newInputStream(payload);
                FileChannel imageFile = FileChannel.open(image, options);
                FileChannel kernelFile = FileChannel.open(kernel, options)) {
            new PayloadApplier(
                            new ApplyRequest(
                                    Vectors.trust("key-1"),
                                    Expected.ANYTHING,
                                    Destination.of(Target.file(imageFile)),
                                    Optional.of(Destination.of(Target.file(kernelFile))),
                                    ApplyRequest.Resources.ofThisMachine(directory),
                                    ApplyListener.SILENT))
                    .apply(in);
        }
    }

    private static void writeAsOneBlob(Path image, Path out) throws Exception {
        long size = Files.size(image);
        Sha256 hash = hash(image);
        Blob blob = new Blob(0, size, Optional.of(hash));
        Operation operation =
                new Operation.Replace(blob, List.of(new Extent(0, size / Manifest.BLOCK_SIZE)));
        Manifest manifest =
                new Manifest(
                        List.of(operation),
                        List.of(),
                        Manifest.BLOCK_SIZE,
                        Optional.of(new SignatureRoom(size, SignatureList.sizeOf(List.of(256)))),
                        Optional.empty(),
                        Optional.of(new ImageInfo(size, hash)),
                        List.of());
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (OutputStream file = Files.newOutputStream(out);
                DigestOutputStream hashed = new DigestOutputStream(file, digest)) {
            hashed.write(PayloadMetadata.of(manifest).bytes());
            Files.copy(image, hashed);
            byte[] signature = Vectors.privateKey("key-1").sign(digest.digest());
            file.write(SignatureList.of(List.of(signature)).encoded());
        }
    }

    private static Sha256 hash(Path file) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (DigestOutputStream out =
                new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            Files.copy(file, out);
        }
        return Sha256.ofDigest(digest.digest());
    }
}
