package dev.platte.ctl.payload;

import dev.platte.payload.format.Manifest;
import dev.platte.payload.format.Manifest.ImageInfo;
import dev.platte.payload.format.PayloadMetadata;
import java.util.SequencedMap;

/** What is said of a manifest in every verb's result. */
final class PayloadFacts {
    private PayloadFacts() {}

    static void add(SequencedMap<String, Object> facts, PayloadMetadata metadata) {
        Manifest manifest = metadata.manifest();
        facts.put("kind", manifest.isDelta() ? "delta" : "full");
        facts.put("operations", manifest.operations().size());
        manifest.oldPartition().ifPresent(info -> add(facts, "sourceImage", info));
        manifest.newPartition().ifPresent(info -> add(facts, "image", info));
        manifest.kernel()
                .ifPresent(
                        kernel -> {
                            kernel.oldInfo().ifPresent(info -> add(facts, "sourceKernel", info));
                            kernel.newInfo().ifPresent(info -> add(facts, "kernel", info));
                        });
    }

    private static void add(SequencedMap<String, Object> facts, String name, ImageInfo info) {
        facts.put(name + "Size", info.size());
        facts.put(name + "Sha256", info.sha256());
    }
}
