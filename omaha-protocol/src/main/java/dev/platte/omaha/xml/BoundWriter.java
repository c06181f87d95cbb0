package dev.platte.omaha.xml;

import javax.xml.namespace.NamespaceContext;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/**
 * What JAXB writes to, handed on to the {@link WireWriter}. Omaha has elements, attributes and
 * text; whatever else JAXB might want to write would be a mistake in the bound classes.
 */
final class BoundWriter implements XMLStreamWriter {

    private final WireWriter out;

    BoundWriter(WireWriter out) {
        this.out = out;
    }

    @Override
    public void writeStartElement(String name) {
        out.start(name);
    }

    @Override
    public void writeStartElement(String namespace, String name) {
        out.start(name);
    }

    @Override
    public void writeStartElement(String prefix, String name, String namespace) {
        out.start(name);
    }

    @Override
    public void writeEndElement() {
        out.end();
    }

    @Override
    public void writeAttribute(String name, String value) {
        out.attribute(name, value);
    }

    @Override
    public void writeCharacters(String text) {
        out.text(text);
    }

    @Override
    public void writeCharacters(char[] text, int start, int length) {
        out.text(new String(text, start, length));
    }

    @Override
    public void writeAttribute(String prefix, String namespace, String name, String value) {
        throw notOmaha("an attribute with a namespace");
    }

    @Override
    public void writeAttribute(String namespace, String name, String value) {
        throw notOmaha("an attribute with a namespace");
    }

    @Override
    public void writeEmptyElement(String name) {
        throw notOmaha("an empty element");
    }

    @Override
    public void writeEmptyElement(String namespace, String name) {
        throw notOmaha("an empty element");
    }

    @Override
    public void writeEmptyElement(String prefix, String name, String namespace) {
        throw notOmaha("an empty element");
    }

    @Override
    public void writeNamespace(String prefix, String namespace) {
        throw notOmaha("a namespace");
    }

    @Override
    public void writeDefaultNamespace(String namespace) {
        throw notOmaha("a namespace");
    }

    @Override
    public void writeComment(String text) {
        throw notOmaha("a comment");
    }

    @Override
    public void writeProcessingInstruction(String target) {
        throw notOmaha("an instruction");
    }

    @Override
    public void writeProcessingInstruction(String target, String data) {
        throw notOmaha("an instruction");
    }

    @Override
    public void writeCData(String text) {
        throw notOmaha("CDATA");
    }

    @Override
    public void writeDTD(String dtd) {
        throw notOmaha("a DOCTYPE");
    }

    @Override
    public void writeEntityRef(String name) {
        throw notOmaha("an entity");
    }

    private static IllegalStateException notOmaha(String what) {
        return new IllegalStateException("the bound classes made JAXB write " + what);
    }

    /** The declaration is the wire writer's. */
    @Override
    public void writeStartDocument() {}

    @Override
    public void writeStartDocument(String version) {}

    @Override
    public void writeStartDocument(String encoding, String version) {}

    @Override
    public void writeEndDocument() {}

    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    public @Nullable String getPrefix(String uri) {
        return null;
    }

    @Override
    public void setPrefix(String prefix, String uri) {}

    @Override
    public void setDefaultNamespace(String uri) {}

    @Override
    public void setNamespaceContext(NamespaceContext context) {}

    @Override
    public @Nullable NamespaceContext getNamespaceContext() {
        return null;
    }

    @Override
    public Object getProperty(String name) {
        throw new IllegalArgumentException("there is no property " + name);
    }
}
