package dev.platte.db.request;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Bodies as they lie in the database: a zlib stream (RFC 1950) with a preset dictionary. Requests
 * of one fleet are alike but for their ids, so that little of each is left.
 */
final class PackedBody {

    /** Real requests have less than 2 KiB; of longer ones the beginning is kept. */
    static final int MOST = 16 * 1024;

    /**
     * What clients of the field send. A stream names its dictionary by checksum, so a better one
     * may be put beside this one, which stays as long as rows lie packed with it.
     */
    private static final byte[] DICTIONARY =
            """
            " userid="" sessionid="{" requestid="{" testsource="" ismachine="1" installsource="scheduler"\
             installsource="ondemandupdate" updaterversion="update_engine-0.4.10" updater="CoreOSUpdateEngine"\
            <?xml version="1.0" encoding="UTF-8"?>
            <request protocol="3.0" version="update_engine-0.4.10" updaterversion="update_engine-0.4.10"\
             installsource="scheduler" ismachine="1">
                <os version="Chateau" platform="CoreOS" sp="x86_64" arch="x86_64"></os>
                <app appid="{e96281a6-d1af-4bde-9a0a-97b76e56dc57}" version="0.0.0" track="stable" from_track=""\
             bootid="{" oem="" oemversion="" alephversion="" machineid="" machinealias="" lang="en-US"\
             board="amd64-usr" hardware_class="" delta_okay="false" >
                    <ping active="1"></ping>
                    <updatecheck targetversionprefix=""></updatecheck>
                    <event eventtype="13" eventresult="1"></event>
                    <event eventtype="14" eventresult="1"></event>
                    <event eventtype="3" eventresult="2" previousversion="0.0.0.0"></event>
                    <event eventtype="3" eventresult="0" errorcode="
                </app>
            </request>
            """
                    .getBytes(StandardCharsets.UTF_8);

    private PackedBody() {}

    static byte[] pack(byte[] body) {
        try (Deflater deflater = new Deflater(Deflater.BEST_SPEED)) {
            deflater.setDictionary(DICTIONARY);
            deflater.setInput(body, 0, Math.min(body.length, MOST));
            deflater.finish();
            // What cannot be compressed grows by a few bytes in each 16 KiB.
            byte[] packed = new byte[Math.min(body.length, MOST) + 64];
            return Arrays.copyOf(packed, deflater.deflate(packed));
        }
    }

    /**
     * @throws IllegalStateException the row was not written by {@link #pack}
     */
    static byte[] unpack(byte[] packed) {
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(packed);
            byte[] body = new byte[MOST];
            int length = inflater.inflate(body);
            if (inflater.needsDictionary()) {
                inflater.setDictionary(DICTIONARY);
                length = inflater.inflate(body);
            }
            if (!inflater.finished() && length < MOST) {
                throw new IllegalStateException("a kept request ends too early");
            }
            return Arrays.copyOf(body, length);
        } catch (DataFormatException | IllegalArgumentException e) {
            throw new IllegalStateException("a kept request cannot be unpacked", e);
        }
    }
}
