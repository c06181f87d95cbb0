package dev.platte.ctl.payload;

import dev.platte.ctl.output.OutputOptions;
import dev.platte.ctl.output.Terminal;
import dev.platte.keys.store.KeyFiles;
import dev.platte.keys.verify.TrustSet;
import dev.platte.keys.verify.UnusableKeyException;
import dev.platte.payload.create.CreateException;
import dev.platte.payload.create.CreatedPayload;
import dev.platte.payload.create.PayloadSigner;
import dev.platte.payload.create.Signing;
import dev.platte.payload.format.PayloadException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** payload sign. */
@Command(
        name = "sign",
        description = {
            "Sign an unsigned payload: at once with --key, or in two steps with a signer elsewhere:",
            "  updatectl payload sign --payload UNSIGNED --signature-size 256 --hash-out HASH --out PREPARED",
            "  openssl pkeyutl -sign -inkey PRIV.pem -pkeyopt digest:sha256 -in HASH -out SIG",
            "  updatectl payload sign --payload PREPARED --signature SIG --out SIGNED"
        },
        mixinStandardHelpOptions = true)
final class PayloadSignVerb implements Callable<Integer> {
    /** No RSA signature of an accepted key is longer. */
    private static final int MOST_SIGNATURE = 1024;

    @Mixin private final OutputOptions output;
    @Mixin private final PassphraseOption passphrase = new PassphraseOption();

    @ArgGroup(multiplicity = "1")
    private How how = new How();

    @Option(
            names = "--payload",
            required = true,
            paramLabel = "FILE",
            description = "the payload without signatures")
    private Path payload = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "the result")
    private Path out = Path.of("");

    /** Exactly one of: now, the first step, the second step. */
    static final class How extends SigningOptions {
        @ArgGroup(exclusive = false)
        private @Nullable Attached attached;
    }

    /** The second of the two steps with an external signer. */
    static final class Attached {
        @Option(
                names = "--signature",
                required = true,
                paramLabel = "FILE",
                description =
                        "a raw signature over the hash; once per signature, in the order of their sizes")
        private List<Path> files = new ArrayList<>();

        @Option(
                names = "--public-key",
                paramLabel = "PUBLIC",
                description = "check each signature against these public keys")
        private List<Path> publicKeys = new ArrayList<>();
    }

    PayloadSignVerb(Terminal terminal) {
        output = new OutputOptions(terminal);
    }

    @Override
    public Integer call()
            throws IOException, UnusableKeyException, CreateException, PayloadException {
        if (how.attached != null) {
            output.result(attach(how.attached));
        } else {
            Signing signing = how.signing(passphrase);
            output.result(how.result(out, signing, PayloadSigner.prepare(payload, signing, out)));
        }
        return 0;
    }

    private SequencedMap<String, Object> attach(Attached attached)
            throws IOException, UnusableKeyException, CreateException, PayloadException {
        TrustSet trust = KeyFiles.readTrust(attached.publicKeys);
        List<byte[]> signatures = new ArrayList<>();
        for (Path file : attached.files) {
            try (InputStream in = Files.newInputStream(file)) {
                signatures.add(in.readNBytes(MOST_SIGNATURE));
            }
        }
        CreatedPayload signed = PayloadSigner.attach(payload, signatures, trust, out);
        SequencedMap<String, Object> facts = new LinkedHashMap<>();
        facts.put("payload", out);
        facts.put("size", signed.size());
        facts.put("sha256", signed.sha256());
        PayloadFacts.add(facts, signed.metadata());
        facts.put("signatures", signatures.size());
        return facts;
    }
}
