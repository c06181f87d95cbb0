package dev.platte.payload.bsdiff;

import dev.platte.payload.bzip.Bzip2Bits;

/** A patch, of which three parts are read at once. */
public interface PatchBytes extends OldBytes {
    /** A part of it, read from its start to its end; several may be read in turns. */
    Bzip2Bits bits(long from, long length);
}
