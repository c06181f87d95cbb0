package dev.platte.payload.create;

import dev.platte.keys.sign.SigningKey;
import dev.platte.keys.verify.TrustSet;
import dev.platte.omaha.value.Sha256;
import dev.platte.payload.format.Manifest;
import dev.platte.payload.format.Manifest.SignatureRoom;
import dev.platte.payload.format.PayloadException;
import dev.platte.payload.format.PayloadMetadata;
import dev.platte.payload.format.SignatureList;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

/**
 * Signs payloads that exist: at once, or in two steps with a signer elsewhere ({@link #prepare},
 * then {@link #attach}). Both ways, and signing at creation, end in the same bytes.
 */
public final class PayloadSigner {
    private PayloadSigner() {}

    /**
     * Makes room for signatures, or makes them, in a payload that has neither.
     *
     * @param signing now or later; later leaves the file without its end, and {@link
     *     CreatedPayload#toSign} is what the other signer must sign (RSASSA-PKCS1-v1_5, SHA-256)
     * @throws CreateException when it is already signed or was not made by a tool we know
     */
    public static CreatedPayload prepare(Path unsigned, Signing signing, Path out)
            throws IOException, CreateException, PayloadException {
        requireRsa(signing);
        try (FileChannel file = FileChannel.open(unsigned, StandardOpenOption.READ)) {
            PayloadMetadata metadata = read(file);
            Manifest manifest = metadata.manifest();
            if (manifest.signatures().isPresent()) {
                throw new CreateException(unsigned + " already has signatures, or room for them");
            }
            if (!Arrays.equals(PayloadMetadata.of(manifest).bytes(), metadata.bytes())) {
                throw new CreateException(
                        unsigned
                                + " has a manifest with parts that we would lose; sign it with the tool that made it");
            }
            long data = requireData(unsigned, file, metadata);
            PayloadMetadata roomy = PayloadMetadata.of(Rooms.withRoom(manifest, signing.room()));
            return PayloadFile.write(
                    out, roomy, file, metadata.size(), data, toSign -> tail(signing, toSign));
        }
    }

    /**
     * Puts signatures made elsewhere into the room made for them.
     *
     * @param signatures raw, in the order of the lengths given when the room was made
     * @param trust when not empty, each signature must be by one of these keys
     */
    public static CreatedPayload attach(
            Path prepared, List<byte[]> signatures, TrustSet trust, Path out)
            throws IOException, CreateException, PayloadException {
        try (FileChannel file = FileChannel.open(prepared, StandardOpenOption.READ)) {
            PayloadMetadata metadata = read(file);
            SignatureRoom room =
                    metadata.manifest()
                            .signatures()
                            .orElseThrow(
                                    () ->
                                            new CreateException(
                                                    prepared
                                                            + " has no room for signatures; make it first"));
            long data = requireData(prepared, file, metadata);
            byte[] tail = SignatureList.of(signatures).encoded();
            if (tail.length != room.size()) {
                throw new CreateException(
                        "the signatures take %d bytes, %s has room for exactly %d: give as many, of the same lengths, as when the room was made"
                                .formatted(tail.length, prepared, room.size()));
            }
            return PayloadFile.write(
                    out,
                    metadata,
                    file,
                    metadata.size(),
                    data,
                    toSign -> {
                        requireBy(trust, toSign, signatures);
                        return tail;
                    });
        }
    }

    /** What ends the file. */
    static byte[] tail(Signing signing, Sha256 toSign) {
        return switch (signing) {
            case Signing.Now(List<SigningKey> keys) -> signed(keys, toSign);
            case Signing.Later _, Signing.Never _ -> new byte[0];
        };
    }

    /** Refuses keys that no client of the field could check, before any work is done. */
    static void requireRsa(Signing signing) throws CreateException {
        if (signing instanceof Signing.Now(List<SigningKey> keys)) {
            for (SigningKey key : keys) {
                if (!key.verificationKey().isRsa()) {
                    throw new CreateException(
                            "payloads are signed with RSA, which is what clients read; this is the %s"
                                    .formatted(key));
                }
            }
        }
    }

    private static byte[] signed(List<SigningKey> keys, Sha256 toSign) {
        byte[] hash = toSign.bytes();
        return SignatureList.of(keys.stream().map(key -> key.sign(hash)).toList()).encoded();
    }

    private static void requireBy(TrustSet trust, Sha256 toSign, List<byte[]> signatures)
            throws CreateException {
        if (trust.isEmpty()) {
            return;
        }
        for (int i = 0; i < signatures.size(); i++) {
            if (trust.signerOf(toSign.bytes(), List.of(signatures.get(i))).isEmpty()) {
                throw new CreateException(
                        "signature %d is not by any of the given keys over this payload (its hash is %s)"
                                .formatted(i + 1, toSign));
            }
        }
    }

    private static PayloadMetadata read(FileChannel file) throws IOException, PayloadException {
        return PayloadMetadata.read(Channels.newInputStream(file.position(0)));
    }

    private static long requireData(Path path, FileChannel file, PayloadMetadata metadata)
            throws IOException, CreateException {
        long data = metadata.manifest().dataLength();
        long expected = Math.addExact(metadata.size(), data);
        if (file.size() != expected) {
            throw new CreateException(
                    "%s has %d bytes; %d are header, manifest and data: it is damaged or already signed"
                            .formatted(path, file.size(), expected));
        }
        return data;
    }
}
