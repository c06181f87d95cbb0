package dev.platte.payload.format;

/** A region of a payload file, named in refusals. */
public sealed interface Part {
    /** Magic, version, manifest size: the first 20 bytes. */
    record Header() implements Part {
        @Override
        public String toString() {
            return "header";
        }
    }

    /** The protobuf message after the header. */
    record ManifestBytes() implements Part {
        @Override
        public String toString() {
            return "manifest";
        }
    }

    /**
     * The data of one operation.
     *
     * @param index counted from 0 over all operations: the partition's, then those of each
     *     procedure
     */
    record OperationData(int index) implements Part {
        public OperationData {
            if (index < 0) {
                throw new IllegalArgumentException("negative operation index " + index);
            }
        }

        @Override
        public String toString() {
            return "data of operation " + index;
        }
    }

    /** The signatures that end the file. */
    record SignatureData() implements Part {
        @Override
        public String toString() {
            return "signatures";
        }
    }

    /** The file as a whole: its size and hash. */
    record WholeFile() implements Part {
        @Override
        public String toString() {
            return "file";
        }
    }

    /** What a delta starts from: the partition before the update. */
    record OldPartition() implements Part {
        @Override
        public String toString() {
            return "old partition";
        }
    }

    /** What a delta starts from: the kernel before the update. */
    record OldKernel() implements Part {
        @Override
        public String toString() {
            return "old kernel";
        }
    }

    /** What was written: the partition, read back. */
    record WrittenPartition() implements Part {
        @Override
        public String toString() {
            return "written partition";
        }
    }

    /** What was written: the kernel, read back. */
    record WrittenKernel() implements Part {
        @Override
        public String toString() {
            return "written kernel";
        }
    }
}
