package dev.platte.payload.bsdiff;

import java.io.IOException;

/** What a patch starts from, read at any place. */
public interface OldBytes {
    /** How many bytes. */
    long size();

    /** Fills a part of an array with the bytes from {@code at} on, which are all there. */
    void read(long at, byte[] to, int from, int length) throws IOException;
}
