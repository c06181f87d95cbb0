package dev.platte.omaha.xml;

import static java.nio.charset.StandardCharsets.UTF_8;

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
}
