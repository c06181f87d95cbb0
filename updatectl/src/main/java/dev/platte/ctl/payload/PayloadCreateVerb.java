package dev.platte.ctl.payload;

import dev.platte.ctl.output.OutputOptions;
import dev.platte.ctl.output.Progress;
import dev.platte.ctl.output.Terminal;
import dev.platte.keys.verify.UnusableKeyException;
import dev.platte.payload.create.CreateException;
import dev.platte.payload.create.CreateRequest;
import dev.platte.payload.create.CreatedPayload;
import dev.platte.payload.create.DeltaCreator;
import dev.platte.payload.create.DeltaRequest;
import dev.platte.payload.create.DeltaResult;
import dev.platte.payload.create.PayloadCreator;
import dev.platte.payload.create.Signing;
import dev.platte.payload.delta.Delta;
import dev.platte.payload.delta.DeltaMaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** payload create. */
@Command(
        name = "create",
        description = "Make a payload from the image of a /usr partition, and sign it.",
        mixinStandardHelpOptions = true)
final class PayloadCreateVerb implements Callable<Integer> {
    @Mixin private final OutputOptions output;
    @Mixin private final PassphraseOption passphrase = new PassphraseOption();

    @ArgGroup(multiplicity = "1")
    private How signing = new How();

    @Option(names = "--image", required = true, paramLabel = "FILE", description = "the new image")
    private Path image = Path.of("");

    @Option(
            names = "--source",
            paramLabel = "FILE",
            description =
                    "the old image: makes a delta from it, or the full payload where that is no larger")
    private @Nullable Path source;

    @Option(
            names = "--source-kernel",
            paramLabel = "FILE",
            description = "the kernel that goes with the old image")
    private @Nullable Path sourceKernel;

    @Option(
            names = "--kernel",
            paramLabel = "FILE",
            description = "the kernel that goes with the image")
    private @Nullable Path kernel;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "the payload")
    private Path out = Path.of("");

    /** Exactly one of them. */
    static final class How extends SigningOptions {
        @Option(
                names = "--unsigned",
                description = "no signature: no client accepts it until it is signed")
        private boolean unsigned;
    }

    PayloadCreateVerb(Terminal terminal) {
        output = new OutputOptions(terminal);
    }

    @Override
    public Integer call()
            throws IOException, CreateException, UnusableKeyException, InterruptedException {
        if (sourceKernel != null && (source == null || kernel == null)) {
            throw output.usage("--source-kernel belongs to --source and --kernel");
        }
        Signing how = signing.signing(passphrase);
        long total = Files.size(image) + (kernel == null ? 0 : Files.size(kernel));
        SequencedMap<String, Object> facts;
        if (source == null) {
            try (Progress progress = output.progress("compressing", total)) {
                int workers = CreateRequest.workersOfThisMachine();
                CreatedPayload created = PayloadCreator.create(request(how, workers, progress));
                facts = signing.result(out, how, created);
            }
        } else {
            DeltaResult result;
            try (Progress progress = output.progress("comparing", total)) {
                CreateRequest full = request(how, DeltaMaker.workersOfThisMachine(), progress);
                result =
                        DeltaCreator.create(
                                new DeltaRequest(full, source, Optional.ofNullable(sourceKernel)));
            }
            facts = signing.result(out, how, result.payload());
            result.changes().ifPresent(changes -> add(facts, changes));
            if (!result.whyFull().isEmpty()) {
                facts.put("whyFull", result.whyFull());
                output.note(result.whyFull() + ": the full payload was made");
            }
        }
        output.result(facts);
        return 0;
    }

    private CreateRequest request(Signing how, int workers, Progress progress) {
        return new CreateRequest(
                image, Optional.ofNullable(kernel), out, how, workers, progress::at);
    }

    private static void add(SequencedMap<String, Object> facts, Delta.Changes changes) {
        facts.put("comparedBy", changes.byFile() ? "file" : "block");
        facts.put("blocksSame", changes.same());
        facts.put("blocksMoved", changes.moved());
        facts.put("blocksPatched", changes.patched());
        facts.put("blocksNew", changes.whole());
        facts.put("copiesAside", changes.copies());
    }
}
