package dev.platte.payload.apply;

import dev.platte.payload.format.PayloadException;
import java.io.IOException;

/** Takes bytes in order. */
@FunctionalInterface
interface ByteSink {
    /** Takes these bytes; the array is the caller's again afterwards. */
    void write(byte[] bytes, int from, int length) throws IOException, PayloadException;
}
