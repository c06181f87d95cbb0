package dev.platte.omaha.xml;

/** The version of the protocol that messages name. */
final class Protocol {

    /** go-omaha takes exactly this text. */
    static final String VERSION = "3.0";

    private Protocol() {}

    /**
     * Nebraska and update_engine do not look; we refuse only what says that it is something else.
     */
    static void check(Values values) throws OmahaXmlException {
        String said = values.text("protocol");
        if (!said.isEmpty() && !said.equals("3") && !said.startsWith("3.")) {
            throw values.refusal(
                    "speaks protocol \"" + Values.excerpt(said) + "\"; only 3.0 is spoken here");
        }
    }
}
