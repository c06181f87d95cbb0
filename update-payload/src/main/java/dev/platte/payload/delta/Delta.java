package dev.platte.payload.delta;

import dev.platte.payload.format.Operation;
import java.util.List;
import java.util.Optional;

/** Operations that change one image into another, in the order in which they are to be done. */
public final class Delta {
    private final List<Draft> drafts;
    private final Changes changes;

    Delta(List<Draft> drafts, Changes changes) {
        this.drafts = List.copyOf(drafts);
        this.changes = changes;
    }

    /**
     * What became of the new image's blocks, of 4096 bytes each.
     *
     * @param same blocks that stay where they are
     * @param moved blocks that lie elsewhere in the old image
     * @param patched blocks that are made from old ones and a patch
     * @param whole blocks that come with the payload, empty ones included
     * @param copies operations that save blocks aside, since others wait for each other
     * @param byFile whether both images are file systems whose files could be told apart
     */
    public record Changes(
            long same, long moved, long patched, long whole, int copies, boolean byFile) {}

    /** How many operations there are. */
    public int count() {
        return drafts.size();
    }

    /** The data of one of them, if it has any. */
    public Optional<Aside> data(int index) {
        return drafts.get(index).data();
    }

    /**
     * One of them.
     *
     * @param dataOffset where its data lies, counted from the end of the manifest
     */
    public Operation operation(int index, long dataOffset) {
        return drafts.get(index).operation(dataOffset);
    }

    /** What changed. */
    public Changes changes() {
        return changes;
    }
}
