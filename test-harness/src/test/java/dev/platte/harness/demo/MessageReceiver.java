package dev.platte.harness.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** Another system that is told what happens, and lays each message down for a shell to read. */
final class MessageReceiver implements AutoCloseable {
    private final HttpServer server;
    private final Path folder;

    private MessageReceiver(HttpServer server, Path folder) {
        this.server = server;
        this.folder = folder;
    }

    static MessageReceiver into(Path folder) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        MessageReceiver receiver = new MessageReceiver(server, folder);
        server.createContext("/", receiver::take);
        server.start();
        return receiver;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/platte";
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            Files.write(folder.resolve("body"), exchange.getRequestBody().readAllBytes());
            Files.writeString(
                    folder.resolve("message.env"),
                    "id='%s'\ntimestamp='%s'\nsignature='%s'\n"
                            .formatted(
                                    header(exchange, "webhook-id"),
                                    header(exchange, "webhook-timestamp"),
                                    header(exchange, "webhook-signature")));
            exchange.sendResponseHeaders(204, -1);
        }
    }

    private static String header(HttpExchange exchange, String name) {
        return exchange.getRequestHeaders().getFirst(name);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
