package dev.platte.ctl.payload;

import dev.platte.ctl.output.OutputOptions;
import dev.platte.ctl.output.Progress;
import dev.platte.ctl.output.Terminal;
import dev.platte.keys.verify.TrustSet;
import dev.platte.keys.verify.UnusableKeyException;
import dev.platte.payload.apply.Expected;
import dev.platte.payload.apply.PayloadVerifier;
import dev.platte.payload.apply.VerifiedPayload;
import dev.platte.payload.format.PayloadException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** payload verify. */
@Command(
        name = "verify",
        description =
                "Check every byte of a payload and that a trusted key signed it. Nothing is written.",
        mixinStandardHelpOptions = true)
final class PayloadVerifyVerb implements Callable<Integer> {
    @Mixin private final OutputOptions output;
    @Mixin private final TrustOption trusted = new TrustOption();

    @Option(names = "--payload", required = true, paramLabel = "FILE", description = "the payload")
    private Path payload = Path.of("");

    PayloadVerifyVerb(Terminal terminal) {
        output = new OutputOptions(terminal);
    }

    @Override
    public Integer call() throws IOException, UnusableKeyException, PayloadException {
        TrustSet trust = trusted.read();
        VerifiedPayload verified;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(payload));
                Progress progress = output.progress("verifying", Files.size(payload))) {
            verified = PayloadVerifier.verify(in, trust, Expected.ANYTHING, progress::at);
        }
        SequencedMap<String, Object> facts = new LinkedHashMap<>();
        facts.put("payload", payload);
        facts.put("size", verified.size());
        facts.put("sha256", verified.sha256());
        PayloadFacts.add(facts, verified.metadata());
        facts.put("signedBy", verified.signer().fingerprint());
        output.result(facts);
        return 0;
    }
}
