package dev.platte.ctl.payload;

import dev.platte.ctl.output.OutputOptions;
import dev.platte.ctl.output.Terminal;
import dev.platte.keys.sign.KeyType;
import dev.platte.keys.sign.SigningKey;
import dev.platte.keys.store.KeyFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** keys generate. */
@Command(
        name = "generate",
        description = "Make a private key. The file is for its owner alone and never overwritten.",
        mixinStandardHelpOptions = true)
final class KeysGenerateVerb implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private final OutputOptions output;
    @Mixin private final PassphraseOption passphrase = new PassphraseOption();

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            defaultValue = "rsa2048",
            description = "rsa2048 (default), rsa3072, rsa4096 or p256; payloads need RSA")
    private String type = "rsa2048";

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "the private key, PEM (PKCS#8)")
    private Path out = Path.of("");

    @Option(names = "--public-out", paramLabel = "FILE", description = "the public key too, PEM")
    private @Nullable Path publicOut;

    KeysGenerateVerb(Terminal terminal) {
        output = new OutputOptions(terminal);
    }

    @Override
    public Integer call() throws IOException {
        KeyType kind =
                KeyType.of(type)
                        .orElseThrow(
                                () ->
                                        new ParameterException(
                                                spec.commandLine(),
                                                "--type %s is not known; it is one of %s"
                                                        .formatted(type, types())));
        Optional<char[]> secret = passphrase.passphrase();
        SigningKey key = SigningKey.generate(kind, new SecureRandom());
        if (secret.isPresent()) {
            KeyFiles.writePrivate(key, out, secret.get());
        } else {
            KeyFiles.writePrivate(key, out);
        }
        SequencedMap<String, Object> facts = new LinkedHashMap<>();
        facts.put("privateKey", out);
        if (publicOut != null) {
            KeyFiles.writePublic(key.verificationKey(), publicOut);
            facts.put("publicKey", publicOut);
        }
        facts.put("kind", key.verificationKey().kind());
        facts.put("fingerprint", key.verificationKey().fingerprint());
        output.result(facts);
        return 0;
    }

    private static String types() {
        return Arrays.stream(KeyType.values()).map(KeyType::word).collect(Collectors.joining(", "));
    }
}
