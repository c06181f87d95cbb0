package dev.platte.harness.disk;

import dev.platte.client.agent.LiveInbox;
import dev.platte.client.rate.RateLimit;
import dev.platte.client.slot.ReadBack;
import dev.platte.client.slot.SlotWriter;
import dev.platte.client.slot.Slots;
import dev.platte.keys.sign.KeyType;
import dev.platte.keys.sign.SigningKey;
import dev.platte.keys.verify.TrustSet;
import dev.platte.payload.apply.AppliedPayload;
import dev.platte.payload.apply.ApplyListener;
import dev.platte.payload.apply.ApplyRequest;
import dev.platte.payload.apply.Destination;
import dev.platte.payload.apply.Expected;
import dev.platte.payload.apply.PayloadApplier;
import dev.platte.payload.apply.Target;
import dev.platte.payload.create.CreateException;
import dev.platte.payload.create.CreateRequest;
import dev.platte.payload.create.PayloadCreator;
import dev.platte.payload.create.Signing;
import dev.platte.payload.format.PayloadException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/** A signed payload and the steps of its installation on a disk, without network and state. */
public record SignedUpdate(Path payload, TrustSet trust) {
    public static SigningKey newKey() {
        return SigningKey.generate(KeyType.RSA_2048, new SecureRandom());
    }

    /** Makes the payload beside its image. */
    public static SignedUpdate of(Path image, SigningKey key)
            throws IOException, CreateException, InterruptedException {
        Path payload = image.resolveSibling(image.getFileName() + ".crau");
        PayloadCreator.create(
                new CreateRequest(
                        image,
                        Optional.empty(),
                        payload,
                        new Signing.Now(List.of(key)),
                        1,
                        done -> {}));
        return new SignedUpdate(payload, TrustSet.of(List.of(key.verificationKey())));
    }

    /** Everything from making the target unbootable to the flip. */
    public void install(Slots slots) throws IOException, InterruptedException {
        SlotWriter writer = slots.openTarget(0);
        ReadBack readBack = slots.readBack(apply(writer), RateLimit.of(0, new LiveInbox()));
        switch (readBack) {
            case ReadBack.Matches matches -> slots.flip(matches.image());
            case ReadBack.Differs differs -> throw new AssertionError(differs.toString());
        }
    }

    private AppliedPayload apply(SlotWriter writer) throws IOException, InterruptedException {
        ApplyRequest request =
                new ApplyRequest(
                        trust,
                        Expected.ANYTHING,
                        Destination.of(new Into(writer)),
                        Optional.empty(),
                        new ApplyRequest.Resources(1, payload.toAbsolutePath().getParent()),
                        ApplyListener.SILENT);
        try (InputStream in = Files.newInputStream(payload)) {
            return new PayloadApplier(request).apply(in);
        } catch (PayloadException e) {
            throw new AssertionError(e);
        }
    }

    /** The target slot as the applier sees it. */
    private record Into(SlotWriter writer) implements Target {
        @Override
        public long capacity() {
            return writer.size();
        }

        @Override
        public void write(ByteBuffer data, long position) throws IOException {
            writer.write(position, data);
        }

        @Override
        public void read(ByteBuffer into, long position) throws IOException {
            writer.read(position, into);
        }

        @Override
        public void finish(long size) {}
    }
}
