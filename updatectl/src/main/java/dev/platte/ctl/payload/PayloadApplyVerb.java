package dev.platte.ctl.payload;

import dev.platte.ctl.output.OutputOptions;
import dev.platte.ctl.output.Progress;
import dev.platte.ctl.output.Terminal;
import dev.platte.keys.verify.TrustSet;
import dev.platte.keys.verify.UnusableKeyException;
import dev.platte.payload.apply.AppliedPayload;
import dev.platte.payload.apply.ApplyListener;
import dev.platte.payload.apply.ApplyRequest;
import dev.platte.payload.apply.Destination;
import dev.platte.payload.apply.Expected;
import dev.platte.payload.apply.PayloadApplier;
import dev.platte.payload.apply.ReadBack;
import dev.platte.payload.apply.Target;
import dev.platte.payload.format.Fault;
import dev.platte.payload.format.Part;
import dev.platte.payload.format.PayloadException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** payload apply. */
@Command(
        name = "apply",
        description =
                "Verify a payload and write its image, and its kernel if wanted, to files. A delta needs the files that it changes.",
        mixinStandardHelpOptions = true)
final class PayloadApplyVerb implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private final OutputOptions output;
    @Mixin private final TrustOption trusted = new TrustOption();

    @Option(names = "--payload", required = true, paramLabel = "FILE", description = "the payload")
    private Path payload = Path.of("");

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "the image; appears whole or not at all")
    private Path out = Path.of("");

    @Option(
            names = "--kernel-out",
            paramLabel = "FILE",
            description = "the kernel; appears whole or not at all")
    private @Nullable Path kernelOut;

    @Option(
            names = "--source",
            paramLabel = "FILE",
            description = "the old image, which a delta changes; it is only read")
    private @Nullable Path source;

    @Option(
            names = "--source-kernel",
            paramLabel = "FILE",
            description = "the old kernel, which a delta changes; it is only read")
    private @Nullable Path sourceKernel;

    PayloadApplyVerb(Terminal terminal) {
        output = new OutputOptions(terminal);
    }

    @Override
    public Integer call()
            throws IOException, UnusableKeyException, PayloadException, InterruptedException {
        if (sourceKernel != null && kernelOut == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--source-kernel belongs to --kernel-out, which is missing");
        }
        TrustSet trust = trusted.read();
        AppliedPayload applied;
        try (NewFile image = NewFile.beside(out);
                NewFile kernel = NewFile.beside(Optional.ofNullable(kernelOut).orElse(out));
                OldFile oldImage = new OldFile(source);
                OldFile oldKernel = new OldFile(sourceKernel)) {
            Destination partition =
                    new Destination(Target.file(image.channel()), oldImage.source());
            Destination kernelPlace =
                    new Destination(Target.file(kernel.channel()), oldKernel.source());
            applied = write(trust, partition, kernelPlace, image.directory());
            if (kernelOut != null && applied.kernel().isEmpty()) {
                throw new IOException(payload + " holds no kernel; leave --kernel-out out");
            }
            readBack(applied, image, kernel);
            image.publish();
            if (kernelOut != null) {
                kernel.publish();
            }
        }
        output.result(facts(applied));
        return 0;
    }

    private AppliedPayload write(
            TrustSet trust, Destination partition, Destination kernel, Path spool)
            throws IOException, PayloadException, InterruptedException {
        try (InputStream in = Files.newInputStream(payload);
                Progress progress = output.progress("applying", Files.size(payload))) {
            ApplyListener listener =
                    new ApplyListener() {
                        @Override
                        public void progressed(long received, long total) {
                            progress.at(received);
                        }
                    };
            return new PayloadApplier(
                            new ApplyRequest(
                                    trust,
                                    Expected.ANYTHING,
                                    partition,
                                    kernelOut == null ? Optional.empty() : Optional.of(kernel),
                                    ApplyRequest.Resources.ofThisMachine(spool),
                                    listener))
                    .apply(in);
        } catch (PayloadException e) {
            throw withAdvice(e);
        }
    }

    /** Says which option is missing where the payload is not to blame. */
    private PayloadException withAdvice(PayloadException e) throws IOException {
        boolean isKernel = e.part().equals(new Part.OldKernel());
        if (e.fault() == Fault.SOURCE && (isKernel ? sourceKernel : source) == null) {
            throw new IOException(
                    "%s is a delta: give the %s that it changes with %s"
                            .formatted(
                                    payload,
                                    isKernel ? "kernel" : "image",
                                    isKernel ? "--source-kernel" : "--source"),
                    e);
        }
        return e;
    }

    private static void readBack(AppliedPayload applied, NewFile image, NewFile kernel)
            throws IOException, PayloadException {
        try (InputStream in = image.reader()) {
            ReadBack.partition(in, applied.partition());
        }
        if (applied.kernel().isPresent()) {
            try (InputStream in = kernel.reader()) {
                ReadBack.kernel(in, applied.kernel().get());
            }
        }
    }

    private SequencedMap<String, Object> facts(AppliedPayload applied) {
        SequencedMap<String, Object> facts = new LinkedHashMap<>();
        facts.put("image", out);
        facts.put("imageSize", applied.partition().size());
        facts.put("imageSha256", applied.partition().sha256());
        applied.kernel()
                .ifPresent(
                        info -> {
                            facts.put("kernel", String.valueOf(kernelOut));
                            facts.put("kernelSize", info.size());
                            facts.put("kernelSha256", info.sha256());
                        });
        facts.put("signedBy", applied.payload().signer().fingerprint());
        return facts;
    }
}
