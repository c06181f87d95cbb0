package dev.platte.omaha.xml;

import dev.platte.omaha.request.OmahaRequest;
import dev.platte.omaha.response.OmahaResponse;
import java.io.IOException;
import java.io.InputStream;

/**
 * Omaha v3 messages in XML, in and out.
 *
 * <p>Reading takes the union of the dialects in the field: any namespace or none, unknown elements
 * and attributes, comments, a byte order mark, any order. It takes no DOCTYPE, no entities beyond
 * the five, no encoding but UTF-8, no second {@code os}, {@code ping} or {@code updatecheck}, and
 * nothing beyond its limits: 64 KiB for a request, 1 MiB for a response. Writing gives what every
 * known client and server takes.
 *
 * <p>All methods may be called from any thread, also from virtual ones.
 */
public final class OmahaXml {

    /** The media type that every known client takes. */
    public static final String CONTENT_TYPE = "text/xml; charset=utf-8";

    /** Bytes that a request may have. */
    public static final int MAX_REQUEST_BYTES = Limits.REQUEST.bytes();

    /** Bytes that a response may have. */
    public static final int MAX_RESPONSE_BYTES = Limits.RESPONSE.bytes();

    private OmahaXml() {}

    /**
     * @throws OmahaXmlException if the bytes are no request, with what is wrong and where
     */
    public static OmahaRequest decodeRequest(byte[] body) throws OmahaXmlException {
        return RequestDecoder.decode(XmlReader.read(body, "request", Limits.REQUEST));
    }

    /**
     * Reads the stream to its end, or to one byte beyond what a request may have.
     *
     * @throws IOException if the stream fails
     * @throws OmahaXmlException if the bytes are no request, with what is wrong and where
     */
    public static OmahaRequest decodeRequest(InputStream body)
            throws IOException, OmahaXmlException {
        return decodeRequest(body.readNBytes(MAX_REQUEST_BYTES + 1));
    }

    /**
     * @throws OmahaXmlException if the bytes are no response, with what is wrong and where
     */
    public static OmahaResponse decodeResponse(byte[] body) throws OmahaXmlException {
        return ResponseDecoder.decode(XmlReader.read(body, "response", Limits.RESPONSE));
    }

    /**
     * Reads the stream to its end, or to one byte beyond what a response may have.
     *
     * @throws IOException if the stream fails
     * @throws OmahaXmlException if the bytes are no response, with what is wrong and where
     */
    public static OmahaResponse decodeResponse(InputStream body)
            throws IOException, OmahaXmlException {
        return decodeResponse(body.readNBytes(MAX_RESPONSE_BYTES + 1));
    }

    /**
     * The request as update_engine would send it, byte for byte, except that a quote is escaped.
     *
     * @throws IllegalArgumentException if an attribute of {@code more} has a field of its own
     */
    public static byte[] encodeRequest(OmahaRequest request) {
        return RequestEncoder.encode(request);
    }

    /**
     * The response on one line.
     *
     * @throws IllegalArgumentException if a known client would reject it; the message says which
     *     one and why
     */
    public static byte[] encodeResponse(OmahaResponse response) {
        return ResponseEncoder.encode(response);
    }
}
