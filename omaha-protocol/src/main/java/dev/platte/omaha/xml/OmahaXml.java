package dev.platte.omaha.xml;

import dev.platte.omaha.request.OmahaRequest;
import dev.platte.omaha.response.OmahaResponse;
import java.io.IOException;
import java.io.InputStream;

/** Omaha v3 messages in XML, in and out. All methods may be called from any thread. */
public final class OmahaXml {

    /** The media type that every known client takes. */
    public static final String CONTENT_TYPE = "text/xml; charset=utf-8";

    private OmahaXml() {}

    public static OmahaRequest decodeRequest(byte[] body) throws OmahaXmlException {
        throw new UnsupportedOperationException();
    }

    public static OmahaRequest decodeRequest(InputStream body)
            throws IOException, OmahaXmlException {
        throw new UnsupportedOperationException();
    }

    public static OmahaResponse decodeResponse(byte[] body) throws OmahaXmlException {
        throw new UnsupportedOperationException();
    }

    public static OmahaResponse decodeResponse(InputStream body)
            throws IOException, OmahaXmlException {
        throw new UnsupportedOperationException();
    }

    public static byte[] encodeRequest(OmahaRequest request) {
        throw new UnsupportedOperationException();
    }

    public static byte[] encodeResponse(OmahaResponse response) {
        throw new UnsupportedOperationException();
    }
}
