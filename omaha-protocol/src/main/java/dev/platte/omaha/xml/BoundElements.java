package dev.platte.omaha.xml;

import jakarta.xml.bind.JAXBContext;
import jakarta.xml.bind.JAXBException;
import jakarta.xml.bind.Marshaller;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Bound elements to the wire, through marshallers that are kept and lent to one caller at a time.
 */
final class BoundElements {

    /** Idle marshallers kept; more may work at a time, and they are dropped afterwards. */
    private static final int POOL = 64;

    private final JAXBContext context;
    private final ArrayBlockingQueue<Marshaller> idle = new ArrayBlockingQueue<>(POOL);

    BoundElements(JAXBContext context) {
        this.context = context;
    }

    void write(Object root, WireWriter out) {
        try {
            Marshaller marshaller = marshaller();
            marshaller.marshal(root, new BoundWriter(out));
            idle.offer(marshaller);
        } catch (JAXBException e) {
            throw new IllegalStateException("JAXB cannot write its own bound classes", e);
        }
    }

    private Marshaller marshaller() throws JAXBException {
        Marshaller pooled = idle.poll();
        if (pooled != null) {
            return pooled;
        }
        Marshaller marshaller = context.createMarshaller();
        marshaller.setProperty(Marshaller.JAXB_FRAGMENT, true);
        return marshaller;
    }
}
