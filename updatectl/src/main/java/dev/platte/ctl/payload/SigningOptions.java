package dev.platte.ctl.payload;

import dev.platte.keys.sign.SigningKey;
import dev.platte.keys.store.KeyFiles;
import dev.platte.keys.store.Passphrase;
import dev.platte.keys.verify.UnusableKeyException;
import dev.platte.payload.create.CreatedPayload;
import dev.platte.payload.create.Signing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/**
 * How a payload gets its signatures, as far as creating and signing have it in common: now, or
 * elsewhere.
 */
class SigningOptions {
    @Option(
            names = "--key",
            paramLabel = "PRIVATE",
            description =
                    "sign with this key; once per signature. update_engine reads only the last signature: put the key it knows last")
    private @Nullable List<Path> keys;

    @ArgGroup(exclusive = false)
    private @Nullable Room room;

    /** The first of the two steps with an external signer. */
    static final class Room {
        @Option(
                names = "--signature-size",
                required = true,
                paramLabel = "BYTES",
                description =
                        "leave room for a signature made elsewhere (256 for RSA 2048); once per signature")
        private List<Integer> lengths = new ArrayList<>();

        @Option(
                names = "--hash-out",
                required = true,
                paramLabel = "FILE",
                description = "the SHA-256 to be signed there: 32 raw bytes")
        private Path hashOut = Path.of("");
    }

    Signing signing(PassphraseOption passphrase) throws IOException, UnusableKeyException {
        if (keys != null) {
            Passphrase secret = passphrase.read();
            List<SigningKey> read = new ArrayList<>();
            for (Path key : keys) {
                read.add(KeyFiles.readPrivate(key, secret));
            }
            return new Signing.Now(read);
        }
        return room == null ? new Signing.Never() : new Signing.Later(room.lengths);
    }

    /** What is told of the payload; the hash for the external signer is written on the way. */
    SequencedMap<String, Object> result(Path out, Signing signing, CreatedPayload created)
            throws IOException {
        SequencedMap<String, Object> facts = new LinkedHashMap<>();
        facts.put("payload", out);
        facts.put("size", created.size());
        facts.put("sha256", created.sha256());
        PayloadFacts.add(facts, created.metadata());
        switch (signing) {
            case Signing.Now(List<SigningKey> signers) ->
                    facts.put(
                            "signedBy",
                            signers.stream()
                                    .map(key -> key.verificationKey().fingerprint().hex())
                                    .toList());
            case Signing.Later _ -> {
                Room later = Objects.requireNonNull(room);
                Files.write(later.hashOut, created.toSign().bytes());
                facts.put("signedBy", "nobody yet");
                facts.put("toSign", created.toSign());
                facts.put("hashFile", later.hashOut);
            }
            case Signing.Never() -> facts.put("signedBy", "nobody");
        }
        return facts;
    }
}
