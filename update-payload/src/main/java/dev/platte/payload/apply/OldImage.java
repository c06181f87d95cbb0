package dev.platte.payload.apply;

import dev.platte.payload.format.Fault;
import dev.platte.payload.format.Manifest.ImageInfo;
import dev.platte.payload.format.Part;
import dev.platte.payload.format.PayloadException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;

/** As much of the source as the payload says that its old image has. */
record OldImage(Source whole, long size) implements Source {

    static Source of(Destination destination, Optional<ImageInfo> old, Part origin)
            throws PayloadException {
        Source source =
                destination
                        .source()
                        .orElseThrow(
                                () ->
                                        new PayloadException(
                                                Fault.SOURCE,
                                                origin,
                                                0,
                                                "a delta payload changes an old image, and none is given"));
        long size = old.map(ImageInfo::size).orElse(source.size());
        if (size > source.size()) {
            throw new PayloadException(
                    Fault.SOURCE,
                    origin,
                    source.size(),
                    "it has %d bytes, the payload starts from an image of %d"
                            .formatted(source.size(), size));
        }
        return new OldImage(source, size);
    }

    @Override
    public void read(ByteBuffer into, long position) throws IOException {
        Objects.checkFromIndexSize(position, into.remaining(), size);
        whole.read(into, position);
    }
}
