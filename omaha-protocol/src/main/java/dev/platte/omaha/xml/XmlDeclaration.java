package dev.platte.omaha.xml;

import dev.platte.omaha.xml.OmahaXmlException.Fault;

/** The line that an XML message may begin with (XML 1.0, production 23). */
final class XmlDeclaration {

    private XmlDeclaration() {}

    static void read(XmlScanner in) throws OmahaXmlException {
        if (!in.isAt("<?xml ")
                && !in.isAt("<?xml\n")
                && !in.isAt("<?xml\t")
                && !in.isAt("<?xml\r")) {
            return;
        }
        in.skip("<?xml".length());
        in.blanks();
        String version = value(in, "version");
        if (!version.equals("1.0")) {
            throw in.refusal(
                    Fault.MALFORMED, "only XML 1.0 is read, not " + Values.excerpt(version));
        }
        boolean blank = in.blanks();
        if (blank && in.isAt("encoding")) {
            checkEncoding(value(in, "encoding"));
            blank = in.blanks();
        }
        if (blank && in.isAt("standalone")) {
            String alone = value(in, "standalone");
            if (!alone.equals("yes") && !alone.equals("no")) {
                throw in.malformed("standalone is yes or no");
            }
            in.blanks();
        }
        in.expect('?', "at the end of the declaration");
        in.expect('>', "at the end of the declaration");
    }

    private static void checkEncoding(String encoding) throws OmahaXmlException {
        if (!encoding.equalsIgnoreCase("UTF-8")) {
            throw OmahaXmlException.encoding(
                    "the message declares the encoding "
                            + Values.excerpt(encoding)
                            + "; only UTF-8 is read");
        }
    }

    private static String value(XmlScanner in, String name) throws OmahaXmlException {
        if (!in.isAt(name)) {
            throw in.malformed("the declaration does not begin with the version");
        }
        in.skip(name.length());
        in.blanks();
        in.expect('=', "in the declaration");
        in.blanks();
        return XmlText.attribute(in, Limits.REQUEST.attributeLength());
    }
}
