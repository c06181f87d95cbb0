package dev.platte.ctl.payload;

import dev.platte.ctl.output.OutputOptions;
import dev.platte.ctl.output.Terminal;
import dev.platte.keys.store.KeyFiles;
import dev.platte.keys.store.Pem;
import dev.platte.keys.verify.UnusableKeyException;
import dev.platte.keys.verify.VerificationKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** keys public. */
@Command(
        name = "public",
        description = "Write the public half of a private key: what hosts and the server trust.",
        mixinStandardHelpOptions = true)
final class KeysPublicVerb implements Callable<Integer> {
    @Mixin private final OutputOptions output;
    @Mixin private final PassphraseOption passphrase = new PassphraseOption();

    @Option(
            names = "--key",
            required = true,
            paramLabel = "FILE",
            description = "the private key, PEM or PKCS#12")
    private Path key = Path.of("");

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "the public key, PEM; default: standard output")
    private @Nullable Path out;

    KeysPublicVerb(Terminal terminal) {
        output = new OutputOptions(terminal);
    }

    @Override
    public Integer call() throws IOException, UnusableKeyException {
        VerificationKey half = KeyFiles.readPrivate(key, passphrase.read()).verificationKey();
        if (out == null) {
            output.text("publicKey", Pem.write(half));
            return 0;
        }
        KeyFiles.writePublic(half, out);
        SequencedMap<String, Object> facts = new LinkedHashMap<>();
        facts.put("publicKey", out);
        facts.put("kind", half.kind());
        facts.put("fingerprint", half.fingerprint());
        output.result(facts);
        return 0;
    }
}
