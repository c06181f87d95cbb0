package dev.platte.ctl.payload;

import dev.platte.ctl.output.OutputOptions;
import dev.platte.ctl.output.Table;
import dev.platte.ctl.output.Terminal;
import dev.platte.payload.format.Blob;
import dev.platte.payload.format.Extent;
import dev.platte.payload.format.Manifest;
import dev.platte.payload.format.Manifest.SignatureRoom;
import dev.platte.payload.format.Operation;
import dev.platte.payload.format.PayloadException;
import dev.platte.payload.format.PayloadMetadata;
import dev.platte.payload.format.SignatureList;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** payload inspect. */
@Command(
        name = "inspect",
        description = "Show what a payload says of itself. Nothing is verified.",
        mixinStandardHelpOptions = true)
final class PayloadInspectVerb implements Callable<Integer> {
    @Mixin private final OutputOptions output;

    @Option(names = "--payload", required = true, paramLabel = "FILE", description = "the payload")
    private Path payload = Path.of("");

    PayloadInspectVerb(Terminal terminal) {
        output = new OutputOptions(terminal);
    }

    @Override
    public Integer call() throws IOException, PayloadException {
        SequencedMap<String, Object> facts = new LinkedHashMap<>();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(payload))) {
            PayloadMetadata metadata = PayloadMetadata.read(in);
            Manifest manifest = metadata.manifest();
            facts.put("payload", payload);
            facts.put("size", Files.size(payload));
            facts.put("sizeByManifest", metadata.payloadSize());
            facts.put("metadataSize", metadata.size());
            facts.put("blockSize", manifest.blockSize());
            PayloadFacts.add(facts, metadata);
            facts.put("signatures", signatures(in, metadata));
            output.result(facts, "operationList", table(manifest));
        }
        return 0;
    }

    private static List<String> signatures(InputStream in, PayloadMetadata metadata)
            throws IOException, PayloadException {
        if (metadata.manifest().signatures().isEmpty()) {
            return List.of("none");
        }
        SignatureRoom room = metadata.manifest().signatures().get();
        in.skipNBytes(room.offset());
        byte[] bytes = in.readNBytes(Math.toIntExact(room.size()));
        if (bytes.length < room.size()) {
            return List.of("room for %d bytes, not there".formatted(room.size()));
        }
        return SignatureList.read(bytes, metadata.size() + room.offset()).entries().stream()
                .map(
                        entry ->
                                "version %d, %d bytes"
                                        .formatted(entry.version().orElse(0), entry.data().length))
                .toList();
    }

    private static Table table(Manifest manifest) {
        Table table =
                new Table("index", "part", "type", "dataOffset", "dataLength", "source", "target");
        int index = 0;
        for (Operation operation : manifest.partitionOperations()) {
            row(table, index++, "partition", operation);
        }
        for (Manifest.Procedure procedure : manifest.procedures()) {
            for (Operation operation : procedure.operations()) {
                row(table, index++, procedure.purpose().name().toLowerCase(Locale.ROOT), operation);
            }
        }
        return table;
    }

    private static void row(Table table, int index, String part, Operation operation) {
        String type =
                switch (operation) {
                    case Operation.Replace _ -> "REPLACE";
                    case Operation.ReplaceBz _ -> "REPLACE_BZ";
                    case Operation.Move _ -> "MOVE";
                    case Operation.Bsdiff _ -> "BSDIFF";
                };
        List<Extent> source =
                switch (operation) {
                    case Operation.Replace _, Operation.ReplaceBz _ -> List.of();
                    case Operation.Move move -> move.source();
                    case Operation.Bsdiff patch -> patch.source();
                };
        Blob blob = operation.blob().orElse(new Blob(0, 0, Optional.empty()));
        table.row(
                index,
                part,
                type,
                blob.offset(),
                blob.length(),
                extents(source),
                extents(operation.target()));
    }

    private static String extents(List<Extent> extents) {
        return extents.stream()
                .map(
                        extent ->
                                (extent.isHole() ? "hole" : extent.startBlock())
                                        + "+"
                                        + extent.numBlocks())
                .collect(Collectors.joining(" "));
    }
}
