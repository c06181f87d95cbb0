package dev.platte.omaha.xml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.omaha.request.AppRequest;
import dev.platte.omaha.request.OmahaRequest;
import dev.platte.omaha.response.OmahaResponse;

/** Small messages for tables. */
final class Bodies {

    private Bodies() {}

    /** A request whose root holds this. */
    static String request(String inside) {
        return "<request protocol=\"3.0\">" + inside + "</request>";
    }

    /** A request of one application that holds this. */
    static String app(String inside) {
        return request("<app appid=\"a\" version=\"1.0.0\">" + inside + "</app>");
    }

    /** A response of one application that holds this. */
    static String answer(String inside) {
        return "<response protocol=\"3.0\"><app appid=\"a\" status=\"ok\">"
                + inside
                + "</app></response>";
    }

    static OmahaRequest read(String xml) throws OmahaXmlException {
        return OmahaXml.decodeRequest(xml.getBytes(UTF_8));
    }

    static AppRequest readApp(String inside) throws OmahaXmlException {
        return read(app(inside)).apps().getFirst();
    }

    static OmahaResponse readAnswer(String inside) throws OmahaXmlException {
        return OmahaXml.decodeResponse(answer(inside).getBytes(UTF_8));
    }

    /** Reads a request, and what was read survives being written and read again. */
    static boolean readOrRefuseRequest(byte[] body) {
        OmahaRequest request;
        try {
            request = OmahaXml.decodeRequest(body);
        } catch (OmahaXmlException e) {
            return false;
        }
        try {
            OmahaRequest again = OmahaXml.decodeRequest(OmahaXml.encodeRequest(request));
            assertThat(again).isEqualTo(request);
            return true;
        } catch (OmahaXmlException e) {
            throw new AssertionError("what was read cannot be read again", e);
        }
    }

    /** Reads a response; what is written again must be readable, if it may leave at all. */
    static boolean readOrRefuseResponse(byte[] body) {
        OmahaResponse response;
        try {
            response = OmahaXml.decodeResponse(body);
        } catch (OmahaXmlException e) {
            return false;
        }
        byte[] written;
        try {
            written = OmahaXml.encodeResponse(response);
        } catch (IllegalArgumentException e) {
            return true;
        }
        try {
            assertThat(OmahaXml.decodeResponse(written)).isEqualTo(response);
            return true;
        } catch (OmahaXmlException e) {
            throw new AssertionError("what was written cannot be read", e);
        }
    }
}
