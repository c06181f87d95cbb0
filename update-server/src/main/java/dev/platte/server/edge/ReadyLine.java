package dev.platte.server.edge;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * One line that says the server answers, and where; programs that start it wait for the words
 * "Platte is ready".
 */
@Component
final class ReadyLine {

    private static final Logger LOG = LoggerFactory.getLogger(ReadyLine.class);

    private final ServerSettings settings;
    private final ServletWebServerApplicationContext context;

    ReadyLine(ServerSettings settings, ServletWebServerApplicationContext context) {
        this.settings = settings;
        this.context = context;
    }

    @EventListener(ApplicationReadyEvent.class)
    void ready() {
        String scheme =
                context.getEnvironment().containsProperty("server.ssl.bundle") ? "https" : "http";
        String address = context.getEnvironment().getProperty("server.address", "localhost");
        int port = context.getWebServer() == null ? 0 : context.getWebServer().getPort();
        String local =
                "%s://%s:%d/"
                        .formatted(
                                scheme,
                                address.contains(":") ? "[" + address + "]" : address,
                                port);
        LOG.info(
                "Platte is ready at {} (hosts poll {}v1/update)",
                local,
                settings.publicBase().map(Object::toString).orElse(local));
    }
}
